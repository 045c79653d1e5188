"""Lists: their page, and one row a page."""

import uuid
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.domain.questionnaire.answers import ListState, Row
from intake.domain.questionnaire.branching import active_row
from intake.domain.questionnaire.items import Item, in_language
from intake.domain.questionnaire.pages import Page
from intake.practice.models import Organisation
from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Posted
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response
from intake.web.ui.answer_words import answer_words
from intake.web.ui.question_form import QuestionForm

from .difference import differences
from .opening import fresh, open_response, page_of, sent_already
from .saving import leads_to_help, next_address, revision_of
from .shown import page_context

CONFLICT = HTTPStatus.CONFLICT
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
MOST_ROWS = 100


def list_page(request: HttpRequest, now: Filled, shown: Page) -> HttpResponse:
    """The rows so far, and whether that is all."""
    if request.method != "POST":
        return _show_list(request, now, shown)
    chosen = request.POST.get("_action", "")
    rows = now.sheet.rows(shown.link_id).rows
    if chosen == "leave":
        return _leave(request, now)
    if chosen == "add":
        if len(rows) >= MOST_ROWS:
            problem = _("This list is full. Please tell us about the rest by phone.")
            return _show_list(request, now, shown, problem=problem)
        return redirect(_row_url(now.response, shown, uuid.uuid4()))
    if problem := _list_problem(chosen, bool(rows)):
        return _show_list(request, now, shown, problem=problem)
    return _confirm_list(request, now, shown, ListState(chosen))


def _list_problem(chosen: str, has_rows: bool) -> str:
    if chosen not in ("none", "done", "unsure"):
        return _("Choose one of the buttons.")
    if chosen == "none" and has_rows:
        return _("Your list is not empty. Remove what does not belong there first.")
    if chosen == "done" and not has_rows:
        return _("Your list is empty. Add something, or say that there is nothing.")
    return ""


def _confirm_list(
    request: HttpRequest, now: Filled, shown: Page, state: ListState
) -> HttpResponse:
    posted = Posted(actions.list_data(state), revision_of(request))
    saved = actions.save_page(
        response=now.response,
        place=Place(shown.link_id),
        posted=posted,
        by=request.user,
    )
    if saved.changed_elsewhere is not None:
        problem = _("This list was changed in another window. Here is how it is now.")
        current = filled(fresh(now.response))
        return _show_list(request, current, shown, problem=problem, status=CONFLICT)
    return redirect(next_address(now.response))


def _leave(request: HttpRequest, now: Filled) -> HttpResponse:
    saved = actions.leave(response=now.response, by=request.user)
    if leads_to_help(saved):
        return redirect("patient:now", response_id=now.response.pk)
    return redirect("patient:home")


def _show_list(
    request: HttpRequest,
    now: Filled,
    shown: Page,
    *,
    problem: str = "",
    status: int = UNPROCESSABLE,
) -> HttpResponse:
    language = request.LANGUAGE_CODE
    found = now.sheet.rows(shown.link_id)
    context = page_context(request, now, shown) | {
        "rows": [_row_shown(now.response, shown, row, language) for row in found.rows],
        "state": str(found.state),
        "problem": problem,
        "refused": bool(problem),
        "revision": now.number(shown.link_id),
    }
    status = status if problem else HTTPStatus.OK
    return render(request, "patient/list.html", context, status=status)


def _row_shown(response: Response, shown: Page, row: Row, language: str) -> dict:
    words = row_words(shown.questions, row, language)
    return {
        "id": row.id,
        "title": words[0] if words else _("Not named"),
        "details": " · ".join(words[1:]),
        "change_url": _row_url(response, shown, row.id),
        "remove_url": _row_url(response, shown, row.id, remove=True),
    }


def row_words(items: tuple[Item, ...], row: Row, language: str) -> list[str]:
    """The answers of a row, in order, empty ones left out."""
    words = (answer_words(i, row.answers.get(i.link_id), language) for i in items)
    return [word for word in words if word]


def _row_url(response: Response, shown: Page, row_id, *, remove: bool = False) -> str:
    name = "patient:row_remove" if remove else "patient:row"
    return reverse(name, args=[response.pk, shown.number, row_id])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def row(
    request: HttpRequest, response_id: UUID, number: int, row_id: UUID
) -> HttpResponse:
    """Show or save one row. A new row has its id before it is saved."""
    response = open_response(request, response_id)
    if not response.is_open:
        return sent_already(request)
    now = filled(response)
    shown = page_of(now, number)
    if shown is None or not shown.is_list or not now.may_open(number):
        return redirect(next_address(response))
    form = _row_form(request, now, shown, row_id)
    if request.method == "POST":
        return _save_row(request, now, shown, form, str(row_id))
    return _show_row(request, now, shown, form, str(row_id))


def _row_form(
    request: HttpRequest, now: Filled, shown: Page, row_id: UUID
) -> QuestionForm:
    stored = now.latest(shown.link_id, str(row_id))
    answers = stored.answers if stored else {}
    within = active_row(shown.group, Row(str(row_id), answers), now.active)
    return QuestionForm(
        request.POST if request.method == "POST" else None,
        items=[item for item in shown.items if within.is_shown(item)],
        answers=answers,
        language=request.LANGUAGE_CODE,
        on=Organisation.current().today(),
    )


def _save_row(
    request: HttpRequest, now: Filled, shown: Page, form: QuestionForm, row_id: str
) -> HttpResponse:
    accepted = form.is_valid()
    if accepted and form.is_empty:
        first = next(iter(form.fields))
        form.add_error(first, _("Fill in something, or go back to the list."))
        return _show_row(request, now, shown, form, row_id, refused=True)
    posted = Posted(
        data=actions.answers_data(form.answers),
        revision=revision_of(request),
        accepted=accepted,
    )
    saved = actions.save_page(
        response=now.response,
        place=Place(shown.link_id, row_id),
        posted=posted,
        by=request.user,
    )
    if saved.changed_elsewhere is not None:
        return _row_changed_elsewhere(request, now, shown, form, saved)
    if leads_to_help(saved):
        return redirect("patient:now", response_id=now.response.pk)
    if not accepted:
        current = filled(fresh(now.response))
        return _show_row(request, current, shown, form, row_id, refused=True)
    return redirect(reverse("patient:page", args=[now.response.pk, shown.number]))


def _show_row(
    request: HttpRequest,
    now: Filled,
    shown: Page,
    form: QuestionForm,
    row_id: str,
    *,
    refused: bool = False,
) -> HttpResponse:
    context = page_context(request, now, shown) | {
        "form": form,
        "refused": refused,
        "revision": now.number(shown.link_id, row_id),
        "list_url": reverse("patient:page", args=[now.response.pk, shown.number]),
    }
    status = UNPROCESSABLE if refused else HTTPStatus.OK
    return render(request, "patient/row.html", context, status=status)


def _row_changed_elsewhere(
    request: HttpRequest, now: Filled, shown: Page, form: QuestionForm, saved
) -> HttpResponse:
    latest = saved.changed_elsewhere
    context = page_context(request, now, shown) | {
        "form": form,
        "is_row": True,
        "revision": latest.number if latest else 0,
        "differences": differences(
            shown.questions,
            latest.answers if latest else {},
            form.answers,
            request.LANGUAGE_CODE,
        ),
        "keep_url": reverse("patient:page", args=[now.response.pk, shown.number]),
    }
    return render(request, "patient/changed_elsewhere.html", context, status=CONFLICT)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def row_remove(
    request: HttpRequest, response_id: UUID, number: int, row_id: UUID
) -> HttpResponse:
    """Ask once, then take the row off the list; what was stored is kept."""
    response = open_response(request, response_id)
    if not response.is_open:
        return sent_already(request)
    now = filled(response)
    shown = page_of(now, number)
    back = redirect("patient:page", response_id=response.pk, number=number)
    stored = now.latest(shown.link_id, str(row_id)) if shown else None
    if stored is None or stored.removed:
        return back
    if request.method == "POST":
        posted = Posted(stored.data, revision_of(request), removed=True)
        place = Place(shown.link_id, str(row_id))
        actions.save_page(
            response=response, place=place, posted=posted, by=request.user
        )
        messages.info(request, _("Removed from your list."))
        return back
    language = request.LANGUAGE_CODE
    words = row_words(shown.questions, Row(str(row_id), stored.answers), language)
    context = page_context(request, now, shown) | {
        "name": words[0] if words else in_language(shown.title, language),
        "revision": stored.number,
        "list_url": reverse("patient:page", args=[response.pk, number]),
    }
    return render(request, "patient/row_remove.html", context)
