"""Versions of pages, and those that a change makes of other pages."""

from dataclasses import replace

from intake.accounts.models import User
from intake.domain.answer import SKIPPED, to_data
from intake.domain.questionnaire.answers import ListState
from intake.domain.questionnaire.dependence import dependants
from intake.domain.questionnaire.items import FALLBACK_LANGUAGE
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import SavedPage
from intake.questionnaires.stored import Stored, open_page, seal_page

from .posts import Place

EMPTY = to_data(SKIPPED)
STATE = "state"  # of a list, in what is stored of it


def store(now: Filled, new: Stored, by: User) -> Filled:
    """Store a version; the response as it stands with it."""
    response = now.response
    saved = SavedPage.objects.create(
        response=response,
        page=new.page,
        row=new.row,
        number=new.number,
        sealed=seal_page(new, response),
        accepted=new.accepted,
        removed=new.removed,
        language=new.language,
        mode=new.mode,
        read_out=new.read_out,
        asked_again=new.asked_again,
        by=by,
    )
    return now.followed_by(replace(new, at=saved.at, by_id=saved.by_id))


def reopen_list(now: Filled, place: Place, by: User) -> Filled:
    """A list of which a row was changed is not confirmed any more.

    It gets a version of its own each time, so that nobody confirms rows unseen.
    """
    row = now.latest(place.page, place.row)
    new = Stored(
        page=place.page,
        row="",
        number=now.number(place.page) + 1,
        accepted=False,
        removed=False,
        data={"state": str(ListState.OPEN)},
        on=now.organisation.today(),
        language=row.language if row else FALLBACK_LANGUAGE,
    )
    return store(now, new, by)


def ask_dependants_again(before: Filled, now: Filled, place: Place, by: User) -> Filled:
    """Pages whose questions rest on an answer that was changed wait to be confirmed.

    Their answers stay and go on counting; only whether the person has confirmed them
    is taken back. Rows of a list change nothing outside their list.
    """
    changed = _changed(before, now, place)
    if not changed:
        return now
    resting = dependants(now.definition, changed)
    for page in now.definition.pages:
        names = {page.link_id, *(item.link_id for item in page.questions)}
        if page.link_id != place.page and names & resting:
            now = _ask_again(now, page, by)
    return now


def _changed(before: Filled, now: Filled, place: Place) -> frozenset[str]:
    """The questions of the page that had an answer and have another now.

    Rows change nothing outside their list; the list does when it is confirmed.
    """
    former, latest = before.latest(place.page), now.latest(place.page)
    page = now.page(place.page)
    if page is None or former is None or latest is None or place.row:
        return frozenset()
    if page.is_list:
        said = _said_of_list(now, place.page)
        return frozenset({place.page} if said not in ("", latest.data[STATE]) else ())
    return frozenset(
        name
        for name, answer in former.data.items()
        if answer != EMPTY and latest.data.get(name) != answer
    )


def _said_of_list(now: Filled, page: str) -> str:
    """What was said of a list before, when it was last confirmed; empty for nothing.

    It is looked up only where something rests on the list.
    """
    if not dependants(now.definition, {page}):
        return ""
    response = now.response
    earlier = response.saved_pages.filter(page=page, row="", accepted=True)
    saved = earlier.order_by("-number")[1:2].first()
    if saved is not None:
        return str(open_page(saved, response.patient)[STATE])
    state = now.base.sheet.rows(page).state if now.base else ListState.OPEN
    return "" if state == ListState.OPEN else str(state)


def _ask_again(now: Filled, page: Page, by: User) -> Filled:
    latest = now.latest(page.link_id)
    if latest is None or not latest.accepted:
        return now
    if page.is_list:
        latest = replace(latest, data={"state": str(ListState.OPEN)})
    number = latest.number + 1
    asked = replace(latest, number=number, accepted=False, asked_again=True)
    return store(now, asked, by)
