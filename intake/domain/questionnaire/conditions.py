"""Conditions before publishing: do they name what is known by then, and fit it?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from intake.domain.answer import CHOSEN_STATES
from intake.domain.predicate import Comparison

from .answers import ListState, earliest_day, is_number
from .definition import Definition
from .items import CHOICES, NUMBERS, Item, ItemType
from .reading import Problem

ORDERING = (">", ">=", "<", "<=")
LIST_ANSWERS = (ListState.NONE, ListState.DONE)


@dataclass(frozen=True)
class Placed:
    """An item, the groups it stands in, and its place in the order of asking."""

    item: Item
    around: tuple[Item, ...]
    number: int

    @property
    def list_item(self) -> Item | None:
        """The list in whose rows it is asked."""
        return next((group for group in self.around if group.is_list), None)

    @property
    def looks_at(self) -> frozenset[str]:
        """What decides whether it is shown: its condition and those around it."""
        members = (*self.around, self.item)
        return frozenset().union(*(member.condition_names for member in members))


@dataclass(frozen=True)
class Outline:
    """Where every item of a definition stands."""

    definition: Definition

    @cached_property
    def placed(self) -> Mapping[str, Placed]:
        """Every item by its link id; of two with the same one, the first."""
        found: dict[str, Placed] = {}
        for item, around in _visit(self.definition.items, ()):
            found.setdefault(item.link_id, Placed(item, around, len(found)))
        return found

    @cached_property
    def compared(self) -> Mapping[str, Sequence[object]]:
        """The values and states that conditions compare each item with."""
        found: dict[str, list[object]] = {}
        for placed in self.placed.values():
            condition = placed.item.enable_when
            for part in condition.comparisons() if condition else ():
                if part.op != "exists":
                    values = part.value if part.op == "in" else (part.value,)
                    found.setdefault(part.name, []).extend(values)
        return found


def _visit(
    items: Iterable[Item], around: tuple[Item, ...]
) -> Iterator[tuple[Item, tuple[Item, ...]]]:
    for item in items:
        yield item, around
        yield from _visit(item.items, (*around, item))


def condition_problems(outline: Outline) -> Iterator[Problem]:
    """What is wrong with the conditions of items."""
    for placed in outline.placed.values():
        place, condition = placed.item.link_id, placed.item.enable_when
        if condition is None:
            continue
        if circle := _circle(outline, placed):
            yield Problem(place, f"the conditions go round in a circle: {circle}.")
            continue
        for comparison in condition.comparisons():
            sentence = _position_problem(outline, placed, comparison.name)
            sentence = sentence or fit_problem(outline, comparison)
            if sentence:
                yield Problem(place, f"its condition {sentence}")


def _circle(outline: Outline, placed: Placed) -> str | None:
    """The way from an item back to itself through what conditions look at."""
    start = placed.item.link_id
    ways: list[tuple[str, ...]] = [
        (start, name) for name in sorted(placed.item.condition_names)
    ]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        here = outline.placed.get(way[-1])
        if here is None or way[-1] in seen:
            continue
        if start in (way[-1], *(group.link_id for group in here.around)):
            return " → ".join(way)
        seen.add(way[-1])
        ways += [(*way, name) for name in sorted(here.looks_at)]
    return None


def _position_problem(outline: Outline, placed: Placed, name: str) -> str | None:
    sentence = name_problem(outline, name, placed.list_item)
    if sentence is None and outline.placed[name].number > placed.number:
        return f"looks at '{name}', which is asked later."
    return sentence


def name_problem(
    outline: Outline, name: str, list_item: Item | None = None
) -> str | None:
    """Why nothing can look at this item from ``list_item`` (None: outside), or None."""
    looked_at = outline.placed.get(name)
    if looked_at is None:
        return f"names '{name}', which does not exist."
    if not looked_at.item.has_answer:
        return f"looks at '{name}', which takes no answer."
    if looked_at.list_item and looked_at.list_item is not list_item:
        return f"looks at '{name}', which is asked in the rows of a list."
    return None


def fit_problem(outline: Outline, comparison: Comparison) -> str | None:
    """Why a comparison with its item cannot be meant, or None."""
    item = outline.placed[comparison.name].item
    if comparison.op == "exists":
        return None
    if (comparison.op == "contains") != item.takes_several:
        verb = "needs" if item.takes_several else "does not take"
        return f"looks at '{item.link_id}', which {verb} 'contains'."
    values = comparison.value if comparison.op == "in" else (comparison.value,)
    kind = _is_measurable if comparison.op in ORDERING else _is_possible
    for value in values:
        if not kind(item, value):
            return (
                f"expects {value!r} of '{item.link_id}', which cannot be answered so."
            )
    return None


def _is_measurable(item: Item, value: object) -> bool:
    if item.type is ItemType.DATE:
        return earliest_day(value) is not None
    has_points = bool(item.options) and all(o.ordinal is not None for o in item.options)
    return is_number(value) and (item.type in NUMBERS or has_points)


def _is_possible(item: Item, value: object) -> bool:
    if isinstance(value, str) and value in CHOSEN_STATES:
        return value in item.states
    if item.is_list:
        return value in LIST_ANSWERS
    if item.type is ItemType.BOOLEAN:
        return value in ("yes", "no")
    if item.type in CHOICES and not item.catalogue:
        return item.option(value) is not None
    if item.type in NUMBERS:
        return is_number(value)
    return isinstance(value, str)
