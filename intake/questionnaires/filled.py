"""A response as it stands: the latest version of each stored page and row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db.models import Min, Window

from intake.domain.answer import Answer
from intake.domain.questionnaire.answers import (
    ListState,
    Row,
    Rows,
    Sheet,
    from_data,
)
from intake.domain.questionnaire.branching import (
    Active,
    PageState,
    active,
    active_row,
    first_incomplete,
    pages_open,
)
from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.items import Item, ItemType
from intake.domain.questionnaire.pages import Page
from intake.patients import vault
from intake.practice.models import Organisation

from .models import Response, SavedPage

PURPOSE = "answers"


@dataclass(frozen=True)
class Stored:
    """The latest version of one page, list or row."""

    page: str
    row: str
    number: int
    accepted: bool
    removed: bool
    data: Mapping[str, Any]
    on: date

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers of a page or row, by link id."""
        return from_data(self.data)


class Filled:
    """What a response holds, opened once."""

    def __init__(
        self,
        response: Response,
        stored: Mapping[tuple[str, str], Stored],
        organisation: Organisation | None = None,
    ):
        self.response = response
        self.stored = stored
        self.organisation = organisation or Organisation.current()
        self.definition: Definition = response.definition

    def page(self, link_id: str) -> Page | None:
        """The page, or list, with this name."""
        pages = self.definition.pages
        return next((page for page in pages if page.link_id == link_id), None)

    def latest(self, page: str, row: str = "") -> Stored | None:
        return self.stored.get((page, row))

    def number(self, page: str, row: str = "") -> int:
        """The version number of a page or row; 0 when it was never stored."""
        latest = self.latest(page, row)
        return latest.number if latest else 0

    def followed_by(self, new: Stored) -> "Filled":
        """The same response after one more version was stored."""
        stored = {**self.stored, (new.page, new.row): new}
        return Filled(self.response, stored, self.organisation)

    @cached_property
    def sheet(self) -> Sheet:
        """All answers, hidden ones too."""
        answers: dict[str, Answer] = {}
        saved_on: dict[str, date] = {}
        for page in self.definition.pages:
            found = self.latest(page.link_id)
            if found is None:
                continue
            if not page.is_list:
                answers |= found.answers
                saved_on |= dict.fromkeys(found.answers, found.on)
            else:
                saved_on[page.link_id] = found.on
        lists = {
            page.link_id: self._rows(page)
            for page in self.definition.pages
            if page.is_list
        }
        return Sheet(answers=answers, lists=lists, saved_on=saved_on)

    def _rows(self, page: Page) -> Rows:
        rows = tuple(
            Row(id=row, answers=stored.answers)
            for (name, row), stored in self.stored.items()
            if name == page.link_id and row and not stored.removed
        )
        whole = self.latest(page.link_id)
        state = ListState(whole.data["state"]) if whole else ListState.OPEN
        return Rows(state=state, rows=rows)

    @cached_property
    def active(self) -> Active:
        """The answers that count, and what is shown."""
        return active(self.definition, self.sheet)

    def asked_on(self, page: Page, row: str = "") -> tuple[Item, ...]:
        """What a page, or one row of a list, asks as things stand."""
        return tuple(_shown_parts(page.items, self._within(page, row)))

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
            if stored.accepted and not stored.row
        }
        return pages_open(self.definition, self.sheet, saved)

    def unfinished_rows(self, page: Page) -> set[str]:
        """Rows of a list that were refused, or lack something that is required."""
        refused = {
            stored.row
            for stored in self.stored.values()
            if stored.page == page.link_id
            and stored.row
            and not (stored.accepted or stored.removed)
        }
        states = (state for state in self.pages if state.page.number == page.number)
        gaps = {gap.row for state in states for gap in state.missing if gap.row}
        return refused | gaps

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
        if not within.is_shown(item):
            continue
        if item.type is not ItemType.GROUP:
            yield item
        elif inside := tuple(_shown_parts(item.items, within)):
            yield replace(item, items=inside)


def filled(response: Response) -> Filled:
    """Open a response: one query, then one opening for each page and row."""
    organisation = Organisation.current()
    patient, bound = response.patient, purpose(response)
    stored = {
        (saved.page, saved.row): Stored(
            page=saved.page,
            row=saved.row,
            number=saved.number,
            accepted=saved.accepted,
            removed=saved.removed,
            data=vault.open_value(patient, bound, saved.sealed),
            on=organisation.today(saved.at),
        )
        for saved in sorted(_latest(response), key=attrgetter("first"))
    }
    return Filled(response, stored, organisation)


def _latest(response: Response) -> Iterable[SavedPage]:
    """The latest version of each page and row, however long its history is.

    ``first`` is the key of its first version, by which rows keep their order.
    """
    first = Window(Min("pk"), partition_by=["page", "row"])
    return (
        response.saved_pages.annotate(first=first)
        .order_by("page", "row", "-number")
        .distinct("page", "row")
    )


def purpose(response: Response) -> str:
    """What the seal of a page is bound to: it does not open in another response."""
    return f"{PURPOSE} {response.pk}"
