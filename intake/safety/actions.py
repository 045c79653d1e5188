"""Everything that opens, raises and ends an alert."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.safety import NEEDS_CRISIS_PAGE, Level, rise
from intake.patients import vault
from intake.patients.models import Patient

from . import assigning
from .models import Alert, AlertEvent

MEDICAL_ORDER = ["", Alert.Medical.SAME_DAY, Alert.Medical.EMERGENCY]
CALM = (Level.NONE, Level.NOT_ASSESSED)
ANSWERS = "alert answers"  # what the seal is for


class AlertIsClosed(Exception):
    """Somebody closed it in the meantime."""


@dataclass(frozen=True)
class Concern:
    """What a set of answers, saved or only ``typed``, says about safety.

    ``link_ids`` name the answers that cause it, ``answers`` holds them as they are
    stored where whoever notes it knows them, and ``source_id`` is their response;
    ``earlier_ids`` are the responses beneath it, where it asks some questions again.
    With ``adds`` it says something beside what is known, and replaces none of it;
    ``reply`` is what the patient told us with it.
    """

    level: Level
    medical: str = ""
    link_ids: tuple[str, ...] = ()
    typed: bool = False
    source_id: UUID | None = None
    earlier_ids: tuple[UUID, ...] = ()
    answers: Mapping[str, Any] | None = None
    unfinished: bool = False
    adds: bool = False
    reply: Mapping[str, str] | None = None

    @property
    def needs_a_person(self) -> bool:
        return self.level not in CALM or bool(self.medical)

    @property
    def is_severe(self) -> bool:
        return self.level in NEEDS_CRISIS_PAGE or bool(self.medical)

    def outweighs(self, other: "Concern") -> bool:
        """It would make an alert that holds the other one worse."""
        level = max(self.level, *CALM) > max(other.level, *CALM)
        return level or _worst(self.medical, other.medical) != other.medical

    def to_data(self) -> dict[str, Any]:
        """What has to be told apart from a later concern of the same level."""
        return {"source": str(self.source_id), "answers": dict(self.answers or {})}


@dataclass(frozen=True)
class Noted:
    """The alert that holds a concern, and what the concern made worse."""

    alert: Alert
    concern: Concern
    level_rose: bool = False
    medical_rose: bool = False

    @property
    def worse(self) -> bool:
        return self.level_rose or self.medical_rose

    @property
    def needs_help_page(self) -> bool:
        """Something got so much worse that help comes before anything else."""
        severe = self.alert.level in NEEDS_CRISIS_PAGE
        return self.medical_rose or (self.level_rose and severe)


def open_alert(patient: Patient) -> Alert | None:
    return Alert.objects.open().filter(patient=patient).first()


@audit.recorded
def note_level(*, patient: Patient, concern: Concern, by: User | None) -> Noted | None:
    """Open an alert or add to the open one; called inside every save of answers.

    Returns:
        None when there is nothing to note, or when a clinician has dealt with exactly
        this.
    """
    # Two saves at once of one patient must not open two alerts.
    Patient.objects.select_for_update(no_key=True).only("pk").get(pk=patient.pk)
    # And one that is being closed must not swallow what is answered now.
    alert = Alert.objects.open().select_for_update().filter(patient=patient).first()
    if alert is not None:
        alert.patient = patient
        return _add(alert, concern, by)
    if not concern.needs_a_person or _was_dealt_with(patient, concern):
        return None
    return _open(patient, concern, by)


def _was_dealt_with(patient: Patient, concern: Concern) -> bool:
    """The same answers of the same response, saved again after an alert was closed."""
    last = Alert.objects.filter(patient=patient).order_by("-closed_at").first()
    return (
        last is not None
        and _is_known(patient, last, concern)
        and concern.level <= max(Level(last.level), Level(last.present_level))
        and _worst(concern.medical, last.medical) == last.medical
    )


def _is_known(patient: Patient, alert: Alert, concern: Concern) -> bool:
    """The alert holds these answers of this response, or more than these."""
    if alert.sealed_answers is None:
        return False
    known = vault.open_value(patient, ANSWERS, alert.sealed_answers)
    now = concern.to_data()
    if known["source"] not in {now["source"], *map(str, concern.earlier_ids)}:
        return False
    return bool(now["answers"].items() <= known["answers"].items())


def _open(patient: Patient, concern: Concern, by: User | None) -> Noted:
    alert = Alert.objects.create(
        patient=patient,
        level=str(concern.level),
        present_level=str(concern.level),
        medical=concern.medical,
        sealed_answers=vault.close(patient, ANSWERS, concern.to_data()),
    )
    _note_answer(alert, concern, by)
    audit.record("alert.opened", by=by, subject=alert, patient=patient)
    assigning.begin(alert)
    return Noted(
        alert,
        concern,
        level_rose=concern.level not in CALM,
        medical_rose=bool(concern.medical),
    )


def _add(alert: Alert, concern: Concern, by: User | None) -> Noted:
    level = str(_risen(alert, concern))
    medical = _worst(alert.medical, concern.medical)
    noted = Noted(alert, concern, level != alert.level, medical != alert.medical)
    if not noted.worse and _says_nothing_new(alert, concern):
        return noted
    alert.level, alert.medical = level, medical
    alert.present_level = str(_present(alert, concern))
    if concern.answers is not None:
        alert.sealed_answers = vault.close(
            alert.patient, ANSWERS, _with_known(alert, concern)
        )
    if noted.worse:
        audit.record("alert.raised", by=by, subject=alert, patient=alert.patient)
    alert.save()
    _note_answer(alert, concern, by)
    if noted.worse:
        assigning.begin_again(alert)
    return noted


def _risen(alert: Alert, concern: Concern) -> Level:
    """The level after a concern.

    What was known already when a clinician lowered the level does not raise it again.
    """
    is_old = concern.answers is None or _is_known(alert.patient, alert, concern)
    weighs_more = concern.level > Level(alert.present_level)
    if is_old and not weighs_more and not concern.adds:
        return Level(alert.level)
    return rise(Level(alert.level), concern.level)


def _present(alert: Alert, concern: Concern) -> Level:
    """The level by what is known now: what is added to it never lowers it."""
    present = Level(alert.present_level)
    return rise(present, concern.level) if concern.adds else concern.level


def _with_known(alert: Alert, concern: Concern) -> dict[str, Any]:
    """What is sealed: the concern, beside what is known where it only adds."""
    said = concern.to_data()
    if not concern.adds or alert.sealed_answers is None:
        return said
    known = vault.open_value(alert.patient, ANSWERS, alert.sealed_answers)
    return known | {"answers": known["answers"] | said["answers"]}


def _says_nothing_new(alert: Alert, concern: Concern) -> bool:
    if concern.adds:
        return False
    if alert.present_level != concern.level:
        return False
    if concern.answers is None:
        return True
    return alert.sealed_answers is not None and (
        vault.open_value(alert.patient, ANSWERS, alert.sealed_answers)
        == concern.to_data()
    )


def _worst(*medical: str) -> str:
    return max(medical, key=MEDICAL_ORDER.index)


def _note_answer(alert: Alert, concern: Concern, by: User | None) -> None:
    kinds = AlertEvent.Kind
    kind = kinds.UNFINISHED if concern.unfinished else kinds.ANSWER
    kind = kinds.TYPED if concern.typed else kind
    kind = kinds.REPLIED if concern.reply else kind
    event = AlertEvent(
        alert=alert,
        kind=kind,
        level=str(concern.level),
        source_id=concern.source_id,
        by=by,
    )
    causes = sorted(concern.link_ids) or None
    note = dict(concern.reply) if concern.reply else None
    vault.add(event, alert.patient, sealed_causes=causes, sealed_note=note)


@audit.recorded
def acknowledge(*, alert: Alert, note: str, by: User) -> Alert:
    """A clinician takes it on; a second acknowledgement keeps the first."""
    audit.record("alert.acknowledged", by=by, subject=alert, patient=alert.patient)
    alert = locked(alert)
    if alert.acknowledged_at is None:
        assigning.take(alert, by)
        alert.save()
    write_event(alert, AlertEvent.Kind.ACKNOWLEDGED, note, by)
    return alert


@audit.recorded
def close(*, alert: Alert, outcome: str, note: str, by: User) -> Alert:
    """End it with an outcome and a note; a missing contact shows in the record."""
    audit.record(
        "alert.closed", by=by, subject=alert, patient=alert.patient, outcome=outcome
    )
    alert = locked(alert)
    if alert.acknowledged_at is None:
        assigning.take(alert, by)
    alert.closed_at, alert.closed_by, alert.outcome = timezone.now(), by, outcome
    alert.due_at = alert.escalate_at = None
    alert.save()
    untold = outcome == Alert.Outcome.SAFE_PLAN and not alert.is_contacted
    result = AlertEvent.Result.NO_CONTACT if untold else ""
    write_event(alert, AlertEvent.Kind.CLOSED, note, by, result=result)
    return alert


def note_of(event: AlertEvent) -> str:
    """What staff wrote, opened; what a patient told has parts of its own."""
    if event.sealed_note is None or event.kind == AlertEvent.Kind.REPLIED:
        return ""
    return vault.read(event, event.alert.patient, "sealed_note")


def causes_of(event: AlertEvent) -> list[str]:
    """The link ids of the answers that caused it."""
    if event.sealed_causes is None:
        return []
    return vault.read(event, event.alert.patient, "sealed_causes")


def locked(alert: Alert) -> Alert:
    """The alert as it is now, while others wait.

    Raises:
        AlertIsClosed: somebody closed it in the meantime.
    """
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if not alert.is_open:
        raise AlertIsClosed
    return alert


def write_event(
    alert: Alert, kind: str, note: str, by: User | None, **values: Any
) -> None:
    """Add a line to what happened; the note is sealed."""
    event = AlertEvent(alert=alert, kind=kind, level=alert.level, by=by, **values)
    vault.add(event, alert.patient, sealed_note=note or None)
