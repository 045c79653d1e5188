"""Entries of a list that were named before: offered, so that nobody types them again.

A question on another page may have told which rows to expect; each that is not in the
list yet is a button there. Nobody has to press it.
"""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect

from intake.domain.answer import SKIPPED, State, answered
from intake.domain.questionnaire.catalogues import load_catalogues
from intake.domain.questionnaire.items import Item, in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.actions import Place
from intake.questionnaires.filled import Filled

from .sitting import Sitting


def offers(now: Filled, shown: Page, language: str) -> list[tuple[str, str]]:
    """What was named before and is not in the list, as codes with their words."""
    return [
        (str(option.code), in_language(option.text, language))
        for item in _offered(shown)
        for option in now.definition.item(str(item.offered_by)).options
        if option.value in _named(now, item) - _listed(now, shown, item)
    ]


def begin_offered(
    sitting: Sitting, now: Filled, shown: Page, code: str
) -> HttpResponse:
    """Begin the row of something that was named before, and lead to its page."""
    if code not in dict(offers(now, shown, sitting.language)):
        return redirect(sitting.page_url(shown))
    name = next(item.link_id for item in _offered(shown) if code in _named(now, item))
    place = Place(shown.link_id, str(uuid.uuid4()))
    saved = actions.save_page(
        response=now.response,
        place=place,
        posted=sitting.posted(
            actions.answers_data({name: answered(code)}), 0, accepted=False
        ),
        by=sitting.user,
    )
    return sitting.lead_on(saved, sitting.row_url(shown, place.row))


def _offered(shown: Page) -> list[Item]:
    return [item for item in shown.questions if item.offered_by]


def _named(now: Filled, item: Item) -> set[str]:
    """The codes that were chosen and that this question can take."""
    said = now.active.answers[str(item.offered_by)]
    chosen = set(said.value) if said.state is State.ANSWERED else set()
    return chosen & load_catalogues()[str(item.catalogue)].labels.keys()


def _listed(now: Filled, shown: Page, item: Item) -> set[str]:
    rows = now.sheet.rows(shown.link_id).rows
    return {row.answers.get(item.link_id, SKIPPED).value for row in rows}
