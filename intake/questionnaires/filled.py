"""A response as it stands: the latest version of each stored page and row.

A response that asks some questions again stands on its base: what is not stored in it
is taken from there, under the pages of its own version.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from operator import attrgetter
from uuid import UUID

from django.db.models import Min, Window

from intake.domain.answer import Answer, answered
from intake.domain.questionnaire.answers import (
    ListState,
    Row,
    Rows,
    Sheet,
)
from intake.domain.questionnaire.branching import (
    Active,
    Missing,
    PageState,
    active,
    active_row,
    first_incomplete,
    left_empty,
    pages_open,
)
from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.items import Item, ItemType
from intake.domain.questionnaire.pages import Page
from intake.patients import vault
from intake.practice.models import Organisation

from .again import Again, taken
from .models import Response, SavedPage
from .person import person_of
from .stored import Stored

PURPOSE = "answers"


class Filled:
    """What a response holds, opened once."""

    def __init__(
        self,
        response: Response,
        stored: Mapping[tuple[str, str], Stored],
        organisation: Organisation | None = None,
        base: "Filled | None" = None,
    ):
        self.response = response
        self.stored = stored
        self.organisation = organisation or Organisation.current()
        self.base = base
        self.definition: Definition = response.definition

    def page(self, link_id: str) -> Page | None:
        """The page, or list, with this name."""
        pages = self.definition.pages
        return next((page for page in pages if page.link_id == link_id), None)

    def latest(self, page: str, row: str = "") -> Stored | None:
        return self.stored.get((page, row))

    def shown(self, page: str, row: str = "") -> dict[str, Answer]:
        """The answers that stand on a page or row when it is opened.

        A question of an instrument, or one that a new version changed, is asked again
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
            if not (afresh or self.definition.item(name).instrument)
        }

    def number(self, page: str, row: str = "") -> int:
        """The version number of a page or row; 0 when it was never stored."""
        latest = self.latest(page, row)
        return latest.number if latest else 0

    def followed_by(self, new: Stored) -> "Filled":
        """The same response after one more version was stored."""
        stored = {**self.stored, (new.page, new.row): new}
        return Filled(self.response, stored, self.organisation, self.base)

    @property
    def earlier_ids(self) -> tuple[UUID, ...]:
        """The responses beneath this one, the latest first."""
        if self.base is None:
            return ()
        return (self.base.response.pk, *self.base.earlier_ids)

    @cached_property
    def again(self) -> Again | None:
        """What is due where only some questions are asked; None where all are."""
        if self.base is None:
            return None
        before = self.base.sheet
        known = before.answers | {
            link_id: answered(str(rows.state))
            for link_id, rows in before.lists.items()
            if rows.state is not ListState.OPEN
        }
        touched = frozenset(s.page for s in self.stored.values() if s.number)
        return Again(self.definition, frozenset(self.response.asked), known, touched)

    @cached_property
    def sheet(self) -> Sheet:
        """All answers, hidden ones and those of the base too."""
        before = self.base.sheet if self.base else Sheet()
        answers: dict[str, Answer] = dict(before.answers)
        saved_on: dict[str, date] = dict(before.saved_on)
        for page in self.definition.pages:
            found = self.latest(page.link_id)
            if found is None:
                continue
            if not page.is_list:
                answers |= found.answers
                saved_on |= dict.fromkeys(found.answers, found.on)
            else:
                saved_on[page.link_id] = found.on
        lists = dict(before.lists) | {
            page.link_id: self._rows(page)
            for page in self.definition.pages
            if page.is_list
        }
        sheet = Sheet(answers=answers, lists=lists, saved_on=saved_on)
        return self._with_record(sheet) if self.definition.calculated else sheet

    def _with_record(self, sheet: Sheet) -> Sheet:
        """With what calculated items need beside answers, as of sending once sent."""
        return replace(
            sheet,
            person=person_of(self.response.patient, self.organisation),
            on=self.organisation.today(self.response.completed_at),
        )

    def stored_rows(self, page: Page) -> tuple[Stored, ...]:
        """The rows of a list in their places, removed ones among them."""
        stored = self.stored.values()
        return tuple(row for row in stored if row.page == page.link_id and row.row)

    def _rows(self, page: Page) -> Rows:
        rows = tuple(
            Row(id=stored.row, answers=stored.answers)
            for stored in self.stored_rows(page)
            if not stored.removed
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
        items: Iterable[Item] = page.items
        if self.again and not page.is_list:
            items = self.again.of_items(items)
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
        states = pages_open(self.definition, self.sheet, saved)
        if self.again is None:
            return states
        return tuple(
            due
            for state in states
            if (due := self.again.of_state(state)) and self._asks_on(state.page)
        )

    def _asks_on(self, page: Page) -> bool:
        """Something of what is due on the page is shown."""
        return page.is_list or any(any(p.questions()) for p in self.asked_on(page))

    @property
    def missing(self) -> list[Missing]:
        """What is required here and has no answer, in the order of asking."""
        return [gap for state in self.pages for gap in state.missing]

    @property
    def left_empty(self) -> list[Missing]:
        """What may stay empty, although that may delay the person, and is empty."""
        gaps = left_empty(self.definition, self.sheet)
        return list(self.again.of_gaps(gaps)) if self.again else gaps

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
    """Open a response: one query, then one opening for each page and row.

    Two more for every base that it stands on.
    """
    return _filled(response, _latest([response]), Organisation.current())


def filled_together(responses: Collection[Response]) -> list[Filled]:
    """Open responses that stand on no base: one query for all of them."""
    found: dict[UUID, list[SavedPage]] = {response.pk: [] for response in responses}
    for saved in _latest(responses):
        found[saved.response_id].append(saved)
    organisation = Organisation.current()
    return [_filled(each, found[each.pk], organisation) for each in responses]


def _filled(
    response: Response, latest: Iterable[SavedPage], organisation: Organisation
) -> Filled:
    base = _base_of(response, organisation)
    before = taken(response, base) if base else {}
    own = {
        (saved.page, saved.row): _stored(response, saved, organisation)
        for saved in sorted(latest, key=attrgetter("first"))
    }
    return Filled(response, before | own, organisation, base)


def _stored(response: Response, saved: SavedPage, organisation: Organisation) -> Stored:
    return Stored(
        page=saved.page,
        row=saved.row,
        number=saved.number,
        accepted=saved.accepted,
        removed=saved.removed,
        data=vault.open_value(response.patient, purpose(response), saved.sealed),
        on=organisation.today(saved.at),
        language=saved.language,
        mode=saved.mode,
        read_out=saved.read_out,
        asked_again=saved.asked_again,
        at=saved.at,
        by_id=saved.by_id,
    )


def _base_of(response: Response, organisation: Organisation) -> Filled | None:
    if response.base_id is None:
        return None
    response.base.patient = response.patient
    return _filled(response.base, _latest([response.base]), organisation)


def _latest(responses: Collection[Response]) -> Iterable[SavedPage]:
    """The latest version of each page and row, however long its history is.

    ``first`` is the key of its first version, by which rows keep their order.
    """
    place = ("response", "page", "row")
    return (
        SavedPage.objects.filter(response__in=responses)
        .annotate(first=Window(Min("pk"), partition_by=list(place)))
        .order_by(*place, "-number")
        .distinct(*place)
    )


def purpose(response: Response) -> str:
    """What the seal of a page is bound to: it does not open in another response."""
    return f"{PURPOSE} {response.pk}"
