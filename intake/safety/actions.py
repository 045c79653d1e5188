"""Everything that opens, raises and ends an alert."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.safety import Level, rise
from intake.patients import vault
from intake.patients.models import Patient

from .models import Alert, AlertEvent

MEDICAL_ORDER = ["", Alert.Medical.SAME_DAY, Alert.Medical.EMERGENCY]


class AlertIsClosed(Exception):
    """Somebody closed it in the meantime."""


@dataclass(frozen=True)
class Concern:
    """What a set of saved answers says about safety.

    ``link_ids`` name the answers that caused it; ``source_id`` is their response.
    """

    level: Level
    medical: str = ""
    link_ids: tuple[str, ...] = ()
    source_id: UUID | None = None
    unfinished: bool = False

    @property
    def needs_a_person(self) -> bool:
        calm = (Level.NONE, Level.NOT_ASSESSED)
        return self.level not in calm or bool(self.medical)


@dataclass(frozen=True)
class Noted:
    """The alert that holds a concern, and whether the concern made it worse."""

    alert: Alert
    worse: bool


def open_alert(patient: Patient) -> Alert | None:
    return Alert.objects.open().filter(patient=patient).first()


@audit.recorded
def note_level(*, patient: Patient, concern: Concern, by: User | None) -> Noted | None:
    """Open an alert or add to the open one; called inside every save of answers.

    Returns:
        None when there is nothing to note. ``worse`` when the level rose, so that the
        patient sees the page that goes with it.
    """
    # Two saves at once of one patient must not open two alerts.
    Patient.objects.select_for_update().get(pk=patient.pk)
    alert = Alert.objects.open().filter(patient=patient).first()
    if alert is None:
        if not concern.needs_a_person:
            return None
        if _was_dealt_with(patient, concern):
            return None
        return Noted(_open(patient, concern, by), worse=True)
    return _add(alert, concern, by)


def _was_dealt_with(patient: Patient, concern: Concern) -> bool:
    """The same answers of the same response, saved again after an alert was closed."""
    last = Alert.objects.filter(patient=patient).order_by("-closed_at").first()
    return last is not None and (
        (last.present_level, last.medical) == (str(concern.level), concern.medical)
        and last.events.filter(source_id=concern.source_id).exists()
    )


def _open(patient: Patient, concern: Concern, by: User | None) -> Alert:
    alert = Alert.objects.create(
        patient=patient,
        level=str(concern.level),
        present_level=str(concern.level),
        medical=concern.medical,
    )
    _note_answer(alert, concern, by)
    audit.record("alert.opened", by=by, subject=alert, patient=patient)
    return alert


def _add(alert: Alert, concern: Concern, by: User | None) -> Noted | None:
    before = (alert.level, alert.present_level, alert.medical)
    level = rise(Level(alert.level), concern.level)
    medical = max(alert.medical, concern.medical, key=MEDICAL_ORDER.index)
    alert.level, alert.medical = str(level), medical
    alert.present_level = str(concern.level)
    if (alert.level, alert.present_level, alert.medical) == before:
        return Noted(alert, worse=False)
    worse = (alert.level, alert.medical) != (before[0], before[2])
    alert.save(update_fields=["level", "present_level", "medical"])
    _note_answer(alert, concern, by)
    if worse:
        audit.record("alert.raised", by=by, subject=alert, patient=alert.patient)
    return Noted(alert, worse=worse)


def _note_answer(alert: Alert, concern: Concern, by: User | None) -> None:
    kind = AlertEvent.Kind.UNFINISHED if concern.unfinished else AlertEvent.Kind.ANSWER
    AlertEvent.objects.create(
        alert=alert,
        kind=kind,
        level=str(concern.level),
        source_id=concern.source_id,
        link_ids=sorted(concern.link_ids),
        by=by,
    )


@audit.recorded
def acknowledge(*, alert: Alert, note: str, by: User) -> Alert:
    """A clinician takes it on; a second acknowledgement keeps the first."""
    audit.record("alert.acknowledged", by=by, subject=alert, patient=alert.patient)
    alert = _locked(alert)
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = timezone.now(), by
        alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
    _note(alert, AlertEvent.Kind.ACKNOWLEDGED, note, by)
    return alert


@audit.recorded
def close(*, alert: Alert, outcome: str, note: str, by: User) -> Alert:
    """End it with an outcome and a note."""
    audit.record(
        "alert.closed", by=by, subject=alert, patient=alert.patient, outcome=outcome
    )
    alert = _locked(alert)
    now = timezone.now()
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = now, by
    alert.closed_at, alert.closed_by, alert.outcome = now, by, outcome
    alert.save()
    _note(alert, AlertEvent.Kind.CLOSED, note, by)
    return alert


def note_of(event: AlertEvent) -> str:
    """What the person wrote, opened."""
    if event.sealed_note is None:
        return ""
    return vault.open_value(event.alert.patient, "alert note", event.sealed_note)


def _locked(alert: Alert) -> Alert:
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if not alert.is_open:
        raise AlertIsClosed
    return alert


def _note(alert: Alert, kind: str, note: str, by: User) -> None:
    sealed = vault.close(alert.patient, "alert note", note) if note else None
    AlertEvent.objects.create(
        alert=alert, kind=kind, level=alert.level, sealed_note=sealed, by=by
    )
