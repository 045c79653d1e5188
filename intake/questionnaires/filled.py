"""A response as it stands: the latest version of each stored page and row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

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
    first_incomplete,
    pages_open,
)
from intake.domain.questionnaire.definition import Definition
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

    def __init__(self, response: Response, stored: dict[tuple[str, str], Stored]):
        self.response = response
        self.stored = stored

    @property
    def definition(self) -> Definition:
        return self.response.version.definition

    def latest(self, page: str, row: str = "") -> Stored | None:
        return self.stored.get((page, row))

    def number(self, page: str, row: str = "") -> int:
        """The version number of a page or row; 0 when it was never stored."""
        latest = self.latest(page, row)
        return latest.number if latest else 0

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

    @cached_property
    def pages(self) -> tuple[PageState, ...]:
        """The pages to be asked as things stand."""
        saved = {
            stored.page
            for stored in self.stored.values()
            if stored.accepted and not stored.row
        }
        return pages_open(self.definition, self.sheet, saved)

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


def filled(response: Response) -> Filled:
    """Open a response: one query, then one opening for each page that counts.

    Rows keep the order in which they were added.
    """
    organisation = Organisation.current()
    latest: dict[tuple[str, str], SavedPage] = {}
    for row in response.saved_pages.order_by("pk"):
        latest[row.page, row.row] = row
    patient = response.patient
    return Filled(
        response,
        {
            place: Stored(
                page=row.page,
                row=row.row,
                number=row.number,
                accepted=row.accepted,
                removed=row.removed,
                data=vault.open_value(patient, purpose(response), row.sealed),
                on=organisation.today(row.at),
            )
            for place, row in latest.items()
        },
    )


def purpose(response: Response) -> str:
    """What the seal of a page is bound to: it does not open in another response."""
    return f"{PURPOSE} {response.pk}"
