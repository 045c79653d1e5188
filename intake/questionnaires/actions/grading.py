"""Grading for safety: with every save, when a person leaves, and when time is up."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.practice.models import Organisation
from intake.questionnaires.concern import Graded, graded
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response
from intake.safety import actions as safety

from .opening import held, opened
from .posts import Saved

log = logging.getLogger(__name__)


def grade(now: Filled, *, left: bool, by: User | None) -> safety.Noted | None:
    """Tell the safety side what the answers say, and keep the screen's deadline.

    Args:
        now: The answers as they are being stored.
        left: The person stops here, so that what is missing of the screen counts.
        by: Who answered, None for the clock.
    """
    response = now.response
    found = graded(now, left=left)
    response.screen_due_at = _deadline(now, found)
    response.save(update_fields=["saved_at", "screen_due_at"])
    return safety.note_level(patient=response.patient, concern=found.concern, by=by)


def has_begun(now: Filled) -> bool:
    """Whether the person has seen a page of the screen that is not finished."""
    return now.response.screen_due_at is not None


def _deadline(now: Filled, found: Graded) -> datetime | None:
    if found.is_final:
        return None
    due = now.response.screen_due_at
    return _from_now(now.organisation) if found.screen_is_open and not due else due


def _from_now(organisation: Organisation) -> datetime:
    return timezone.now() + timedelta(minutes=organisation.screen_minutes)


def note_screen_shown(now: Filled) -> None:
    """A page of the safety screen is being shown: its clock starts."""
    unstarted = Response.objects.in_progress().filter(
        pk=now.response.pk, screen_due_at=None
    )
    unstarted.update(screen_due_at=_from_now(now.organisation))


@audit.recorded
def leave(*, response: Response, by: User) -> Saved:
    """The person stops for now: an unfinished screen counts as it is.

    Raises:
        NotOpen: the response was sent or withdrawn.
    """
    now = opened(response)
    return Saved(now, noted=grade(now, left=has_begun(now), by=by))


def grade_unfinished(on: datetime | None = None) -> int:
    """Grade screens that were left unfinished for too long as unanswered.

    One that cannot be graded is reported and does not hold up the others.

    Returns:
        How many responses were graded.
    """
    due = Response.objects.in_progress().filter(screen_due_at__lte=on or timezone.now())
    ids = due.order_by("screen_due_at").values_list("pk", flat=True)
    return sum(_grade_or_report(response_id) for response_id in list(ids))


def _grade_or_report(response_id: UUID) -> bool:
    try:
        return _grade_unfinished(response_id=response_id)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the others are due too
        values = {"response": str(response_id), "problem": type(problem).__name__}
        log.error("unfinished screen not graded", extra=values)  # noqa: TRY400 - no data
        return False


@audit.recorded
def _grade_unfinished(*, response_id: UUID) -> bool:
    due = Response.objects.in_progress().exclude(screen_due_at=None)
    response = held(due, skip_locked=True).filter(pk=response_id).first()
    if response is None:
        return False
    grade(filled(response), left=True, by=None)
    return True
