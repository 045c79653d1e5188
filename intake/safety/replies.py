"""What patients tell at once after a risk answer: whether they are safe, and where.

Every part may be left out. A reply raises a level or leaves it; it never lowers one.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import uuid4

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.safety import Level
from intake.patients import vault
from intake.patients.identity import Identity
from intake.patients.models import Patient

from .actions import Concern, note_level, open_alert
from .models import Alert, AlertEvent

YES, UNSURE, NO = "yes", "unsure", "no"

# The least level of somebody who says so.
LEVELS: Mapping[str, Level] = {NO: Level.ACUTE, UNSURE: Level.SAME_DAY}


@dataclass(frozen=True)
class Reach:
    """The number to call first, and whether words may be left there.

    ``forbids_message``: the patient said now that it is not safe, at whatever number.
    """

    phone: str
    may_leave_message: bool
    forbids_message: bool = False


class NothingToReplyTo(Exception):
    """There was never an alert of this patient."""


@dataclass(frozen=True)
class Reply:
    """In the patient's words; an empty text was left out.

    ``safe`` is yes, unsure or no; ``may_leave_message`` is yes or no.
    """

    safe: str = ""
    phone: str = ""
    may_leave_message: str = ""
    whereabouts: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(asdict(self).values())


def how_to_reach(identity: Identity | None, said: Reply | None) -> Reach:
    """What was told last goes before what was written down once.

    A new number of which nothing else was said gets no message.
    """
    known = identity.phone if identity else ""
    was_safe = identity is not None and identity.may_leave_message == YES
    if said is None:
        return Reach(known, was_safe)
    is_new = bool(said.phone) and _digits(said.phone) != _digits(known)
    is_safe = said.may_leave_message == YES if said.may_leave_message else was_safe
    return Reach(
        phone=said.phone or known,
        may_leave_message=is_safe and not (is_new and not said.may_leave_message),
        forbids_message=said.may_leave_message == NO,
    )


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())


@audit.recorded
def reply(*, patient: Patient, said: Reply, by: User) -> AlertEvent | None:
    """Keep what the patient tells us with the alert, and raise its level if need be.

    Where the alert was closed meanwhile, a reply that says "no" or "not sure" opens
    another; a calm one stands with the one that was closed.

    Returns:
        None when nothing was said, or only the same again.

    Raises:
        NothingToReplyTo: there was never an alert.
    """
    alert = latest_alert(patient)
    if alert is None:
        raise NothingToReplyTo
    if said.is_empty or said == latest_reply(patient):
        return None
    audit.record("alert.replied", by=by, subject=alert, patient=patient)
    if said.safe in LEVELS:
        return _raised(patient, said, by)
    kind, level = AlertEvent.Kind.REPLIED, str(Level.NONE)
    event = AlertEvent(alert=alert, kind=kind, level=level, by=by)
    return vault.add(event, patient, sealed_note=asdict(said))


def _raised(patient: Patient, said: Reply, by: User) -> AlertEvent:
    concern = Concern(
        level=LEVELS[said.safe],
        # A name of its own: what was dealt with before is not this.
        answers={f"reply {uuid4()}": {"safe": said.safe}},
        adds=True,
        reply=asdict(said),
    )
    note_level(patient=patient, concern=concern, by=by)
    events = AlertEvent.objects.filter(
        alert__patient=patient, kind=AlertEvent.Kind.REPLIED
    )
    return events.select_related("alert__patient").latest("at", "pk")


def latest_alert(patient: Patient) -> Alert | None:
    """The open alert, or else the last one."""
    known = Alert.objects.filter(patient=patient).order_by("-opened_at")
    return open_alert(patient) or known.first()


def latest_reply(patient: Patient) -> Reply | None:
    """What the patient told last for the latest alert."""
    alert = latest_alert(patient)
    if alert is None:
        return None
    alert.patient = patient
    return reply_to(alert)


def reply_to(alert: Alert) -> Reply | None:
    """What the patient told last for this alert."""
    events = alert.events.filter(kind=AlertEvent.Kind.REPLIED)
    event = events.order_by("-at", "-pk").first()
    if event is None:
        return None
    event.alert = alert
    return reply_of(event)


def reply_of(event: AlertEvent) -> Reply | None:
    """What a patient told with this event, opened; None for any other event."""
    if event.kind != AlertEvent.Kind.REPLIED:
        return None
    return Reply(**vault.read(event, event.alert.patient, "sealed_note"))
