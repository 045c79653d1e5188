"""Asking and saving one page or one row, and what a save leads to."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Posted, Saved
from intake.questionnaires.filled import Filled
from intake.web.ui.forms import posted
from intake.web.ui.question_form import QuestionForm

from .difference import differences
from .shown import page_context

MOST_DIGITS = 8  # of a version number


def question_form(
    request: HttpRequest, now: Filled, shown: Page, row: str = ""
) -> QuestionForm:
    """The questions of a page or row, with what was posted or is stored."""
    names = {item.link_id for item in shown.questions}
    return QuestionForm(
        posted(request),
        items=now.asked_on(shown, row),
        answers=now.shown(shown.link_id, row),
        language=request.LANGUAGE_CODE,
        on=now.organisation.today(),
        above=[pair for pair in now.definition.above if pair.item in names],
    )


def save(request: HttpRequest, now: Filled, place: Place, form: QuestionForm) -> Saved:
    """Store what can be kept of the form, accepted or refused."""
    accepted = form.is_valid()
    return actions.save_page(
        response=now.response,
        place=place,
        posted=Posted(
            data=actions.answers_data(form.answers),
            revision=revision_of(request),
            accepted=accepted,
            leaving=request.POST.get("_action") == "leave",
            language=request.LANGUAGE_CODE,
        ),
        by=request.user,
    )


def revision_of(request: HttpRequest) -> int:
    """The version that the person was looking at; nonsense counts as none."""
    text = request.POST.get("_revision", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else 0


def lead_on(saved: Saved, address: str) -> HttpResponse:
    """On to the address, after the page with help when that is due."""
    if saved.needs_help_page:
        return redirect("patient:now", response_id=saved.response.pk)
    return redirect(address)


def changed_elsewhere(
    request: HttpRequest,
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
    context = page_context(request, saved.now, shown) | {
        "form": form,
        "kind": "row" if row else "page",
        "revision": saved.now.number(shown.link_id, row),
        "is_removed": latest is not None and latest.removed,
        "differences": differences(
            shown.questions,
            latest.answers if is_there else {},
            form.answers,
            request.LANGUAGE_CODE,
        ),
        "keep_url": keep_url,
    }
    return render(
        request,
        "patient/changed_elsewhere.html",
        context,
        status=HTTPStatus.CONFLICT,
    )
