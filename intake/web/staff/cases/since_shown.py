"""What is new in a case since somebody last opened it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake.accounts.models import User
from intake.domain.eligibility.difference import difference
from intake.review import evaluation
from intake.review.models import Case, Evaluation

from . import activity_shown
from .differences_shown import difference_shown


@dataclass(frozen=True)
class Present:
    """The case as its page shows it now; see the functions that make each part."""

    latest: Evaluation
    run: Mapping[str, Any]
    amendments: Sequence[Mapping[str, Any]]
    scores: Sequence[Mapping[str, Any]]
    activity: Sequence[Mapping[str, Any]]


def since_shown(
    case: Case, present: Present, at: datetime | None, by: User
) -> dict[str, Any] | None:
    """News for one person; None when they open the case for the first time.

    Returns:
        ``{at, answers, difference, scores, activity, is_any}``: sendings with their
        changes, how the run differs from the one of that time, scores stored since,
        and what others did.
    """
    if at is None:
        return None
    news = {
        "answers": [one for one in present.amendments if one["at"] > at],
        "difference": _difference(case, present, at),
        "scores": [score for score in present.scores if score["at"] > at],
        "activity": activity_shown.since(present.activity, at, by),
    }
    return {"at": at, "is_any": any(news.values()), **news}


def _difference(case: Case, present: Present, at: datetime) -> dict[str, Any] | None:
    if present.latest.at <= at:
        return None
    then = evaluation.latest(case, at)
    if then is None:
        return None
    found = difference(evaluation.opened(then), present.run)
    return difference_shown(found, then.protocol.rules, present.latest.protocol.rules)
