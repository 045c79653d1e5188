"""Answers item by item, in the tree of the questionnaire that asked them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.domain.answer import SKIPPED, Answer, State
from intake.domain.questionnaire.branching import Active, active_row
from intake.domain.questionnaire.items import Item
from intake.questionnaires.filled import Filled

WITHOUT = (State.SKIPPED, State.NOT_ASKED)


@dataclass(frozen=True)
class Given:
    """An item with its answer, or a group with what was answered in it.

    A list stands there once for each of its rows.
    """

    item: Item
    answer: Answer = SKIPPED
    parts: tuple["Given", ...] = ()


def given(form: Filled) -> tuple[Given, ...]:
    """What was answered or worked out for the person to see, in order.

    What a branch hides now is left out.
    """
    return tuple(_given(form, form.definition.items, form.active))


def _given(form: Filled, items: tuple[Item, ...], active: Active) -> Iterator[Given]:
    for item in items:
        if not active.is_shown(item):
            continue
        if item.is_list:
            yield from _rows(form, item)
        elif item.items:
            if parts := tuple(_given(form, item.items, active)):
                yield Given(item, parts=parts)
        else:
            yield from _single(item, active.answers)


def _rows(form: Filled, item: Item) -> Iterator[Given]:
    for row in form.sheet.rows(item.link_id).rows:
        inside = active_row(item, row, form.active)
        if parts := tuple(_given(form, item.items, inside)):
            yield Given(item, parts=parts)


def _single(item: Item, answers: Mapping[str, Answer]) -> Iterator[Given]:
    answer = answers.get(item.link_id, SKIPPED)
    if not (item.asks or item.shown):
        return
    if answer.state not in WITHOUT:
        yield Given(item, answer)
