"""A response as it stands: what it says, and what of its questionnaire is asked.

A response that asks some questions again stands on its base: what is not stored in it
is taken from there, under the pages of its own version. While both are open, what is
asked above is not asked beneath.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from intake.domain.answer import Answer
from intake.domain.questionnaire.answers import Row
from intake.domain.questionnaire.branching import (
    Active,
    Missing,
    PageState,
    active_row,
    first_incomplete,
    left_empty,
    pages_open,
)
from intake.domain.questionnaire.items import Item, ItemType
from intake.domain.questionnaire.pages import Page
from intake.practice.models import Organisation

from .again import cut, taken
from .layers import Layer
from .models import Response
from .stored import Stored, StoredPages, stored_pages

__all__ = ["Filled", "Stored", "filled", "filled_together"]


class Filled(Layer):
    """What a response holds, opened once."""

    def page(self, link_id: str) -> Page | None:
        """The page, or list, with this name."""
        pages = self.definition.pages
        return next((page for page in pages if page.link_id == link_id), None)

    def shown(self, page: str, row: str = "") -> dict[str, Answer]:
        """The answers that stand on a page or row when it is opened.

        A question of an instrument, or one that a new version asks, is asked again
        without the earlier answer.
        """
        stored = self.latest(page, row)
        if stored is None:
            return {}
        if stored.number or self.base is None:
            return stored.answers
        afresh = self.response.version_id != self.base.response.version_id
        return {
            name: answer
            for name, answer in stored.answers.items()
            if row or not (afresh or self.definition.item(name).instrument)
        }

    def asked_on(
        self, page: Page, row: str = "", also: Collection[str] = ()
    ) -> tuple[Item, ...]:
        """What a page, or one row of a list, asks as things stand.

        ``also`` are questions that the page had when it was opened; those that have
        been asked above since then are kept.
        """
        items: Iterable[Item] = page.items
        if not page.is_list and (self.again or self.claimed):
            kept = self.claimed & set(also)
            items = cut(items, lambda name: self.asks(name) or name in kept)
        return tuple(_shown_parts(items, self._within(page, row)))

    def _within(self, page: Page, row: str) -> Active:
        if not page.is_list:
            return self.active
        stored = self.latest(page.link_id, row)
        answers = stored.answers if stored else {}
        return active_row(page.group, Row(row, answers), self.active)

    @cached_property
    def pages(self) -> tuple[PageState, ...]:
        """The pages to be asked as things stand."""
        saved = {
            stored.page
            for stored in self.stored.values()
            if stored.accepted and stored.number and not stored.row
        }
        states = pages_open(self.definition, self.sheet, saved, self.active)
        return tuple(asked for state in states if (asked := self._as_asked(state)))

    def _as_asked(self, state: PageState) -> PageState | None:
        """A page as far as it is asked here, if any of it is."""
        page = state.page
        if page.is_list:
            return state if self.asks(page.link_id) else None
        asked = {item.link_id for item in page.questions if self.asks(item.link_id)}
        if len(asked) == len(page.questions):
            return state if asked or self.again is None else None
        if not asked & self.active.shown:
            return None
        return replace(
            state, missing=tuple(g for g in state.missing if g.link_id in asked)
        )

    @property
    def missing(self) -> list[Missing]:
        """What is required here and has no answer, in the order of asking."""
        return [gap for state in self.pages for gap in state.missing]

    @property
    def left_empty(self) -> list[Missing]:
        """What may stay empty, although that may delay the person, and is empty."""
        gaps = left_empty(self.definition, self.sheet)
        return [
            gap
            for gap in gaps
            if self.asks(gap.page.link_id if gap.page.is_list else gap.link_id)
        ]

    def unfinished_rows(self, page: Page) -> set[str]:
        """Rows of a list that were refused, or lack something that is required."""
        refused = {
            stored.row
            for stored in self.stored_rows(page)
            if not (stored.accepted or stored.removed)
        }
        states = (state for state in self.pages if state.page.number == page.number)
        gaps = {gap.row for state in states for gap in state.missing if gap.row}
        return refused | gaps

    def first_unfinished_row(self, page: Page) -> str:
        """Where to go on in a list; empty when every row is finished."""
        unfinished = self.unfinished_rows(page)
        rows = (stored.row for stored in self.stored_rows(page))
        return next((row for row in rows if row in unfinished), "")

    def has_more_to_ask(self, page: Page, row: str) -> bool:
        """An answer in the row brought up questions that it did not have before."""
        stored = self.latest(page.link_id, row)
        parts = self.asked_on(page, row) if stored and not stored.removed else ()
        asked = {item.link_id for part in parts for item in part.questions()}
        return bool(stored and asked - stored.data.keys())

    @property
    def next_page(self) -> PageState | None:
        """Where to go on; None when only checking and sending are left."""
        return first_incomplete(self.pages)

    def may_open(self, number: int) -> bool:
        """Pages up to the first incomplete one are open."""
        for state in self.pages:
            if state.page.number == number:
                return True
            if not state.is_complete:
                return False
        return False


def _shown_parts(items: Iterable[Item], within: Active) -> Iterator[Item]:
    """The items that are shown, groups cut down to what is shown in them."""
    for item in items:
        if item.calculate or not within.is_shown(item):
            continue
        if item.type is not ItemType.GROUP:
            yield item
        elif inside := tuple(_shown_parts(item.items, within)):
            yield replace(item, items=inside)


def filled(response: Response) -> Filled:
    """Open a response: a few queries, then one opening for each page and row.

    As many queries whatever it stands on and whatever is asked on top of it.
    """
    organisation = Organisation.current()
    related = _related(response)
    beneath, above = list(_beneath(response, related)), list(_above(response, related))
    stored = stored_pages([*beneath, response, *above], organisation)
    base: Filled | None = None
    for lower in reversed(beneath):
        base = _layer(lower, stored[lower.pk], organisation, base)
    now = _layer(response, stored[response.pk], organisation, base)
    if not above:
        return now
    followers = tuple((one, stored[one.pk]) for one in above)
    return Filled(response, now.stored, organisation, base, followers)


def filled_together(responses: Collection[Response]) -> list[Filled]:
    """Open responses that stand on no base: one query for all of them."""
    organisation = Organisation.current()
    stored = stored_pages(responses, organisation)
    return [Filled(each, stored[each.pk], organisation) for each in responses]


def _layer(
    response: Response,
    own: StoredPages,
    organisation: Organisation,
    base: Filled | None,
) -> Filled:
    before = taken(response, base) if base else {}
    return Filled(response, before | own, organisation, base)


def _related(response: Response) -> list[Response]:
    """The responses of the same patient, where one may stand on another."""
    if response.base_id is None and not response.is_open:
        return []
    related = list(Response.objects.filter(patient=response.patient_id))
    for one in related:
        one.patient = response.patient
    return related


def _beneath(response: Response, related: Iterable[Response]) -> Iterator[Response]:
    """What a response stands on, the latest first."""
    by_id = {one.pk: one for one in related}
    while response.base_id is not None:
        response.base = by_id[response.base_id]
        response = response.base
        yield response


def _above(response: Response, related: Iterable[Response]) -> Iterator[Response]:
    """The open responses on top of an open one, the lowest first."""
    if not response.is_open:
        return
    by_base = {one.base_id: one for one in related if one.is_open and one.base_id}
    while follower := by_base.get(response.pk):
        response = follower
        yield response
