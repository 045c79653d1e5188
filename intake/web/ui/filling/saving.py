"""Asking and saving one page or one row, and what a save leads to."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect

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
    sitting: Sitting, now: Filled, shown: Page, row: str = ""
) -> QuestionForm:
    """The questions of a page or row, with what was posted or is stored."""
    names = {item.link_id for item in shown.questions}
    return QuestionForm(
        posted(sitting.request),
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
    """The version that the person was looking at; nonsense counts as none."""
    text = sitting.request.POST.get("_revision", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else 0


def lead_on(sitting: Sitting, saved: Saved, address: str) -> HttpResponse:
    """On to the address, after the page with help when that is due."""
    if saved.needs_help_page:
        return redirect(sitting.help_url)
    return redirect(address)


def changed_elsewhere(
    sitting: Sitting,
    saved: Saved,
    shown: Page,
    form: QuestionForm,
    *,
    row: str = "",
    keep_url: str,
) -> HttpResponse:
    """Show both versions; sending this page again takes the one typed here."""
    latest = saved.now.latest(shown.link_id, row)
    is_there = latest is not None and not latest.removed
    context = page_context(sitting, saved.now, shown) | {
        "form": form,
        "kind": "row" if row else "page",
        "revision": saved.now.number(shown.link_id, row),
        "is_removed": latest is not None and latest.removed,
        "differences": differences(
            shown.questions,
            latest.answers if is_there else {},
            form.answers,
            sitting.language,
        ),
        "keep_url": keep_url,
    }
    return sitting.render("changed_elsewhere", context, HTTPStatus.CONFLICT)
