"""Questions that are asked again on top of answers given before."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from intake.domain.answer import Answer, answered
from intake.domain.questionnaire.answers import ListState, Sheet, to_data
from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.dependence import all_dependants
from intake.domain.questionnaire.items import Item, ItemType
from intake.domain.questionnaire.pages import Page

from .models import Response
from .sheets import read_as
from .stored import Stored

if TYPE_CHECKING:
    from .filled import Filled


@dataclass(frozen=True)
class Again:
    """Which questions of a definition are due when only some are asked again.

    Those ``asked``, and what depends on them and has no answer ``before``, or stands on
    one of the ``touched`` pages, which have a version of their own here. A question in
    the rows of a list makes the whole list due.
    """

    definition: Definition
    asked: frozenset[str]
    before: Mapping[str, Answer]
    touched: frozenset[str] = frozenset()

    @cached_property
    def due(self) -> frozenset[str]:
        resting = all_dependants(self.definition, self.asked)
        return self.asked | (resting - (self.before.keys() - self._on_touched))

    @property
    def _on_touched(self) -> frozenset[str]:
        pages = [p for p in self.definition.pages if p.link_id in self.touched]
        names = (item.link_id for page in pages for item in page.questions)
        return frozenset((*self.touched, *names))

    def is_due(self, link_id: str) -> bool:
        return link_id in self.due

    def is_page_due(self, page: Page) -> bool:
        names = {item.link_id for item in page.questions}
        return bool(names & self.due) or page.group.link_id in self.due


def said(sheet: Sheet) -> dict[str, Answer]:
    """The answers, and the states of lists that were confirmed, by link id."""
    states = {
        link_id: answered(str(rows.state))
        for link_id, rows in sheet.lists.items()
        if rows.state is not ListState.OPEN
    }
    return {**sheet.answers, **states}


def cut(items: Iterable[Item], wanted: Callable[[str], bool]) -> Iterator[Item]:
    """The questions that are wanted, with the groups and notes around them."""
    for item in items:
        if item.type is ItemType.GROUP and not item.is_list:
            inside = tuple(cut(item.items, wanted))
            if any(part.asks or part.items for part in inside):
                yield replace(item, items=inside)
        elif not item.asks or wanted(item.link_id):
            yield item


Found = dict[tuple[str, str], Stored]


def taken(response: Response, base: "Filled") -> Found:
    """What the base holds, under the pages of the version that asks again.

    A list that is asked again is open until somebody says again that it is complete.
    """
    before = read_as(base, response)
    found: Found = {}
    for page in response.definition.pages:
        if page.is_list:
            is_open = page.link_id in response.asked
            found |= _taken_list(page, base, before, is_open=is_open)
        else:
            found |= _taken_page(page, base, before)
    return found


def _taken_list(page: Page, base: "Filled", before: Sheet, *, is_open: bool) -> Found:
    listed = before.rows(page.link_id)
    state = ListState.OPEN if is_open else listed.state
    rows = {
        (page.link_id, row.id): _copy(page, base, to_data(row.answers), row.id)
        for row in listed.rows
    }
    return rows | {(page.link_id, ""): _copy(page, base, {"state": str(state)})}


def _taken_page(page: Page, base: "Filled", before: Sheet) -> Found:
    known = before.answers
    names = [item.link_id for item in page.questions if item.link_id in known]
    data = to_data({name: known[name] for name in names})
    return {(page.link_id, ""): _copy(page, base, data)} if data else {}


def _copy(page: Page, base: "Filled", data: Mapping[str, Any], row: str = "") -> Stored:
    """A version with number 0: a post on top of it changes nothing in the base."""
    names = [page.link_id, *(item.link_id for item in page.questions)]
    days = [base.sheet.saved_on[name] for name in names if name in base.sheet.saved_on]
    on = min(days, default=base.organisation.today(base.response.saved_at))
    copy = Stored(page.link_id, row, 0, accepted=True, removed=False, data=data, on=on)
    seen = base.latest(page.link_id, row)
    if seen is None:
        return copy
    return replace(
        copy,
        language=seen.language,
        mode=seen.mode,
        read_out=seen.read_out,
        at=seen.at,
        by_id=seen.by_id,
    )
