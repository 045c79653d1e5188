"""Whether any answers at all show an item.

An item that can never be shown would be a question that nobody sees, and a fact that
looks at it would be unknown for everybody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise, product
from math import floor, inf

from intake.domain.answer import CHOSEN_STATES, Answer, State, answered

from .answers import ListState, Row, Rows, Sheet
from .branching import active, active_row
from .conditions import LIST_ANSWERS, Outline, Placed
from .definition import Definition
from .items import NUMBERS, Item, ItemType
from .reading import Problem

MOST_TRIES = 4000  # of one item
MOST_TRIES_IN_ALL = 20_000


def reach_problems(outline: Outline) -> Iterator[Problem]:
    """Items that no answers show; the conditions must be sound."""
    left = MOST_TRIES_IN_ALL
    for placed in outline.placed.values():
        if placed.item.enable_when is None:
            continue
        is_reachable, tries = _try(outline, placed, min(left, MOST_TRIES))
        left -= tries
        if not is_reachable:
            sentence = "it can never be shown: no answers meet its condition."
            yield Problem(placed.item.link_id, sentence)


def _try(outline: Outline, placed: Placed, most: int) -> tuple[bool, int]:
    """Whether some combination of answers shows the item, and how many were tried.

    Where there are more combinations than may be tried, it counts as reachable.
    """
    names = sorted(_everything_behind(outline, placed))
    items = _only(outline.definition.items, {placed.item.link_id, *names})
    part = replace(outline.definition, items=items)
    choices = [_answers_to_try(outline, name) for name in names]
    tries = 0
    for combination in islice(product(*choices), most):
        tries += 1
        if _shows(part, outline, placed, dict(zip(names, combination, strict=True))):
            return True, tries
    return tries == most, tries


def _only(items: Iterable[Item], names: set[str]) -> tuple[Item, ...]:
    """The named items in their groups, without all others.

    What is calculated is tried like an answer.
    """
    cut = (
        replace(item, items=_only(item.items, names), calculate=None)
        if item.items or item.calculate
        else item
        for item in items
    )
    return tuple(item for item in cut if item.items or item.link_id in names)


def _everything_behind(outline: Outline, placed: Placed) -> set[str]:
    """The questions that decide about it, directly or through others."""
    names: set[str] = set()
    waiting = set(placed.looks_at)
    while waiting:
        name = waiting.pop()
        names.add(name)
        waiting |= outline.placed[name].looks_at - names
    return names


def _shows(
    part: Definition, outline: Outline, placed: Placed, given: Mapping[str, Answer]
) -> bool:
    lists = {
        name: Rows(ListState(answer.value or answer.state))
        for name, answer in given.items()
        if outline.placed[name].item.is_list
    }
    now = active(part, Sheet(given, lists))
    if placed.list_item is None:
        return now.is_shown(placed.item)
    row_item = part.item(placed.list_item.link_id)
    row = active_row(row_item, Row("", given), now)
    return now.is_shown(row_item) and row.is_shown(placed.item)


def _answers_to_try(outline: Outline, name: str) -> list[Answer]:
    """Answers that tell the comparisons with an item apart, those compared with first.

    The first combination is then the likeliest to show an item.
    """
    item = outline.placed[name].item
    compared = outline.compared.get(name, ())
    answers = [
        *map(answered, _values_to_try(item, compared)),
        *(Answer(state) for state in item.states),
    ]
    return sorted(answers, key=lambda answer: _plain(answer) not in compared)


def _plain(answer: Answer) -> object:
    return answer.value if answer.state is State.ANSWERED else str(answer.state)


def _values_to_try(item: Item, compared: Sequence[object]) -> list[object]:
    if item.is_list:
        return [str(state) for state in LIST_ANSWERS]
    if item.type is ItemType.BOOLEAN:
        return ["yes", "no"]
    if item.options and not item.catalogue:
        values: list[object] = [option.value for option in item.options]
        return [*([value] for value in values), values] if item.repeats else values
    if item.type in NUMBERS:
        return _numbers_around(item, compared)
    known = [value for value in compared if value not in CHOSEN_STATES]
    return [*known, "something else"]


def _numbers_around(item: Item, compared: Sequence[object]) -> list[object]:
    """A number in every stretch between those compared with, and each of these.

    All within the range of the item.
    """
    ends = [end for end in (item.minimum, item.maximum) if end is not None]
    numbers = [number for number in compared if isinstance(number, int | float)]
    edges: list[float] = sorted({*numbers, *ends}) or [0]
    near: list[float]
    if item.type is ItemType.INTEGER:
        near = [floor(edge) + away for edge in edges for away in (-1, 0, 1, 2)]
    else:
        between = [(low + high) / 2 for low, high in pairwise(edges)]
        near = [*edges, *between, edges[0] - 1, edges[-1] + 1]
    low = -inf if item.minimum is None else item.minimum
    high = inf if item.maximum is None else item.maximum
    return [number for number in dict.fromkeys(near) if low <= number <= high]
