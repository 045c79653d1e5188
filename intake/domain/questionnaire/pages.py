"""The pages of a questionnaire, computed from its items.

Each group of the top level starts a page, each list is a page of its own, and an item
whose condition looks at an answer of the same page starts another, because without a
script a page cannot change while it is being filled in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

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
        return self.group.sensitive

    @property
    def questions(self) -> tuple[Item, ...]:
        """The items that take an answer, in order, out of any inner group."""
        return tuple(item for part in self.items for item in part.questions())


class _Leaf(NamedTuple):
    """An item that is not cut any further, and the inner groups it stands in."""

    item: Item
    path: tuple[Item, ...]


@dataclass
class _Draft:
    link_id: str
    group: Item
    leaves: list[_Leaf] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(leaf.item.link_id for leaf in self.leaves)


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
        if draft.leaves and (cause or leaf.item.is_list):
            yield draft
            draft = _Draft("", group)
        if leaf.item.is_list:
            yield _Draft(leaf.item.link_id, leaf.item)
            draft = _Draft("", group)
            continue
        draft.link_id = draft.link_id or (cause or leaf.item).link_id
        draft.leaves.append(leaf)
    if draft.leaves:
        yield draft


def _leaves(items: Sequence[Item], path: tuple[Item, ...]) -> Iterator[_Leaf]:
    for item in items:
        if item.type is ItemType.GROUP and not item.is_list:
            yield from _leaves(item.items, (*path, item))
        else:
            yield _Leaf(item, path)


def _cause_of_break(leaf: _Leaf, names: frozenset[str]) -> Item | None:
    """The item or group whose condition looks at an answer of the page so far."""
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
