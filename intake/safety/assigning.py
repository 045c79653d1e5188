"""Whom an alert waits for, until when, and who is told of it."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intake.accounts.models import User
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox

from .duty import Team
from .models import Alert, Told
from .policy import SafetyPolicy, due_by

MESSAGE = "alert"

log = logging.getLogger(__name__)


def begin(alert: Alert) -> None:
    """Give it to whoever is on call, start its clock and tell them.

    Nothing that goes wrong here may undo the alert: the worker finds one whose clock
    does not run, and begins it.
    """
    try:
        with transaction.atomic():
            _begin(alert, timezone.now())
    except Exception as problem:  # noqa: BLE001 - the alert stands, whatever it is
        values = {"alert": str(alert.pk), "problem": type(problem).__name__}
        log.error("alert not assigned", extra=values)  # noqa: TRY400 - no data


def begin_again(alert: Alert) -> None:
    """It got worse: whoever took it on took on less than this."""
    alert.acknowledged_at = alert.acknowledged_by = alert.contacted_at = None
    alert.escalate_at = timezone.now()
    alert.save()
    begin(alert)


def _begin(alert: Alert, now: datetime) -> None:
    policy, team = SafetyPolicy.current(), Team(alert.patient.site_id)
    on_call = team.on_call(policy, now)[:1]
    if on_call:
        alert.assigned_to = on_call[0]
    _restart_in_time(alert, policy, now)
    alert.save()
    if on_call:
        tell(alert, on_call, Told.Reason.ON_CALL)
    else:
        tell(alert, team.everybody, Told.Reason.AT_THE_SITE)


def set_clock(alert: Alert, *, is_worse: bool) -> None:
    """The clock of the level that a clinician set runs from now; nothing is saved."""
    run = _restart_in_time if is_worse else restart
    run(alert, SafetyPolicy.current(), timezone.now())


def _restart_in_time(alert: Alert, policy: SafetyPolicy, now: datetime) -> None:
    """Start anew, and give no time back that was running out."""
    earlier = alert.due_at
    restart(alert, policy, now)
    if earlier and alert.due_at:
        alert.due_at = alert.escalate_at = min(alert.due_at, max(earlier, now))


def restart(alert: Alert, policy: SafetyPolicy, now: datetime) -> None:
    """Set the clock of the step that it waits for; nothing is saved."""
    alert.due_at = next_time(alert, policy, now)
    alert.escalate_at, alert.escalations = alert.due_at, 0


def next_time(alert: Alert, policy: SafetyPolicy, now: datetime) -> datetime | None:
    """When the present step's time is up if it starts now; None when it has none."""
    if not alert.waits_for:
        return None
    named = (alert.level, f"medical_{alert.medical}")
    clocks = [clock for name in named if (clock := policy.clock(name))]
    return due_by(clocks, alert.waits_for, now, policy.hours())


def take(alert: Alert, by: User) -> None:
    """It is theirs now; nothing is saved."""
    alert.acknowledged_at, alert.acknowledged_by = timezone.now(), by
    alert.assigned_to = by
    restart(alert, SafetyPolicy.current(), alert.acknowledged_at)


def tell(alert: Alert, people: Sequence[User], reason: Told.Reason) -> None:
    """Note who is told, and queue messages that say nothing of anybody."""
    for person in people:
        Told.objects.create(
            alert=alert,
            reason=reason,
            person=person,
            message=_message(person),
            text_message=_text_message(person),
        )
    if not people:
        Told.objects.create(alert=alert, reason=reason)
        log.error("nobody to tell of an alert", extra={"alert": str(alert.pk)})


def _message(person: User) -> Outbox | None:
    """The queued e-mail; None for somebody without an address."""
    if not person.email:
        return None
    return messaging.send_later(
        to=person.email, template=MESSAGE, language=settings.LANGUAGE_CODE
    )


def _text_message(person: User) -> Outbox | None:
    """The queued text; None without a number, or where no gateway is set."""
    if not (person.mobile and messaging.can_text()):
        return None
    return messaging.text_later(
        to=person.mobile, template=MESSAGE, language=settings.LANGUAGE_CODE
    )
