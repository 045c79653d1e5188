"""Responses of fictional patients, answered page by page as real ones are."""

import uuid
from typing import Any

from intake.demo.patients import answer_to
from intake.domain.answer import to_data
from intake.domain.questionnaire.answers import ListState
from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Posted, Saved, Words
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response

AGREED = Words("They are right.", "en")


def fresh(response: Response) -> Filled:
    """What is stored now, opened anew."""
    return filled(Response.objects.get(pk=response.pk))


def answer(response: Response, page: str, *, row: str = "", **given: Any) -> Saved:
    """Answer every question of a page: what is given, the calmest answer otherwise."""
    now = fresh(response)
    parts = now.asked_on(now.page(page), row)
    asked = [item for part in parts for item in part.questions()]
    data = {item.link_id: to_data(answer_to(item, given)) for item in asked}
    return save(response, page, data, row=row)


def answer_partly(response: Response, page: str, **given: Any) -> Saved:
    """Answer some questions; the page is refused, what is given here is kept."""
    now = fresh(response)
    items = (now.definition.item(name) for name in given)
    data = {item.link_id: to_data(answer_to(item, given)) for item in items}
    return save(response, page, data, accepted=False)


def answer_until(response: Response, page: str = "", **given: Any) -> None:
    """Answer every page that comes before this one, or all of them."""
    while (state := fresh(response).next_page) and state.page.link_id != page:
        if state.page.is_list:
            say_of_list(response, state.page.link_id, ListState.NONE)
        else:
            answer(response, state.page.link_id, **given)


def send(response: Response, **given: Any) -> Response:
    """Answer every page and send the response."""
    answer_until(response, **given)
    return actions.complete_response(response=response, by=response.patient.user)


def add_row(response: Response, page: str, **given: Any) -> str:
    """Add one row to a list; gives back its id."""
    row = str(uuid.uuid4())
    answer(response, page, row=row, **given)
    return row


def say_of_list(response: Response, page: str, state: ListState) -> Saved:
    return save(response, page, actions.list_data(state))


def save(
    response: Response,
    page: str,
    data: dict[str, Any],
    *,
    row: str = "",
    revision: int | None = None,
    **how: bool,
) -> Saved:
    """Save a page as it is posted, by default on what is stored at present."""
    if revision is None:
        revision = fresh(response).number(page, row)
    return actions.save_page(
        response=response,
        place=Place(page, row),
        posted=Posted(data, revision, **how),
        by=response.patient.user,
    )
