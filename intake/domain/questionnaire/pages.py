"""The pages of a questionnaire, computed from its items.

Each group of the top level starts a page, each list is a page of its own, and an item
whose condition looks at an answer of the same page starts another, because without a
script a page cannot change while it is being filled in. A question that is painful to
answer, or an inner group of such questions, has a page to itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from .calculated import inputs
from .items import Item, ItemType, Wording


@dataclass(frozen=True)
class Page:
    """What is asked at once.

    ``items`` are the items to show, inner groups cut down to the part that belongs
    here; for a list they are the questions of one row. ``group`` is the group that the
    page comes from, or the list itself. Whether the page is open at the moment is
    decided by :mod:`.branching`.
    """

    number: int
    link_id: str
    group: Item
    items: tuple[Item, ...]

    @property
    def is_list(self) -> bool:
        """The page lists rows, each edited on a page of its own."""
        return self.group.is_list

    @property
    def title(self) -> Wording:
        """The words above the page."""
        return self.group.text

    @property
    def intro(self) -> Wording:
        """The words under the title."""
        return self.group.help

    @property
    def why(self) -> Wording:
        """Why all of it is asked, where the questions do not say so themselves."""
        return self.group.why

    @property
    def sensitive(self) -> bool:
        """The page asks about something painful."""
        parts = (part for item in self.items for part in item.walk())
        return self.group.sensitive or any(part.sensitive for part in parts)

    @cached_property
    def questions(self) -> tuple[Item, ...]:
        """The items that take an answer, in order, out of any inner group."""
        return tuple(item for part in self.items for item in part.questions())

    @cached_property
    def shows(self) -> frozenset[str]:
        """The link ids that open the page when they are shown: not what is calculated.

        A list opens when it is shown itself.
        """
        if self.is_list:
            return frozenset({self.group.link_id})
        parts = (part for item in self.items for part in item.walk())
        return frozenset(p.link_id for p in parts if not (p.items or p.calculate))

    @property
    def told(self) -> tuple[Item, ...]:
        """The questions, and what the person is told was worked out from answers."""
        parts = (part for item in self.items for part in item.walk())
        return tuple(part for part in parts if part.asks or part.shown)


class _Leaf(NamedTuple):
    """An item that is not cut any further, and the inner groups it stands in."""

    item: Item
    path: tuple[Item, ...]

    @property
    def alone(self) -> str:
        """What it shares its page with and with nothing else; empty where that is open.

        The questions of an instrument stay together.
        """
        painful = next((group for group in self.path if group.sensitive), None)
        if painful is None and self.item.sensitive and not self.item.instrument:
            painful = self.item
        return painful.link_id if painful else ""

    @property
    def rests_on(self) -> frozenset[str]:
        """What a calculated item is worked out from and shown by."""
        conditions = (part.condition_names for part in (*self.path, self.item))
        return inputs(self.item).union(*conditions)


@dataclass
class _Draft:
    link_id: str
    group: Item
    leaves: list[_Leaf] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        """What the page asks, and what is calculated from that."""
        found: set[str] = set()
        for leaf in self.leaves:
            if leaf.item.asks or leaf.rests_on & found:
                found.add(leaf.item.link_id)
        return frozenset(found)

    def is_parted_from(self, leaf: _Leaf) -> bool:
        """One of them wants to be alone."""
        asking = (before for before in self.leaves if before.item.asks)
        return leaf.item.asks and any(b.alone != leaf.alone for b in asking)

    def take_notes(self) -> list[_Leaf]:
        """The notes after the last question, which belong to what comes next."""
        asking = [n for n, leaf in enumerate(self.leaves, 1) if leaf.item.asks]
        last = max(asking, default=0)
        notes, self.leaves = self.leaves[last:], self.leaves[:last]
        return notes


def pages_of(items: Sequence[Item]) -> tuple[Page, ...]:
    """Divide the items of the top level into pages, numbered from 1."""
    drafts = (draft for group in _groups(items) for draft in _divide(group))
    return tuple(
        Page(number, draft.link_id, draft.group, _content(draft))
        for number, draft in enumerate(drafts, start=1)
    )


def _content(draft: _Draft) -> tuple[Item, ...]:
    return draft.group.items if draft.group.is_list else _forest(draft.leaves)


def _groups(items: Sequence[Item]) -> Iterator[Item]:
    """The groups of the top level; items outside any group share one, unnamed."""
    for is_group, run in groupby(items, key=lambda item: item.type is ItemType.GROUP):
        members = tuple(run)
        if is_group:
            yield from members
        else:
            yield Item(members[0].link_id, ItemType.GROUP, items=members)


def _divide(group: Item) -> Iterator[_Draft]:
    if group.is_list:
        yield _Draft(group.link_id, group)
        return
    draft = _Draft(group.page or group.link_id, group)
    for leaf in _leaves(group.items, ()):
        cause = _cause_of_break(leaf, draft.names)
        parted = draft.is_parted_from(leaf)
        if draft.leaves and (cause or parted or leaf.item.is_list):
            notes = draft.take_notes() if parted else []
            yield draft
            draft = _Draft("", group, notes)
        if leaf.item.is_list:
            yield _Draft(leaf.item.link_id, leaf.item)
            draft = _Draft("", group)
            continue
        draft.link_id = draft.link_id or _name(leaf, cause)
        draft.leaves.append(leaf)
    if draft.leaves:
        yield draft


def _name(leaf: _Leaf, cause: Item | None) -> str:
    """A page that a break made is called after what made it."""
    return cause.link_id if cause else leaf.alone or leaf.item.link_id


def _leaves(items: Sequence[Item], path: tuple[Item, ...]) -> Iterator[_Leaf]:
    for item in items:
        if item.type is ItemType.GROUP and not item.is_list:
            yield from _leaves(item.items, (*path, item))
        else:
            yield _Leaf(item, path)


def _cause_of_break(leaf: _Leaf, names: frozenset[str]) -> Item | None:
    """The item or group whose condition looks at an answer of the page so far.

    What is calculated is not seen on the page, so it can stand anywhere.
    """
    if leaf.item.calculate:
        return None
    members = (*leaf.path, leaf.item)
    return next((item for item in members if item.condition_names & names), None)


def _forest(leaves: Sequence[_Leaf]) -> tuple[Item, ...]:
    """The leaves back in their inner groups, each holding only what is here."""
    items: list[Item] = []
    for inside, run in groupby(leaves, key=_outermost):
        members = list(run)
        if inside is None:
            items += [leaf.item for leaf in members]
        else:
            deeper = [_Leaf(leaf.item, leaf.path[1:]) for leaf in members]
            items.append(replace(members[0].path[0], items=_forest(deeper)))
    return tuple(items)


def _outermost(leaf: _Leaf) -> str | None:
    return leaf.path[0].link_id if leaf.path else None
