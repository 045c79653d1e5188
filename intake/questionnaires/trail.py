"""How the answers that matter most to safety were changed, and when.

Every version of a page is kept, so nothing is recorded for this: it is read from the
history of the pages with a watched question or list. A first answer is no change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from intake.accounts.models import User
from intake.domain.answer import Answer, State, answered
from intake.domain.questionnaire.answers import ListState, Row, from_data
from intake.domain.questionnaire.pages import Page

from .filled import Filled
from .models import SavedPage
from .stored import open_page

Said = Answer | Row


@dataclass(frozen=True)
class Change:
    """One answer, or one row of a list, that is another than it was.

    Of a list ``row`` is empty where its state changed; a row that came or went has
    nothing before or now.
    """

    link_id: str
    row: str
    before: Said | None
    now: Said | None
    at: datetime
    by: User
    mode: str


def changes(now: Filled) -> tuple[Change, ...]:
    """Every change of a watched answer, the earliest first; one query.

    The history of the responses beneath this one is part of it.
    """
    chain = list(_chain(now))
    watched = {name for level in chain for name in level.definition.watched}
    pages = {
        (level.response.pk, page.link_id): page
        for level in chain
        for page in level.definition.pages
        if watched & {page.link_id, *(item.link_id for item in page.questions)}
    }
    reading = _Reading(now, {level.response.pk: level for level in chain}, watched)
    saved_pages = SavedPage.objects.filter(
        response__in=reading.levels, page__in={name for _response, name in pages}
    )
    found: list[Change] = []
    for saved in saved_pages.select_related("by").order_by("pk"):
        page = pages.get((saved.response_id, saved.page))
        if page is not None and not saved.asked_again:
            found += reading.changed_by(saved, page)
    return tuple(found)


def _chain(now: Filled | None) -> Iterator[Filled]:
    while now is not None:
        yield now
        now = now.base


@dataclass
class _Reading:
    """Goes through the versions in their order and remembers what was said last."""

    now: Filled
    levels: Mapping[UUID, Filled]
    watched: set[str]
    said: dict[tuple[str, str], Said | None] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)

    def changed_by(self, saved: SavedPage, page: Page) -> Iterator[Change]:
        data = open_page(saved, self.now.response.patient)
        read = _list_said if page.is_list else self._page_said
        for link_id, said in read(saved, data):
            place = (link_id, saved.row)
            before, is_first = self.said.get(place), place not in self.said
            self.said[place] = said
            if said != before and not (is_first and self._is_no_change(saved, page)):
                yield Change(
                    *place, before, said, at=saved.at, by=saved.by, mode=saved.mode
                )
        if page.is_list and not saved.row and data["state"] != ListState.OPEN:
            self.confirmed.add(page.link_id)

    def _page_said(
        self, _saved: SavedPage, data: Mapping
    ) -> Iterator[tuple[str, Answer]]:
        """What the page says; an empty answer counts once there was another."""
        for link_id, answer in from_data(data).items():
            was_said = (link_id, "") in self.said
            if link_id in self.watched and (was_said or _says_something(answer)):
                yield link_id, answer

    def _is_no_change(self, saved: SavedPage, page: Page) -> bool:
        """What is new is one only in a list that was confirmed before."""
        return not (saved.row and page.link_id in self.confirmed)


def _list_said(saved: SavedPage, data: Mapping) -> Iterator[tuple[str, Said | None]]:
    """A row, or what was said of the list as a whole once something was."""
    if saved.row:
        answers = from_data(data).items()
        kept = {name: answer for name, answer in answers if _says_something(answer)}
        yield saved.page, None if saved.removed else Row(saved.row, kept)
    elif data["state"] != ListState.OPEN:
        yield saved.page, answered(data["state"])


def _says_something(answer: Answer) -> bool:
    return answer.state not in (State.SKIPPED, State.NOT_ASKED)
