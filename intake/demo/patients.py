"""Fictional patients, who fill in the questionnaire as real ones do."""

import uuid
from datetime import timedelta
from typing import Any

from intake.audit import actions as audit
from intake.domain.answer import Answer, from_plain
from intake.domain.questionnaire.answers import ListState
from intake.domain.questionnaire.items import Item, ItemType
from intake.domain.questionnaire.measures import quantity
from intake.domain.questionnaire.pages import Page
from intake.patients import actions as patients
from intake.patients import vault
from intake.patients.identity import Identity
from intake.patients.models import Patient, PrivacyNotice
from intake.practice.models import Location, Organisation
from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Posted
from intake.questionnaires.filled import filled
from intake.questionnaires.models import Response
from intake.review import actions as review

CALM = "no"


@audit.recorded
def add_patient(person: dict[str, Any], site: Location) -> None:
    """Make one patient with answers, unless the address is known already.

    All or nothing: half a person would stay half, since the address is then known.
    """
    address = f"{person['email']}@patients.example"
    index = vault.email_index(address)
    if Patient.objects.filter(email_index__in=index.all).exists():
        return
    patient = patients.find_or_create(address)
    response = actions.introduce(
        patient=patient,
        identity=Identity.from_data(person["identity"]),
        site=site,
        notice=PrivacyNotice.current(),
        by=patient.user,
    )
    fill(response, person["answers"], stop_before=person.get("stops_before"))
    if "stops_before" not in person:
        review.receive_response(response=response, by=patient.user)


def fill(
    response: Response, given: dict[str, Any], stop_before: str | None = None
) -> None:
    """Answer page after page: what is given, and 'no' or the calmest otherwise."""
    before = None
    while True:
        fresh = Response.objects.select_related(
            "version", "patient__identity", "patient__user"
        ).get(pk=response.pk)
        now = filled(fresh)
        state = now.next_page
        if state is None or state.page.link_id == stop_before:
            return
        if state.page == before:
            raise ValueError(f"the page {state.page.link_id} is not complete")
        before = state.page
        if state.page.is_list:
            _fill_list(fresh, state.page, given.get(state.page.link_id, []))
        else:
            shown = [q for q in state.page.questions if now.active.is_shown(q)]
            answers = {item.link_id: answer_to(item, given) for item in shown}
            _save(fresh, Place(state.page.link_id), actions.answers_data(answers))


def _fill_list(response: Response, page: Page, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        answers = {
            item.link_id: answer_to(item, row)
            for item in page.questions
            if item.link_id in row
        }
        place = Place(page.link_id, str(uuid.uuid4()))
        _save(response, place, actions.answers_data(answers))
    state = ListState.DONE if rows else ListState.NONE
    _save(response, Place(page.link_id), actions.list_data(state))


def _save(response: Response, place: Place, data: dict[str, Any]) -> None:
    revision = filled(response).number(place.page, place.row)
    posted = Posted(data, revision)
    by = response.patient.user
    actions.save_page(response=response, place=place, posted=posted, by=by)


def answer_to(item: Item, given: dict[str, Any]) -> Answer:
    """The given answer, else the calmest one that the item takes."""
    if item.link_id in given:
        value = given[item.link_id]
        if item.type is ItemType.QUANTITY and isinstance(value, dict):
            value = quantity(str(item.dimension), value)
        if item.type is ItemType.DATE and isinstance(value, int):
            today = Organisation.current().today()
            day = (today - timedelta(days=value)).isoformat()
            value = day[: len("2024-05")] if item.to_the_month else day
        return from_plain(value)
    if item.required or item.type is ItemType.BOOLEAN:
        return _calm(item)
    return from_plain(None)


def _calm(item: Item) -> Answer:
    if item.type is ItemType.BOOLEAN:
        return from_plain(CALM)
    if item.options:
        calm = next((o for o in item.options if o.code == CALM), item.options[0])
        return from_plain([calm.value] if item.takes_several else calm.value)
    if item.type in (ItemType.INTEGER, ItemType.DECIMAL):
        return from_plain(0)
    return from_plain(str(item.states[0]) if item.states else None)
