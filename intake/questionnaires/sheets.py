"""Sheets of answers laid over one another, and read under another version."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from intake.domain.answer import Answer
from intake.domain.questionnaire.answers import Row, Rows, Sheet
from intake.domain.questionnaire.carrying import carries
from intake.domain.questionnaire.items import Item

from .models import Response

if TYPE_CHECKING:
    from .filled import Filled


def over(beneath: Sheet, above: Sheet) -> Sheet:
    """One sheet on top of another."""
    return Sheet(
        answers={**beneath.answers, **above.answers},
        lists={**beneath.lists, **above.lists},
        saved_on={**beneath.saved_on, **above.saved_on},
    )


def only(sheet: Sheet, wanted: Callable[[str], bool]) -> Sheet:
    """The part of a sheet with these questions and lists."""
    return Sheet(
        answers={name: sheet.answers[name] for name in sheet.answers if wanted(name)},
        lists={name: sheet.lists[name] for name in sheet.lists if wanted(name)},
        saved_on={n: day for n, day in sheet.saved_on.items() if wanted(n)},
    )


def read_as(now: "Filled", reader: Response) -> Sheet:
    """What a response says, as far as it says the same in the version of another.

    What does not carry over is left out, as if it had not been asked.
    """
    if {level.response.version_id for level in now.versions} == {reader.version_id}:
        return now.sheet
    definition = reader.definition
    answers: dict[str, Answer] = {}
    lists: dict[str, Rows] = {}
    for item in definition.walk():
        level = now.told_in(item.link_id)
        before = level.definition.by_link_id.get(item.link_id)
        if before is None:
            continue
        if item.is_list and before.is_list:
            lists[item.link_id] = _rows(level, before, item)
        elif item.asks and item.link_id in level.sheet.answers:
            answers |= _carried(before, item, level.sheet.answers)
    days = {name: now.told_in(name).sheet.saved_on for name in (*answers, *lists)}
    saved_on = {name: found[name] for name, found in days.items() if name in found}
    return Sheet(answers, lists, saved_on)


def _rows(level: "Filled", before: Item, after: Item) -> Rows:
    found = level.sheet.rows(before.link_id)
    former = {item.link_id: item for item in _questions(before)}
    pairs = [
        (former[item.link_id], item)
        for item in _questions(after)
        if item.link_id in former
    ]
    return Rows(found.state, tuple(_row(row, pairs) for row in found.rows))


def _questions(list_item: Item) -> Iterator[Item]:
    for part in list_item.items:
        yield from part.questions()


def _row(row: Row, pairs: Iterable[tuple[Item, Item]]) -> Row:
    answers: dict[str, Answer] = {}
    for before, after in pairs:
        if after.link_id in row.answers:
            answers |= _carried(before, after, row.answers)
    return Row(row.id, answers)


def _carried(
    before: Item, after: Item, answers: Mapping[str, Answer]
) -> dict[str, Answer]:
    answer = answers[after.link_id]
    return {after.link_id: answer} if carries(before, after, answer) else {}
