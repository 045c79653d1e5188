"""What clinicians do with an alert between taking it on and closing it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit

from . import assigning
from .actions import locked, note_of, write_event
from .duty import Team
from .models import Alert, AlertEvent, Told
from .policy import SafetyPolicy


class CannotTake(Exception):
    """This person may not open the alert, so it cannot be handed to them."""


@dataclass(frozen=True)
class Attempt:
    """One try to reach the patient.

    ``seen`` is how many events the alert had when the clinician looked at it: the same
    attempt sent twice is then known as one.
    """

    channel: str
    result: str
    at: datetime
    note: str = ""
    seen: int | None = None


@audit.recorded
def log_contact(*, alert: Alert, attempt: Attempt, by: User) -> Alert:
    """Write down an attempt; one that did not reach the patient starts the clock anew.

    Whoever tries has taken the alert on.

    Raises:
        AlertIsClosed: somebody closed it in the meantime.
    """
    present = locked(alert)
    if _is_repeated(present, attempt, by):
        return present
    audit.record(
        "alert.contact_logged",
        by=by,
        subject=alert,
        patient=alert.patient,
        channel=attempt.channel,
        result=attempt.result,
    )
    if present.acknowledged_at is None:
        assigning.take(present, by)
    if attempt.result == AlertEvent.Result.REACHED:
        present.contacted_at = attempt.at
    assigning.restart(present, SafetyPolicy.current(), timezone.now())
    present.save()
    write_event(
        present,
        AlertEvent.Kind.CONTACT,
        attempt.note,
        by,
        channel=attempt.channel,
        result=attempt.result,
        happened_at=attempt.at,
    )
    return present


def _is_repeated(alert: Alert, attempt: Attempt, by: User) -> bool:
    if attempt.seen is None or attempt.seen == alert.events.count():
        return False
    last = alert.events.filter(kind=AlertEvent.Kind.CONTACT, by=by).last()
    return last is not None and (last.channel, last.result, note_of(last)) == (
        attempt.channel,
        attempt.result,
        attempt.note,
    )


@audit.recorded
def hand_over(*, alert: Alert, to: User, note: str, by: User) -> Alert:
    """Give it to a colleague, who has to take it on within the alert's time.

    Raises:
        AlertIsClosed: somebody closed it in the meantime.
        CannotTake: the colleague does not see the alerts of this site.
    """
    audit.record(
        "alert.handed_over",
        by=by,
        subject=alert,
        patient=alert.patient,
        to=str(to.pk),
    )
    present = locked(alert)
    if to not in Team(present.patient.site_id).everybody:
        raise CannotTake
    present.assigned_to = to
    present.acknowledged_at = present.acknowledged_by = None
    assigning.restart(present, SafetyPolicy.current(), timezone.now())
    present.save()
    write_event(present, AlertEvent.Kind.HANDED_OVER, note, by, person=to)
    assigning.tell(present, [to], Told.Reason.HANDED_OVER)
    return present


def colleagues(alert: Alert, by: User) -> list[User]:
    """To whom this clinician can hand the alert."""
    return [p for p in Team(alert.patient.site_id).everybody if p != by]
