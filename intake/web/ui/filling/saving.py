"""Asking and saving one page or one row, and what a save leads to."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from intake.domain.answer import Answer
from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Posted, Saved
from intake.questionnaires.filled import Filled
from intake.web.ui.forms import posted
from intake.web.ui.question_form import QuestionForm

from .difference import differences
from .shown import page_context
from .sitting import Sitting

MOST_DIGITS = 8  # of a version number


def question_form(
    sitting: Sitting,
    now: Filled,
    shown: Page,
    row: str = "",
    data: QueryDict | None = None,
) -> QuestionForm:
    """The questions of a page or row, with what was posted or is stored.

    Args:
        data: what was posted, if not with this request.
    """
    data = posted(sitting.request) if data is None else data
    return form_of(sitting, now, shown, row, data)


def form_of(
    sitting: Sitting, now: Filled, shown: Page, row: str, data: QueryDict | None
) -> QuestionForm:
    """The questions with what is given, or else with what is stored."""
    names = {item.link_id for item in shown.questions}
    return QuestionForm(
        data,
        items=now.asked_on(shown, row),
        answers=now.shown(shown.link_id, row),
        language=sitting.language,
        on=now.organisation.today(),
        above=[pair for pair in now.definition.above if pair.item in names],
    )


def save(sitting: Sitting, now: Filled, place: Place, form: QuestionForm) -> Saved:
    """Store what can be kept of the form, accepted or refused."""
    accepted = form.is_valid()
    return actions.save_page(
        response=now.response,
        place=place,
        posted=Posted(
            data=actions.answers_data(form.answers),
            revision=revision_of(sitting),
            accepted=accepted,
            leaving=sitting.pressed == "leave",
            language=sitting.language,
        ),
        by=sitting.user,
    )


def revision_of(sitting: Sitting) -> int:
    """The version that the person was looking at."""
    return revision_in(sitting.request.POST)


def revision_in(data: QueryDict) -> int:
    """The version that a form was made of; nonsense counts as none."""
    text = data.get("_revision", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else 0


def lead_on(sitting: Sitting, saved: Saved, address: str) -> HttpResponse:
    """On to the address, after the page with help when that is due."""
    if saved.needs_help_page:
        return redirect(sitting.help_url)
    return redirect(address)


def changed_elsewhere(
    sitting: Sitting,
    now: Filled,
    shown: Page,
    form: QuestionForm,
    answers: Mapping[str, Answer],
    row: str = "",
) -> HttpResponse:
    """Show both versions; sending this page again takes the one typed here.

    Args:
        form, answers: what was typed, as it was and as it could be saved.
    """
    latest = now.latest(shown.link_id, row)
    is_there = latest is not None and not latest.removed
    if sitting.is_posting:
        sitting.keep_unsaved(now, shown, row)
    context = page_context(sitting, now, shown) | {
        "form": form,
        "kind": "row" if row else "page",
        "revision": now.number(shown.link_id, row),
        "is_removed": latest is not None and latest.removed,
        "differences": differences(
            shown.questions,
            latest.answers if is_there else {},
            answers,
            sitting.language,
        ),
        "keep_url": sitting.keep_url(now, shown, row),
        "typed_url": sitting.typed_url(shown, row),
    }
    status = HTTPStatus.CONFLICT if sitting.is_posting else HTTPStatus.OK
    return sitting.render("changed_elsewhere", context, status)
