"""Looking through all answers before they are sent."""

from http import HTTPStatus
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.rechecks import is_asked_again
from intake.web.ui.answers_shown import page_rows

from .shown import title_of
from .sitting import Sitting
from .typing import unsaved_pages


def check(sitting: Sitting) -> HttpResponse:
    """All answers in the words seen, and what is still needed."""
    if not sitting.response.is_open:
        return sitting.sent_already()
    now = filled(sitting.response)
    needed = still_needed(sitting, now)
    refused = sitting.is_posting
    if refused and not needed:
        return redirect(sitting.url("submit"))
    context = {
        "sections": page_rows(now, sitting.language, sitting.page_url),
        "missing": needed,
        "left_empty": empty_ones(sitting, now),
        "unsaved": unsaved_pages(sitting, now),
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return sitting.render("check", context, status)


def still_needed(sitting: Sitting, now: Filled) -> list[dict]:
    """What is missing, each with the page where it is asked."""
    needed: list[dict] = []
    for state in now.pages:
        names = [gap.link_id for gap in state.missing]
        if names:
            needed += _named(sitting, now, state.page, names)
        elif not state.is_complete:
            title = title_of(now, state.page, sitting.language)
            if is_asked_again(now, state.page):
                title = _("{page}: please check again").format(page=title)
            needed.append({"question": title, "url": sitting.page_url(state.page)})
    return needed


def empty_ones(sitting: Sitting, now: Filled) -> list[dict]:
    """What may stay empty, although that may delay the person."""
    return [
        entry
        for page, found in groupby(now.left_empty, key=lambda gap: gap.page)
        for entry in _named(sitting, now, page, [gap.link_id for gap in found])
    ]


def _named(sitting: Sitting, now: Filled, page: Page, names: list[str]) -> list[dict]:
    """Each question once, however many rows of a list lack it."""
    words = (now.definition.item(name).text for name in dict.fromkeys(names))
    url = sitting.page_url(page)
    return [
        {"question": in_language(text, sitting.language), "url": url} for text in words
    ]
