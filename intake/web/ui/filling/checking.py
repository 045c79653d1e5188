"""Looking through the answers, of one section or all, before they are sent."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from intake.domain.questionnaire.items import in_language
from intake.questionnaires.filled import Filled, filled
from intake.web.ui.answers_shown import page_rows

from .missing import Gaps
from .shown import sections
from .sitting import Sitting
from .typing import unsaved_pages


def check(sitting: Sitting) -> HttpResponse:
    """All answers in the words seen, and what is still needed."""
    if not sitting.response.is_open:
        return sitting.sent_already()
    now = filled(sitting.response)
    if now.base and now.base.response.is_open:  # they are sent together
        return sitting.go_on_at(sitting.at(now.base).check_url)
    gaps = [Gaps(sitting.at(layer), layer) for layer in now.stack]
    needed = [entry for found in gaps for entry in found.needed()]
    refused = sitting.is_posting
    if refused and not needed:
        return redirect(sitting.url("submit"))
    context = {
        "parts": [
            part
            for layer in now.stack
            for part in parts_shown(sitting.at(layer), layer)
        ],
        "missing": needed,
        "left_empty": [entry for found in gaps for entry in found.left_empty()],
        "why_again": sitting.why_again(now),
        "unsaved": unsaved_pages(sitting, now),
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return sitting.render("check", context, status)


def section(sitting: Sitting, number: int) -> HttpResponse:
    """The answers of one section, once every page of it is complete."""
    if not sitting.response.is_open:
        return sitting.sent_already()
    now = filled(sitting.response)
    if number not in now.definition.section_numbers.values():
        raise Http404
    parts = [part for part in parts_shown(sitting, now) if part["number"] == number]
    if not parts or not _is_finished(now, number):
        return sitting.go_on_at(sitting.next_url(now))
    context = {
        "part": parts[0],
        "sections": sections(sitting, now),
        "next_url": sitting.next_url(now),
    }
    return sitting.render("section", context)


def parts_shown(sitting: Sitting, now: Filled) -> list[dict[str, Any]]:
    """The sections with their answers: ``{number, label, id, titles}``.

    Of a response that asks some questions, or leaves some to one above it, only those
    that are asked here.
    """
    labels = {
        now.definition.section_numbers[name]: in_language(words, sitting.language)
        for name, words in now.definition.sections.items()
    }
    found = page_rows(now, sitting.language, sitting.page_url, sitting.beside(now))
    titles = list(_asked_here(now, found))
    mark = "-again" if now.again else ""
    return [
        {
            "number": number,
            "label": labels[number],
            "text": labels[number],
            "id": f"section-{number}{mark}",
            "titles": list(found),
        }
        for number, found in groupby(titles, key=itemgetter("part"))
    ]


def _asked_here(now: Filled, titles: list[dict]) -> Iterator[dict[str, Any]]:
    for title in titles:
        if rows := [row for row in title["rows"] if now.asks(row["id"])]:
            yield title | {"rows": rows}


def _is_finished(now: Filled, number: int) -> bool:
    numbers = now.definition.section_numbers
    states = [s for s in now.pages if numbers[s.page.link_id] == number]
    return all(state.is_complete for state in states)
