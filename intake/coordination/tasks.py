"""Tasks on a case: given, done, taken back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from intake.accounts.directory import people
from intake.accounts.models import User
from intake.accounts.roles import CARE_TEAM, Role
from intake.audit import actions as audit
from intake.review.models import Case

from .entries import begun, stored, tell
from .models import Task


class CannotDoIt(Exception):
    """The person may not see the case; nothing was stored."""


class HasEnded(Exception):
    """The task is done or taken back already."""


@dataclass(frozen=True)
class Wanted:
    """What is to be done by when; by one person, or by whoever has a role."""

    words: str
    due_on: date
    key: UUID
    person: User | None = None
    role: Role | None = None


def doers(case: Case) -> QuerySet[User]:
    """Everybody of the care team who may see the case."""
    active = people().filter(is_active=True, roles__overlap=sorted(CARE_TEAM))
    return active.filter(sites=case.patient.site_id)


@audit.recorded
def give(*, case: Case, wanted: Wanted, by: User) -> Task:
    """Add a task and tell its person; the same form twice is one task.

    Raises:
        CannotDoIt: the person may not see the case.
    """
    if known := begun(Task, case, wanted.key):
        return known
    person = wanted.person
    if person is not None and not doers(case).filter(pk=person.pk).exists():
        raise CannotDoIt
    task = Task(
        case=case,
        key=wanted.key,
        by=by,
        for_person=person,
        for_role=wanted.role or "",
        due_on=wanted.due_on,
    )
    stored(task, wanted.words)
    audit.record(
        "task.given",
        by=by,
        subject=task,
        patient=case.patient,
        to=str(person.pk) if person else str(wanted.role),
    )
    if person not in (None, by):
        tell([person])
    return task


@audit.recorded
def end(*, task: Task, outcome: str, by: User) -> Task:
    """Do a task, or take it back; the same again by the same person has no effect.

    Raises:
        HasEnded: a colleague was first.
    """
    present = Task.objects.select_for_update().get(pk=task.pk)
    if (present.outcome, present.ended_by_id) == (outcome, by.pk):
        return present
    if not present.is_open:
        raise HasEnded
    present.outcome, present.ended_by = outcome, by
    present.ended_at = timezone.now()
    present.save(update_fields=["outcome", "ended_by", "ended_at"])
    patient = task.case.patient_id
    audit.record("task.ended", by=by, subject=task, patient=patient, outcome=outcome)
    return present
