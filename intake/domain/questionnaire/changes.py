"""What differs between two wordings of a questionnaire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from .conditions import Outline, Placed
from .definition import Definition
from .items import Item
from .origins import origins
from .risk import SAFETY_FACTS, safety_items


class Part(StrEnum):
    """What about an item is another."""

    WORDING = "wording"
    OPTIONS = "options"
    CONDITION = "condition"
    SETTINGS = "settings"
    SAFETY = "safety"


WORDS = ("text", "help", "why", "on_paper", "section", "state_texts")
ANSWERS = ("type", "repeats", "options", "states")
SETTINGS = (
    "required",
    "soft_required",
    "minimum",
    "maximum",
    "max_length",
    "instrument",
    "dimension",
    "catalogue",
    "named_by",
    "offered_by",
    "strengths_of",
    "unit",
    "partial",
    "to_the_month",
    "past",
    "sensitive",
    "calculate",
    "reads",
    "shown",
)


@dataclass(frozen=True)
class Change:
    """One item that both have, and what about it is another."""

    link_id: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Changes:
    """Items that came, that went, and that are not as they were, in order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def compare(before: Definition, after: Definition) -> Changes:
    """Compare item by item; items are the same when they have the same link id."""
    old, new = _Look(before), _Look(after)
    both = [name for name in new.placed if name in old.placed]
    changes = (Change(name, tuple(_parts(old, new, name))) for name in both)
    return Changes(
        added=tuple(name for name in new.placed if name not in old.placed),
        removed=tuple(name for name in old.placed if name not in new.placed),
        changed=tuple(change for change in changes if change.parts),
    )


def proposed(before: Definition, after: Definition) -> tuple[str, ...]:
    """The new or changed questions about safety that everybody should be asked.

    A question of the rows of a list stands for its list. What was only moved, or is
    only required in another way, was asked in the same words.
    """
    changes = compare(before, after)
    touched = {*changes.added}
    touched |= {c.link_id for c in changes.changed if set(c.parts) != {Part.SETTINGS}}
    outline = Outline(after)
    found = (
        outline.placed[name]
        for name in outline.placed
        if name in touched & safety_items(after)
    )
    names = ((place.list_item or place.item).link_id for place in found)
    return tuple(dict.fromkeys(names))


class _Look:
    """One wording, seen item by item."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.placed: Mapping[str, Placed] = Outline(definition).placed

    def conditions(self, name: str) -> list[Any]:
        """When it is asked: its own condition under those of the groups around it."""
        placed = self.placed[name]
        members = (*placed.around, placed.item)
        return [item.enable_when for item in members if item.enable_when]

    def settings(self, name: str) -> list[Any]:
        placed = self.placed[name]
        inside = placed.list_item
        return [*_values(placed.item, SETTINGS), inside and inside.link_id]

    def safety(self, name: str) -> list[Any]:
        """The safety facts and alarms that look at it."""
        return self._readers.get(name, [])

    @cached_property
    def _readers(self) -> Mapping[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for name, reader in self._reading():
            found.setdefault(name, []).append(reader)
        return found

    def _reading(self) -> Iterator[tuple[str, Any]]:
        definition = self.definition
        for name in definition.screen:
            yield name, "screen"
        for fact in SAFETY_FACTS:
            rule = definition.facts.get(fact)
            for name in origins(definition, rule) if rule else ():
                yield name, rule
        for alarm in definition.urgent:
            for comparison in alarm.when.comparisons():
                yield comparison.name, alarm


def _parts(old: _Look, new: _Look, name: str) -> Iterator[Part]:
    before, after = old.placed[name].item, new.placed[name].item
    if _values(before, WORDS) != _values(after, WORDS):
        yield Part.WORDING
    if _values(before, ANSWERS) != _values(after, ANSWERS):
        yield Part.OPTIONS
    if old.conditions(name) != new.conditions(name):
        yield Part.CONDITION
    if old.settings(name) != new.settings(name):
        yield Part.SETTINGS
    if old.safety(name) != new.safety(name):
        yield Part.SAFETY


def _values(item: Item, names: tuple[str, ...]) -> list[Any]:
    return [getattr(item, name) for name in names]
