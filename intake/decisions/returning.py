"""Opening questions for a patient again: to come back, or to correct an answer."""

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.practice.models import Organisation
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.filled import filled
from intake.questionnaires.models import Response
from intake.review import actions as review
from intake.review import evaluation
from intake.review.asked import open_request
from intake.review.models import Case

from .models import Letter

FOLDER = Path(__file__).parent.parent / "content" / "returning"
STOOD_AGAINST = frozenset({"CI", "CLR", "MORE"})


class NotYet(Exception):
    """The day has not come, or no day was named."""


@cache
def may_change() -> tuple[str, ...]:
    """The facts that change with time."""
    text = (FOLDER / f"{evaluation.PROTOCOL}.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["may_change"])


def may_return(case: Case) -> bool:
    """Whether a decision named a day, it has come, and nothing is asked yet."""
    if case.stage != Case.Stage.DECIDED:
        return False
    today = Organisation.current().today()
    current = case.decisions.current()
    return Letter.objects.filter(decision__in=current, return_on__lte=today).exists()


@audit.recorded
def come_back(*, case: Case, reason: str, by: User) -> Response:
    """Ask what may have changed since a "not now"; twice has one effect.

    The decision stands until another replaces it.

    Args:
        reason: Why, in words for the patient.

    Raises:
        review.CaseIsWithdrawn: a new request is begun instead.
        NotYet: the day has not come.
    """
    review.lock(case)
    review.refuse_withdrawn(case)
    if (request := open_request(case)) is not None:
        return request
    if not may_return(case):
        raise NotYet
    audit.record("case.came_back", by=by, subject=case, patient=case.patient)
    return _ask(case, what_may_have_changed(case), reason, by)


@audit.recorded
def correct(*, case: Case, items: Collection[str], reason: str, by: User) -> Response:
    """Open some questions for the patient who says that an answer is wrong.

    What is being asked already stays as it is and is given back.

    Raises:
        review.CaseIsWithdrawn: nobody works on it any more.
        questionnaires.UnknownPlace: there is no such question, or none at all.
    """
    review.lock(case)
    review.refuse_withdrawn(case)
    if (request := open_request(case)) is not None:
        return request
    audit.record("case.correction_begun", by=by, subject=case, patient=case.patient)
    return _ask(case, items, reason, by)


def _ask(case: Case, items: Collection[str], reason: str, by: User) -> Response:
    request = questionnaires.ask_again(
        base=case.response, items=items, reason=reason, by=by
    )
    case.stage = Case.Stage.MORE_INFORMATION
    case.save(update_fields=["stage"])
    return request


def what_may_have_changed(case: Case) -> list[str]:
    """The questions behind what changes with time, and behind what stood against it."""
    run = evaluation.opened(evaluation.latest(case))
    against = {
        name
        for finding in run["findings"]
        if STOOD_AGAINST & set(finding["severity"].values())
        for name in finding["facts"]
    }
    known = filled(case.response).definition.by_link_id
    came_from = run["came_from"]
    items = (
        item
        for name in (*may_change(), *sorted(against))
        for item, _row in came_from.get(name, [])
    )
    return [item for item in dict.fromkeys(items) if item in known]
