"""Storing of pages, rows and lists."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.answer import Answer
from intake.domain.questionnaire.answers import ListState, to_data
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Mode, Response
from intake.questionnaires.stored import Stored, is_current

from .grading import grade, has_begun
from .opening import opened
from .posts import Place, Posted, Saved, UnknownPlace
from .storing import ask_dependants_again, reopen_list, store
from .typing import forget_typed


@audit.recorded
def save_page(*, response: Response, place: Place, posted: Posted, by: User) -> Saved:
    """Store a posted page or row and grade it for safety, in one transaction.

    The same post twice has one effect. A post made on an older version stores nothing
    unless it says what is stored already.

    Raises:
        NotOpen: the response was sent or withdrawn; nothing is changed.
        UnknownPlace: the questionnaire does not have this page or question.
    """
    now = opened(response)
    latest = now.latest(place.page, place.row)
    new = _version(now, place, posted)
    is_again = _says_the_same(latest, new)
    if not is_again:
        if not is_current(latest, posted.revision):
            return Saved(now, conflict=True)
        before, now = now, store(now, new, by)
        if place.row:
            now = reopen_list(now, place, by)
        now = ask_dependants_again(before, now, place, by)
        now.response.saved_at = timezone.now()
        _record(now.response, place, posted, by)
    if by.is_patient:  # what they typed themselves outlives what staff save
        forget_typed(now.response, place)
    left = posted.leaving and has_begun(now)
    aside = not now.claimed.isdisjoint(posted.data)
    noted = grade(now, left=left, by=by, aside=aside)
    return Saved(now, noted=noted, again=frozenset(new.data if is_again else ()))


def answers_data(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Answers in the form that :class:`Posted` takes."""
    return to_data(answers)


def list_data(state: ListState) -> dict[str, Any]:
    """The state of a list in the form that :class:`Posted` takes."""
    return {"state": str(state)}


def _version(now: Filled, place: Place, posted: Posted) -> Stored:
    """The version that the post would make."""
    page = _page(now, place)
    is_list = page.is_list and not place.row
    data = dict(posted.data) if is_list else _with_former(now, page, place, posted)
    return Stored(
        page=place.page,
        row=place.row,
        number=now.number(place.page, place.row) + 1,
        accepted=posted.accepted,
        removed=posted.removed,
        data=data,
        on=now.organisation.today(),
        language=posted.language,
        mode=posted.mode,
        read_out=posted.read_out,
    )


def _page(now: Filled, place: Place) -> Page:
    page = now.page(place.page)
    if page is None or (place.row and not page.is_list):
        raise UnknownPlace(place.page)
    return page


def _with_former(
    now: Filled, page: Page, place: Place, posted: Posted
) -> dict[str, Any]:
    """The answers posted, and former ones that nothing was put in place of.

    These are answers to what is not asked as things stand, and on a refused page to
    what was refused.
    """
    unknown = posted.data.keys() - {item.link_id for item in page.questions}
    if unknown:
        raise UnknownPlace(", ".join(sorted(unknown)))
    latest = now.latest(place.page, place.row)
    former = latest.data if latest else {}
    parts = now.asked_on(page, place.row)
    asked = {item.link_id for part in parts for item in part.questions()}
    replaced = asked if posted.accepted else frozenset()
    kept = {name: former[name] for name in former if name not in replaced}
    return kept | dict(posted.data)


def _says_the_same(latest: Stored | None, new: Stored) -> bool:
    """What is taken from the base was not said here yet."""
    return (
        latest is not None
        and latest.number > 0
        and (latest.data, latest.accepted, latest.removed)
        == (new.data, new.accepted, new.removed)
    )


def _record(response: Response, place: Place, posted: Posted, by: User) -> None:
    how = {} if posted.mode == Mode.SELF else {"mode": str(posted.mode)}
    audit.record(
        "response.saved",
        by=by,
        subject=response,
        patient=response.patient,
        page=place.page,
        **how,
    )
