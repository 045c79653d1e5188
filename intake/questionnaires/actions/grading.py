"""Grading for safety: with every save, when a person leaves, and when time is up."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.audit import apart
from intake.practice.models import Organisation
from intake.questionnaires.concern import Graded, graded
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response, Typed
from intake.questionnaires.typed import Kept, all_typed, with_typed
from intake.safety import actions as safety

from .opening import held, opened
from .posts import Saved


def grade(
    now: Filled, *, left: bool, by: User | None, aside: bool = False
) -> safety.Noted | None:
    """Tell the safety side what the answers say, and keep the screen's deadline.

    Args:
        now: The answers as they are being stored.
        left: The person stops here, so that what is missing of the screen counts.
        by: Who answered, None for the clock.
        aside: What is stored here was asked above meanwhile; it acts all the same.
    """
    response = now.response
    found = graded(now, left=left, aside=aside)
    response.screen_due_at = _deadline(now, found)
    response.save(update_fields=["saved_at", "screen_due_at"])
    return safety.note_level(patient=response.patient, concern=found.concern, by=by)


def has_begun(now: Filled) -> bool:
    """Whether the person has seen a page of the screen that is not finished."""
    return any(layer.response.screen_due_at for layer in now.stack)


def _deadline(now: Filled, found: Graded) -> datetime | None:
    if found.is_final:
        return None
    due = now.response.screen_due_at
    return deadline(now.organisation) if found.screen_is_open and not due else due


def deadline(organisation: Organisation) -> datetime:
    """When time is up for whoever begins or leaves something now."""
    return timezone.now() + timedelta(minutes=organisation.screen_minutes)


def note_screen_shown(now: Filled) -> None:
    """A page of the safety screen is being shown: its clock starts."""
    unstarted = Response.objects.in_progress().filter(
        pk=now.response.pk, screen_due_at=None
    )
    unstarted.update(screen_due_at=deadline(now.organisation))


def typed_is_worse(now: Filled, typed: Collection[Kept]) -> bool:
    """Whether what is typed says something worse than what is stored."""
    return _typed_concern(now, typed, left=False) is not None


def grade_typed(now: Filled, *, left: bool, by: User | None) -> safety.Noted | None:
    """Tell the safety side what is typed and not saved, where that is worse."""
    typed = all_typed(now.response)
    if not typed:
        return None
    now.response.typed.exclude(due_at=None).update(due_at=None)
    concern = _typed_concern(now, typed, left=left)
    if concern is None:
        return None
    return safety.note_level(patient=now.response.patient, concern=concern, by=by)


def _typed_concern(
    now: Filled, typed: Collection[Kept], *, left: bool
) -> safety.Concern | None:
    """What the answers would say, had it been saved; nothing if that is no worse."""
    names = {name for kept in typed for name in kept.data}
    aside = not now.claimed.isdisjoint(names)
    concern = graded(with_typed(now, typed), left=left, aside=aside).concern
    if not concern.outweighs(graded(now, left=left, aside=aside).concern):
        return None
    return replace(concern, typed=True)


@audit.recorded
def leave(*, response: Response, by: User) -> Saved:
    """The person stops for now: what is not finished or not saved counts as it is.

    Raises:
        NotOpen: the response was sent or withdrawn.
    """
    now = opened(response)
    left = has_begun(now)
    noted = [grade(now, left=left, by=by), grade_typed(now, left=left, by=by)]
    return Saved(now, noted=_first_that_matters(noted))


def _first_that_matters(noted: list[safety.Noted | None]) -> safety.Noted | None:
    found = [one for one in noted if one is not None]
    return max(found, key=lambda one: one.needs_help_page, default=None)


def grade_unfinished(on: datetime | None = None) -> int:
    """Grade what was left for too long: unfinished screens, and what was only typed.

    One that cannot be graded is reported and does not hold up the others.

    Returns:
        How many responses were graded.
    """
    on = on or timezone.now()
    ids = _due(on).order_by("screen_due_at").values_list("pk", flat=True)
    work = partial(_grade_unfinished, on=on)
    return sum(apart.each(work, list(ids), failed="unfinished screen not graded"))


def _due(on: datetime) -> QuerySet:
    typed = Typed.objects.filter(response=OuterRef("pk"), due_at__lte=on)
    is_due = Q(screen_due_at__lte=on) | Exists(typed)
    return Response.objects.in_progress().filter(is_due)


@audit.recorded
def _grade_unfinished(response_id: UUID, on: datetime) -> bool:
    response = held(_due(on), skip_locked=True).filter(pk=response_id).first()
    if response is None:
        return False
    now = filled(response)
    left = response.screen_due_at is not None and response.screen_due_at <= on
    if left:
        grade(now, left=True, by=None)
    grade_typed(now, left=left, by=None)
    return True
