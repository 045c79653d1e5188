"""What happens when the clock of an alert runs out: the next person is told."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.audit import apart

from . import assigning
from .duty import Team
from .models import Alert, Told
from .policy import SafetyPolicy

AGAIN = timedelta(hours=1)  # at least, between two messages to those who come last


def escalate_due(now: datetime | None = None) -> int:
    """Turn to the next person for every alert whose time is up.

    One that fails is reported and does not hold up the others.

    Returns:
        How many alerts went a step further.
    """
    now = now or timezone.now()
    due = Alert.objects.open().filter(escalate_at__lte=now).order_by("escalate_at")
    ids = list(due.values_list("pk", flat=True))
    escalate = partial(_escalate, now=now)
    return sum(apart.each(escalate, ids, failed="alert not escalated"))


@audit.recorded
def _escalate(alert_id: UUID, now: datetime) -> bool:
    due = Alert.objects.open().filter(pk=alert_id, escalate_at__lte=now)
    alert = due.select_for_update(skip_locked=True, of=("self",)).first()
    if alert is None:
        return False
    if alert.due_at is None:  # it was opened, and nobody was found or told
        assigning.begin(alert)
        return True
    people = _turn(alert)
    audit.record(
        "alert.escalated", subject=alert, patient=alert.patient_id, people=len(people)
    )
    _go_on(alert, people, now)
    return True


def _turn(alert: Alert) -> list[User]:
    """Who is told now; those who come last are told again and again."""
    team = Team(alert.patient.site_id)
    if alert.acknowledged_at:
        owner = [person for person in team.everybody if person == alert.assigned_to]
        steps = [owner] if owner else []
    else:
        first = _first_owner(alert)
        steps = [[person] for person in team.chain() if person.pk != first]
    steps.append(team.last())
    return steps[min(alert.escalations, len(steps) - 1)]


def _first_owner(alert: Alert) -> UUID | None:
    """To whom it was given before its time was up."""
    given = (Told.Reason.ON_CALL, Told.Reason.HANDED_OVER)
    told = alert.told.filter(reason__in=given).last()
    return told.person_id if told else None


def _go_on(alert: Alert, people: list[User], now: datetime) -> None:
    policy = SafetyPolicy.current()
    is_last = people == Team(alert.patient.site_id).last()
    following = assigning.next_time(alert, policy, now) or now + AGAIN
    alert.escalate_at = max(following, now + AGAIN) if is_last else following
    alert.escalations += 1
    if people and not alert.acknowledged_at:
        alert.assigned_to = people[0]
    alert.save()
    assigning.tell(alert, people, Told.Reason.TIME_WAS_UP)
