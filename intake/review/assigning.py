"""Who has a case: taking it, giving it back, handing it over, the next one."""

from dataclasses import dataclass

from intake.accounts.models import User
from intake.audit import actions as audit

from .models import Case
from .views import EVERYTHING, Queue, View, cases_in, order_of, reviewers


@dataclass
class HasIt(Exception):
    """A colleague has the case."""

    colleague: User


class CannotHaveIt(Exception):
    """The person does not work at the site of the case, or reviews no cases."""


class NothingToAssign(Exception):
    """The case is closed."""


@audit.recorded
def claim(*, case: Case, by: User) -> Case:
    """Take a case that nobody has; taking one's own again changes nothing.

    Raises:
        HasIt: a colleague was quicker.
        NothingToAssign: it is closed.
    """
    present = _present(case)
    if present.assignee not in (None, by):
        raise HasIt(present.assignee)
    return _assign(present, by, by)


@audit.recorded
def release(*, case: Case, by: User) -> Case:
    """Give a case back, so that anybody may take it.

    Raises:
        HasIt: it is a colleague's.
        NothingToAssign: it is closed.
    """
    present = _present(case)
    if present.assignee not in (None, by):
        raise HasIt(present.assignee)
    return _assign(present, None, by)


@audit.recorded
def hand_over(*, case: Case, to: User, by: User) -> Case:
    """Make a case somebody's, whoever has it now.

    Raises:
        CannotHaveIt: this person would not see the case.
        NothingToAssign: it is closed.
    """
    present = _present(case)
    if not reviewers([present.patient.site_id]).filter(pk=to.pk).exists():
        raise CannotHaveIt
    return _assign(present, to, by)


@audit.recorded
def take_next(*, by: User, view: View = EVERYTHING) -> Case | None:
    """Take the first case of a view that nobody has, and that waits for the clinic.

    Two people who ask at once get two cases: a row that a colleague is taking at this
    moment is passed over.
    """
    free = cases_in(View(queue=Queue.FREE), by) & cases_in(view, by)
    rows = free.order_by(*order_of(view, by).value).select_related("patient")
    case = rows.select_for_update(skip_locked=True, of=("self",)).first()
    return None if case is None else _assign(case, by, by)


def _present(case: Case) -> Case:
    """The case as it is now, and nobody else's to change until this is done."""
    rows = Case.objects.select_related("patient").select_for_update(of=("self",))
    present = rows.get(pk=case.pk)
    if present.is_closed:
        raise NothingToAssign
    return present


def _assign(case: Case, to: User | None, by: User) -> Case:
    if case.assignee_id == getattr(to, "pk", None):
        return case
    case.assignee = to
    case.save(update_fields=["assignee"])
    patient = case.patient
    if to is None:
        audit.record("case.released", by=by, subject=case, patient=patient)
    else:
        to_id = str(to.pk)
        audit.record("case.assigned", by=by, subject=case, patient=patient, to=to_id)
    return case
