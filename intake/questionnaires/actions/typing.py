"""What is typed on a page before its button is pressed: kept, graded, let go.

It is not graded with each key. But it never lies unseen either: while it would make
things worse than what is stored says, a clock runs, and whoever closes the window then
is graded by what they typed.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.answer import Answer
from intake.domain.questionnaire.answers import to_data
from intake.domain.questionnaire.items import Item
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response, Typed
from intake.questionnaires.stored import is_current
from intake.questionnaires.typed import Kept, all_typed, opened_typed, sealed

from .grading import deadline, grade_typed, typed_is_worse
from .opening import opened, still_open
from .posts import Place, UnknownPlace
from .storing import EMPTY

MOST_TYPED = 64_000  # bytes of names and values; what a browser sends while it closes

Raw = Mapping[str, list[str]]


class TooMuchTyped(ValueError):
    """More than any page can hold."""


@audit.recorded
def keep_typed(
    *,
    response: Response,
    place: Place,
    raw: Raw,
    answers: Mapping[str, Answer],
    revision: int,
    by: User,
) -> bool:
    """Keep what is typed on a page or row, in place of what was kept of it before.

    Args:
        raw: every input of the page as it is, by name; an empty list for none.
        answers: those of its answers that could be saved.
        revision: the version of the page that the person is looking at.

    Returns:
        Whether there is something to keep; what is saved already is not.

    Raises:
        NotOpen: the response was sent or withdrawn.
        UnknownPlace: the questionnaire does not have this page or question.
        TooMuchTyped: nothing is kept.
    """
    if size_of(raw) > MOST_TYPED:
        raise TooMuchTyped
    now = opened(response)
    new = Kept(place.page, place.row, revision, raw, to_data(answers), timezone.now())
    asked = _asked(now, new)
    if _is_late(now, new) and not _adds(now, new, asked):
        return False
    if not _differs(now, new, asked):
        forget_typed(now.response, place)
        return False
    _keep(now, new, by)
    return True


def typed_on(response: Response, place: Place) -> Kept | None:
    """What was typed on a page or row and not saved."""
    typed = response.typed.filter(page=place.page, row=place.row).first()
    return opened_typed(response, typed) if typed else None


@audit.recorded
def discard_typed(*, response: Response, place: Place, by: User) -> None:
    """The person prefers what is saved. What was typed is gone for good.

    Raises:
        NotOpen: the response was sent or withdrawn.
    """
    response = still_open(response)
    if forget_typed(response, place):
        audit.record(
            "response.typed_discarded",
            by=by,
            subject=response,
            patient=response.patient,
            page=place.page,
        )


def forget_typed(response: Response, place: Place) -> bool:
    """The page was saved: what was typed on it before has had its use."""
    typed = response.typed.filter(page=place.page, row=place.row)
    return bool(typed.delete()[0])


def settle_typed(response: Response, by: User) -> None:
    """The response is being closed: what was typed is graded once more, and let go."""
    if response.typed.exists():
        grade_typed(filled(response), left=True, by=by)
        response.typed.all().delete()


def size_of(raw: Raw) -> int:
    """Bytes of all names and values."""
    texts = [*raw, *(value for values in raw.values() for value in values)]
    return sum(len(text.encode(errors="replace")) for text in texts)


def _asked(now: Filled, new: Kept) -> list[Item]:
    """The questions of the page or row as things stand."""
    page = now.page(new.page)
    if page is None or page.is_list != bool(new.row):
        raise UnknownPlace(new.page)
    unknown = new.data.keys() - {item.link_id for item in page.questions}
    if unknown:
        raise UnknownPlace(", ".join(sorted(unknown)))
    parts = now.asked_on(page, new.row, also=new.data)
    return [item for part in parts for item in part.questions()]


def _is_late(now: Filled, new: Kept) -> bool:
    """The page was saved after the person had opened it."""
    return not is_current(now.latest(new.page, new.row), new.revision)


def _stored(now: Filled, new: Kept) -> Mapping[str, Any]:
    """The answers that the page was opened with, as they are stored."""
    latest = now.latest(new.page, new.row)
    if latest is None or latest.removed:
        return {}
    return to_data(now.shown(new.page, new.row))


def _differs(now: Filled, new: Kept, asked: list[Item]) -> bool:
    """Something was typed, changed or taken out since the page was saved."""
    stored = _stored(now, new)
    for item in asked:
        before = stored.get(item.link_id, EMPTY)
        if item.link_id not in new.data and _is_touched(new.raw, item.link_id):
            return True  # it says something that cannot be saved
        if new.data.get(item.link_id, EMPTY) != before:
            return True
    return False


def _adds(now: Filled, new: Kept, asked: list[Item]) -> bool:
    """It says something that is not saved; being empty says nothing.

    What was typed may arrive after the page has been saved with the same words.
    """
    stored = _stored(now, new)
    return any(
        new.data.get(item.link_id, EMPTY) not in (EMPTY, stored.get(item.link_id))
        or (item.link_id not in new.data and _is_touched(new.raw, item.link_id))
        for item in asked
    )


def _is_touched(raw: Raw, link_id: str) -> bool:
    """Any input of a question holds something."""
    names = {link_id, f"_state.{link_id}", f"_other.{link_id}"}
    return any(
        any(value.strip() for value in values)
        for name, values in raw.items()
        if name in names or name.startswith(f"{link_id}.")
    )


def _keep(now: Filled, new: Kept, by: User) -> None:
    response, place = now.response, (new.page, new.row)
    former = response.typed.filter(page=new.page, row=new.row).first()
    typed = former or Typed(response=response, page=new.page, row=new.row)
    others = [kept for kept in all_typed(response) if (kept.page, kept.row) != place]
    if not typed_is_worse(now, [*others, new]):
        typed.due_at = None
    elif typed.due_at is None:
        typed.due_at = deadline(now.organisation)
    typed.revision, typed.at = new.revision, new.at
    typed.sealed = sealed(response, place, {"raw": new.raw, "answers": new.data})
    typed.save()
    if former is None:
        audit.record(
            "response.typed",
            by=by,
            subject=response,
            patient=response.patient,
            page=new.page,
        )
