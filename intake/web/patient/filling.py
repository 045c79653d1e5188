"""The pages of a questionnaire: shown, posted, saved, and what comes next."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.actions import Place
from intake.questionnaires.filled import Filled
from intake.web.ui.question_form import QuestionForm

from .lists import list_page
from .opening import next_address, questionnaire_page
from .saving import changed_elsewhere, lead_on, question_form, save
from .shown import page_context


@questionnaire_page
def page(request: HttpRequest, now: Filled, shown: Page) -> HttpResponse:
    """Show a page or list, or save what was posted."""
    if shown.is_list:
        return list_page(request, now, shown)
    form = question_form(request, now, shown)
    if request.method == "POST":
        return _save(request, now, shown, form)
    _start_clock(now, shown)
    return _show(request, now, shown, form)


def _save(
    request: HttpRequest, now: Filled, shown: Page, form: QuestionForm
) -> HttpResponse:
    saved = save(request, now, Place(shown.link_id), form)
    following = next_address(saved.now)
    if saved.conflict:
        return changed_elsewhere(request, saved, shown, form, keep_url=following)
    if request.POST.get("_action") == "leave":
        return lead_on(saved, reverse("patient:home"))
    if form.errors and not saved.needs_help_page:
        return _show(request, saved.now, shown, form)
    return lead_on(saved, following)


def _show(
    request: HttpRequest, now: Filled, shown: Page, form: QuestionForm
) -> HttpResponse:
    context = page_context(request, now, shown) | {
        "form": form,
        "revision": now.number(shown.link_id),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "patient/page.html", context, status=status)


def _start_clock(now: Filled, shown: Page) -> None:
    """Once a page of the safety screen is seen, it is not left open for ever."""
    questions = {item.link_id for item in shown.questions}
    if now.latest(shown.link_id) is None and questions & set(now.definition.screen):
        actions.note_screen_shown(now)
