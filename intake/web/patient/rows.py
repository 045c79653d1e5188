"""One row of a list on a page of its own: added, changed, removed."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.domain.questionnaire.answers import Row
from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Posted, Saved
from intake.questionnaires.filled import Filled
from intake.web.ui.question_form import QuestionForm

from .lists import problem_with, row_words
from .opening import page_address, questionnaire_page
from .saving import changed_elsewhere, lead_on, question_form, revision_of, save
from .shown import page_context


@questionnaire_page
def row(request: HttpRequest, now: Filled, shown: Page, row_id: UUID) -> HttpResponse:
    """Show or save one row. A new row has its id before it is saved."""
    place = _place(shown, row_id)
    stored = now.latest(place.page, place.row)
    form = question_form(request, now, shown, place.row)
    if request.method == "POST":
        return _save(request, now, shown, form, place)
    if stored is not None and stored.removed:
        return redirect(page_address(now, shown))
    return _show(request, now, shown, form, place)


def _place(shown: Page, row_id: UUID) -> Place:
    if not shown.is_list:
        raise Http404
    return Place(shown.link_id, str(row_id))


def _save(
    request: HttpRequest, now: Filled, shown: Page, form: QuestionForm, place: Place
) -> HttpResponse:
    if _has_nothing_to_store(now, shown, form, place):
        return _show(request, now, shown, form, place)
    saved = save(request, now, place, form)
    back = page_address(now, shown)
    if saved.conflict:
        return changed_elsewhere(
            request, saved, shown, form, row=place.row, keep_url=back
        )
    if form.errors and not saved.needs_help_page:
        return _show(request, saved.now, shown, form, place)
    return lead_on(saved, back)


def _has_nothing_to_store(
    now: Filled, shown: Page, form: QuestionForm, place: Place
) -> bool:
    """Nothing was given, or the list is full; the form says which."""
    is_new = now.latest(place.page, place.row) is None
    if is_new and (full := problem_with("add", now, shown)):
        form.add_error(None, full)
        return True
    if form.is_empty and not form.errors:
        first = next(iter(form.fields))
        form.add_error(first, _("Fill in something, or go back to the list."))
        return True
    return form.is_empty


def _show(
    request: HttpRequest, now: Filled, shown: Page, form: QuestionForm, place: Place
) -> HttpResponse:
    context = page_context(request, now, shown) | {
        "form": form,
        "revision": now.number(place.page, place.row),
        "list_url": page_address(now, shown),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "patient/row.html", context, status=status)


@questionnaire_page
def row_remove(
    request: HttpRequest, now: Filled, shown: Page, row_id: UUID
) -> HttpResponse:
    """Ask once, then take the row off the list; what was stored is kept."""
    place = _place(shown, row_id)
    stored = now.latest(place.page, place.row)
    back = page_address(now, shown)
    if stored is None or stored.removed:
        return redirect(back)
    if request.method != "POST":
        return _ask(request, now, shown, place)
    saved = _remove(request, now, place)
    if saved.conflict and not saved.now.latest(place.page, place.row).removed:
        status = HTTPStatus.CONFLICT
        return _ask(request, saved.now, shown, place, status=status)
    messages.info(request, _("Removed from your list."))
    return lead_on(saved, back)


def _remove(request: HttpRequest, now: Filled, place: Place) -> Saved:
    data = now.latest(place.page, place.row).data
    return actions.save_page(
        response=now.response,
        place=place,
        posted=Posted(data, revision_of(request), removed=True),
        by=request.user,
    )


def _ask(
    request: HttpRequest,
    now: Filled,
    shown: Page,
    place: Place,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    language = request.LANGUAGE_CODE
    stored = now.latest(place.page, place.row)
    words = row_words(shown.questions, Row(place.row, stored.answers), language)
    context = page_context(request, now, shown) | {
        "name": " · ".join(words) or in_language(shown.title, language),
        "is_changed": status == HTTPStatus.CONFLICT,
        "revision": stored.number,
        "list_url": page_address(now, shown),
    }
    return render(request, "patient/row_remove.html", context, status=status)
