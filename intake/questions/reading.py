"""Questions in own words with their answers, opened."""

from dataclasses import dataclass
from datetime import datetime

from intake.accounts.models import User
from intake.review.models import Case

from .actions import answer_of, words_of
from .models import Ending, Question


@dataclass(frozen=True)
class Asked:
    """One question; ``ending`` is None while it waits for an answer."""

    question: Question
    words: str
    by: User
    at: datetime
    ending: Ending | None = None
    answer: str = ""


def asked_in_own_words(case: Case) -> list[Asked]:
    """All that was asked in a case, the first one first."""
    found = case.questions.select_related("by", "ending__by")
    return [_opened(question, case) for question in found]


def _opened(question: Question, case: Case) -> Asked:
    question.case = case
    ending = getattr(question, "ending", None)
    return Asked(
        question=question,
        words=words_of(question, case),
        by=question.by,
        at=question.at,
        ending=ending,
        answer=answer_of(ending, case) if ending else "",
    )
