"""Scores that staff enter, made by the same action as real ones."""

from typing import Any

from intake.domain.answer import Answer, answered
from intake.domain.score_entry import entry_forms
from intake.practice.models import Organisation
from intake.questionnaires.filled import filled
from intake.questionnaires.models import Response, ScoreRecord
from intake.questionnaires.score_entry import (
    Entered,
    Given,
    enter_score,
    revision_of,
)


def least(code: str, **given: Any) -> dict[str, Answer]:
    """The smallest answer to every item that is always asked, but for those given."""
    items = {
        item.link_id: answered("no" if item.most is None else 0)
        for item in entry_forms()[code].items
        if not item.after
    }
    changed = {
        name: value if isinstance(value, Answer) else answered(value)
        for name, value in given.items()
    }
    return {**items, **changed}


def entry(code: str, answers: dict[str, Answer] | None = None, **how: Any) -> Entered:
    """What a clinician enters who asked in person today, all calm."""
    usual = {
        "given_on": Organisation.current().today(),
        "given": Given.IN_PERSON,
        "language": "en",
    }
    answers = least(code) if answers is None else answers
    return Entered(instrument=code, answers=answers, **usual | how)


def enter(response: Response, entered: Entered, by, seen: int | None = None):
    """Enter a score on top of what is there, or of what was ``seen``."""
    if seen is None:
        now = filled(Response.objects.get(pk=response.pk))
        seen = revision_of(now, entered.instrument)
    return enter_score(response=response, entered=entered, seen=seen, by=by)


def staff_scores(response: Response):
    return ScoreRecord.objects.filter(response=response).exclude(entered_by=None)
