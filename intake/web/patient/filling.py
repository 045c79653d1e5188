"""The pages of a questionnaire: shown, posted, saved, and what comes next."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.domain.questionnaire.pages import Page
from intake.practice.models import Organisation
from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Posted, Saved
from intake.questionnaires.filled import Filled, filled
from intake.web.ui.question_form import QuestionForm

from .difference import differences
from .opening import fresh, open_response, page_of, sent_already
from .rows import list_page
from .saving import leads_to_help, next_address, revision_of
from .shown import page_context

CONFLICT = HTTPStatus.CONFLICT


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, response_id: UUID, number: int) -> HttpResponse:
    """Show a page or list, or save what was posted."""
    response = open_response(request, response_id)
    if not response.is_open:
        return sent_already(request)
    now = filled(response)
    shown = page_of(now, number)
    if shown is None or not now.may_open(number):
        return _not_open_now(request, now)
    if shown.is_list:
        return list_page(request, now, shown)
    form = _form(request, now, shown)
    if request.method == "POST":
        return _save(request, now, shown, form)
    _start_clock(now, shown)
    return _show(request, now, shown, form)


def _form(request: HttpRequest, now: Filled, shown: Page) -> QuestionForm:
    stored = now.latest(shown.link_id)
    names = {item.link_id for item in shown.questions}
    return QuestionForm(
        request.POST if request.method == "POST" else None,
        items=[item for item in shown.items if now.active.is_shown(item)],
        answers=stored.answers if stored else {},
        language=request.LANGUAGE_CODE,
        on=Organisation.current().today(),
        above=[pair for pair in now.definition.above if pair.item in names],
    )


def _save(
    request: HttpRequest, now: Filled, shown: Page, form: QuestionForm
) -> HttpResponse:
    accepted = form.is_valid()
    leaving = request.POST.get("_action") == "leave"
    posted = Posted(
        data=actions.answers_data(form.answers),
        revision=revision_of(request),
        accepted=accepted,
        leaving=leaving,
    )
    saved = actions.save_page(
        response=now.response,
        place=Place(shown.link_id),
        posted=posted,
        by=request.user,
    )
    if saved.changed_elsewhere is not None:
        return _changed_elsewhere(request, now, shown, form, saved)
    if leads_to_help(saved):
        return redirect("patient:now", response_id=now.response.pk)
    if leaving:
        return redirect("patient:home")
    if not accepted:
        return _show(request, filled(fresh(now.response)), shown, form, refused=True)
    return redirect(next_address(now.response))


def _show(
    request: HttpRequest,
    now: Filled,
    shown: Page,
    form: QuestionForm,
    *,
    refused: bool = False,
) -> HttpResponse:
    context = page_context(request, now, shown) | {
        "form": form,
        "refused": refused,
        "revision": now.number(shown.link_id),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "patient/page.html", context, status=status)


def _changed_elsewhere(
    request: HttpRequest, now: Filled, shown: Page, form: QuestionForm, saved: Saved
) -> HttpResponse:
    """Show both versions; sending this page again takes the one typed here."""
    latest = saved.changed_elsewhere
    context = page_context(request, now, shown) | {
        "form": form,
        "revision": latest.number,
        "differences": differences(
            shown.questions, latest.answers, form.answers, request.LANGUAGE_CODE
        ),
        "keep_url": next_address(now.response),
    }
    return render(request, "patient/changed_elsewhere.html", context, status=CONFLICT)


def _not_open_now(request: HttpRequest, now: Filled) -> HttpResponse:
    """A page that is not asked as things stand: say where to go on."""
    address = next_address(now.response)
    if request.method != "POST":
        return redirect(address)
    context = {"next_url": address}
    return render(request, "patient/not_open.html", context, status=CONFLICT)


def _start_clock(now: Filled, shown: Page) -> None:
    screen = set(now.definition.screen)
    unanswered = now.latest(shown.link_id) is None
    if unanswered and screen & {item.link_id for item in shown.questions}:
        actions.note_screen_shown(now.response)
