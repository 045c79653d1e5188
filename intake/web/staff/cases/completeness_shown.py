"""How complete the answers of a case are."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from intake.domain.answer import NOT_ASKED, State
from intake.domain.questionnaire.answers import ListState
from intake.domain.questionnaire.items import Item
from intake.questionnaires.filled import Filled
from intake.web.staff.reading import question_words
from intake.web.staff.reports.times_in_words import time_in_words

NOT_TOLD = (State.UNSURE, State.DECLINED, State.SKIPPED, State.NOT_ASKED)


def completeness_shown(now: Filled) -> dict[str, Any]:
    """Counts of what was asked, and every question without a clear answer.

    Returns:
        ``{asked, answered, percent, open, took}``: ``open`` as ``{state, questions}``
        by state, ``took`` the time between beginning and sending, None where that
        says nothing.
    """
    states = {item.link_id: _state(item, now) for item in _asked(now)}
    open_ = {
        state: [
            question_words(now, name) for name, is_ in states.items() if is_ is state
        ]
        for state in NOT_TOLD
    }
    count = Counter(state not in NOT_TOLD for state in states.values())
    return {
        "asked": len(states),
        "answered": count[True],
        "percent": 100 * count[True] // len(states) if states else 100,
        "open": [
            {"state": state.value, "questions": questions}
            for state, questions in open_.items()
            if questions
        ],
        "took": _took(now),
    }


def _asked(now: Filled) -> Iterator[Item]:
    """Questions outside lists, and each list as one, as far as they were shown."""
    shown = now.active.shown
    for page in now.definition.pages:
        if page.is_list:
            if page.link_id in shown:
                yield page.group
            continue
        yield from (i for i in page.questions if i.link_id in shown and not i.calculate)


def _state(item: Item, now: Filled) -> State:
    if not item.is_list:
        answer = now.told_in(item.link_id).sheet.answers.get(item.link_id, NOT_ASKED)
        return answer.state
    rows = now.told_in(item.link_id).sheet.rows(item.link_id)
    return {
        ListState.NONE: State.ANSWERED,
        ListState.DONE: State.ANSWERED,
        ListState.UNSURE: State.UNSURE,
    }.get(rows.state, State.SKIPPED)


def _took(now: Filled) -> str | None:
    first = now
    while first.base is not None:
        first = first.base
    sent, begun = first.response.completed_at, first.response.started_at
    return time_in_words(sent - begun) if sent else None
