"""Which questions and pages are asked, given the answers so far.

Conditions are judged in three-valued logic, in the order of asking, on the answers that
count. An item is shown only when its condition is met. Hidden because it is not met, it
does not apply; hidden because that is not known, it is not asked; either way an answer
given earlier is kept but does not count. An item that is shown and was never saved is
not asked yet. Inside a row of a list a condition sees that row and the questions
outside the list, never another row. A calculated item is worked out where it stands,
from the answers that count by then.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.domain.answer import (
    NOT_APPLICABLE,
    NOT_ASKED,
    UNSURE,
    Answer,
    State,
    answered,
)
from intake.domain.predicate import Truth

from .active import Active
from .answers import ListState, Row, Sheet
from .calculated import work_out
from .definition import Definition
from .figures import Known
from .items import Item
from .pages import Page
from .rules import Urgent

HIDDEN = {Truth.NOT_MET: NOT_APPLICABLE, Truth.UNKNOWN: NOT_ASKED}
UNANSWERED = (State.SKIPPED, State.NOT_ASKED)


def active(definition: Definition, sheet: Sheet) -> Active:
    """Judge every item outside the rows of lists."""
    return _judge(definition.items, _Given(sheet), {})


def active_row(list_item: Item, row: Row, outer: Active) -> Active:
    """Judge the items of one row; ``outer`` are the answers outside the list.

    Only what belongs to the row is returned.
    """
    return _judge(list_item.items, _Given(Sheet(row.answers)), outer.answers)


@dataclass(frozen=True)
class _Given:
    sheet: Sheet

    def of(self, item: Item, answers: Mapping[str, Answer]) -> Answer:
        if item.calculate:
            known = Known(answers=answers, person=self.sheet.person, on=self.sheet.on)
            return work_out(item, known)
        if not item.is_list:
            return self.sheet.answers.get(item.link_id, NOT_ASKED)
        state = self.sheet.rows(item.link_id).state
        if state == ListState.OPEN:
            return NOT_ASKED
        return UNSURE if state == ListState.UNSURE else answered(str(state))


def _judge(items: Iterable[Item], given: _Given, outer: Mapping[str, Answer]) -> Active:
    answers: dict[str, Answer] = {}
    shown: set[str] = set()
    known = dict(outer)

    def visit(item: Item, around: Truth) -> None:
        truth = around
        if item.enable_when and around is not Truth.NOT_MET:
            truth = _both(around, item.enable_when.judge(known))
        is_shown = truth is Truth.MET
        if is_shown:
            shown.add(item.link_id)
        if item.has_answer:
            answer = given.of(item, known) if is_shown else HIDDEN[truth]
            answers[item.link_id] = known[item.link_id] = answer
            return
        for part in item.items:
            visit(part, truth)

    for item in items:
        visit(item, Truth.MET)
    return Active(answers, frozenset(shown))


def _both(one: Truth, other: Truth) -> Truth:
    return min(one, other, key=lambda truth: truth.value)


def inactive(definition: Definition, sheet: Sheet) -> dict[str, Answer]:
    """Answers outside lists that are kept but do not count, in the order of asking."""
    now = active(definition, sheet)
    return {
        item.link_id: sheet.answers[item.link_id]
        for item in definition.walk()
        if item.link_id in sheet.answers.keys() - now.shown
        and sheet.answers[item.link_id].state is not State.SKIPPED
    }


@dataclass(frozen=True)
class Missing:
    """A required question or list without an answer, in a row or outside any."""

    page: Page
    link_id: str
    row: str | None = None


@dataclass(frozen=True)
class PageState:
    """A page that is open at present, and how far it is filled in."""

    page: Page
    is_saved: bool
    missing: tuple[Missing, ...]

    @property
    def is_complete(self) -> bool:
        """It was saved and nothing that is required is missing."""
        return self.is_saved and not self.missing


def pages_open(
    definition: Definition,
    sheet: Sheet,
    saved_pages: Collection[str],
    now: Active | None = None,
) -> tuple[PageState, ...]:
    """The pages to be asked as things stand, in order.

    Args:
        definition: The questionnaire.
        sheet: The answers so far.
        saved_pages: The link ids of the pages saved at least once. A list is saved when
            the person has said that it is complete, empty or that they are unsure.
        now: The answers that count, where they have been judged already.
    """
    now = now or active(definition, sheet)
    return tuple(
        PageState(
            page,
            _is_saved(page, sheet, saved_pages),
            tuple(_missing_on(page, sheet, now, "required")),
        )
        for page in definition.pages
        if _is_open(page, now)
    )


def first_incomplete(states: Iterable[PageState]) -> PageState | None:
    """The page to go on with, or None when there is nothing left to ask."""
    return next((state for state in states if not state.is_complete), None)


def missing(definition: Definition, sheet: Sheet) -> list[Missing]:
    """Everything that is required, shown and has no answer, in the order of asking.

    Unsure, declined and does-not-apply are answers, where the item offers them.
    """
    return _gather(definition, sheet, "required")


def left_empty(definition: Definition, sheet: Sheet) -> list[Missing]:
    """What may stay empty, although that may delay the person, and is empty."""
    return _gather(definition, sheet, "soft_required")


def _gather(definition: Definition, sheet: Sheet, wish: str) -> list[Missing]:
    now = active(definition, sheet)
    return [
        gap
        for page in definition.pages
        if _is_open(page, now)
        for gap in _missing_on(page, sheet, now, wish)
    ]


def _is_saved(page: Page, sheet: Sheet, saved_pages: Collection[str]) -> bool:
    if page.is_list:
        return sheet.rows(page.link_id).state != ListState.OPEN
    return page.link_id in saved_pages


def _is_open(page: Page, now: Active) -> bool:
    return not page.shows.isdisjoint(now.shown)


def _missing_on(page: Page, sheet: Sheet, now: Active, wish: str) -> Iterable[Missing]:
    if not page.is_list:
        return [Missing(page, link_id) for link_id in _gaps(page.questions, now, wish)]
    rows = sheet.rows(page.link_id).rows
    inside = [
        Missing(page, link_id, row.id)
        for row in rows
        for link_id in _gaps(page.questions, active_row(page.group, row, now), wish)
    ]
    return [Missing(page, gap) for gap in _gaps([page.group], now, wish)] + inside


def _gaps(items: Iterable[Item], now: Active, wish: str) -> list[str]:
    return [
        item.link_id
        for item in items
        if getattr(item, wish)
        and now.is_shown(item)
        and now.answers[item.link_id].state in UNANSWERED
    ]


def urgent(definition: Definition, sheet: Sheet) -> tuple[Urgent, ...]:
    """What must be said at once because of the answers that count."""
    known = active(definition, sheet).answers
    return tuple(
        alarm for alarm in definition.urgent if alarm.when.judge(known) is Truth.MET
    )


class ScreenState(StrEnum):
    """How far the suicide screen has been saved."""

    NOT_STARTED = "not_started"
    OPEN = "open"
    FINISHED = "finished"


def screen_state(
    definition: Definition, sheet: Sheet, names: Collection[str] | None = None
) -> ScreenState:
    """Whether a page of the screen that is due has not been saved yet.

    Args:
        definition: The questionnaire.
        sheet: The answers so far.
        names: The part of the screen that is asked, where that is not all of it.
    """
    now = active(definition, sheet)
    asked = definition.screen if names is None else names
    due = [name for name in asked if name in now.shown]
    unsaved = [name for name in due if now.answers[name].state is State.NOT_ASKED]
    if len(unsaved) == len(due):
        return ScreenState.NOT_STARTED
    return ScreenState.OPEN if unsaved else ScreenState.FINISHED
