"""Pages that wait to be confirmed because an answer beneath them was changed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intake.domain.questionnaire.answers import Sheet, to_data
from intake.domain.questionnaire.dependence import rests_on
from intake.domain.questionnaire.pages import Page

from .filled import Filled
from .models import SavedPage
from .stored import open_page

STATE = "state"  # of a list, in what is stored of it


def is_asked_again(now: Filled, page: Page) -> bool:
    """Nobody posted the latest version: it waits to be confirmed."""
    latest = now.latest(page.link_id)
    return latest is not None and latest.asked_again


def changed_beneath(now: Filled, page: Page) -> tuple[str, ...]:
    """The questions that are answered otherwise than when the page was confirmed.

    One query; nothing for a page that does not wait, or when all is as it was.
    """
    if not is_asked_again(now, page):
        return ()
    wanted = rests_on(now.definition, _names(page))
    beneath = [other for other in now.definition.pages if _names(other) & wanted]
    history = list(_history(now, [page, *beneath]))
    confirmed = [s.pk for s in history if s.page == page.link_id and s.accepted]
    until = max(confirmed, default=0)
    return tuple(
        name
        for other in beneath
        for name in _changed(now, other, [s for s in history if s.pk < until])
        if name in wanted
    )


def _names(page: Page) -> frozenset[str]:
    return frozenset((page.link_id, *(item.link_id for item in page.questions)))


def _history(now: Filled, pages: Iterable[Page]) -> Iterable[SavedPage]:
    names = [page.link_id for page in pages]
    return now.response.saved_pages.filter(page__in=names, row="").order_by("pk")


def _changed(now: Filled, page: Page, before: list[SavedPage]) -> Iterator[str]:
    """What differs between then and now; before the first version, from the base."""
    then = _then(now, page, before)
    latest = now.latest(page.link_id)
    present = dict(latest.data) if latest else {}
    if page.is_list:
        if then.get(STATE) != present.get(STATE):
            yield page.link_id
        return
    for name in present:
        if name in then and then[name] != present[name]:
            yield name


def _then(now: Filled, page: Page, before: list[SavedPage]) -> Mapping[str, Any]:
    versions = [saved for saved in before if saved.page == page.link_id]
    if versions:
        return open_page(versions[-1], now.response.patient)
    return _as_stored(now.base.sheet, page) if now.base else {}


def _as_stored(sheet: Sheet, page: Page) -> Mapping[str, Any]:
    if page.is_list:
        return {STATE: str(sheet.rows(page.link_id).state)}
    names = [item.link_id for item in page.questions if item.link_id in sheet.answers]
    return to_data({name: sheet.answers[name] for name in names})
