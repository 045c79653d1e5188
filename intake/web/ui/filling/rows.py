"""One row of a list on a page of its own: added, changed, removed."""

from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from intake.domain.questionnaire.answers import Row
from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.actions import Place, Saved
from intake.questionnaires.filled import Filled
from intake.questionnaires.typed import Kept
from intake.web.ui.question_form import QuestionForm

from .lists import is_held, problem_with, put, row_words
from .saving import (
    changed_elsewhere,
    form_of,
    question_form,
    revision_of,
    save,
    sends_what_is_held,
)
from .shown import held_shown, page_context
from .sitting import Sitting, questionnaire_page
from .typing import is_behind, kept_on, raw_inputs, restore

LOOK_UP = "look_up"  # the button that asks what a name may mean


@questionnaire_page
def row(sitting: Sitting, now: Filled, shown: Page, row_id: UUID) -> HttpResponse:
    """Show or save one row. A new row has its id before it is saved."""
    place = _place(shown, row_id)
    stored = now.latest(place.page, place.row)
    if is_held(sitting, now, shown):
        return sitting.go_on_at(sitting.next_url(now))
    form = question_form(sitting, now, shown, place.row)
    if sitting.pressed == LOOK_UP:
        return _look_up(sitting, now, shown, place)
    if sitting.is_posting:
        return _save(sitting, now, shown, form, place)
    kept = kept_on(sitting, now, shown, place.row)
    if stored is not None and stored.removed and kept is None:
        return redirect(sitting.page_url(shown))
    if kept:
        return _show_again(sitting, now, shown, form, kept)
    return _show(sitting, now, shown, form, place)


def _look_up(sitting: Sitting, now: Filled, shown: Page, place: Place) -> HttpResponse:
    """The page as it was sent, with what the names in it may mean; nothing is saved."""
    sitting.keep_unsaved(now, shown, place.row)
    form = form_of(sitting, now, shown, place.row, None)
    restore(form, raw_inputs(form, sitting.request.POST))
    return _show(sitting, now, shown, form, place)


def _place(shown: Page, row_id: UUID) -> Place:
    if not shown.is_list:
        raise Http404
    return Place(shown.link_id, str(row_id))


def _save(
    sitting: Sitting, now: Filled, shown: Page, form: QuestionForm, place: Place
) -> HttpResponse:
    if _has_nothing_to_store(now, shown, form, place):
        return _show(sitting, now, shown, form, place)
    if sends_what_is_held(sitting, now, shown, place.row):
        return changed_elsewhere(sitting, now, shown, form, {}, place.row)
    saved = save(sitting, now, shown, form, place.row)
    back = sitting.page_url(shown)
    if saved.conflict:
        return changed_elsewhere(
            sitting, saved.now, shown, form, form.answers, place.row
        )
    if form.errors:
        sitting.keep_refused(saved.now, shown, place.row)
    if form.errors and not saved.needs_help_page:
        return _show(sitting, saved.now, shown, form, place)
    if saved.now.has_more_to_ask(shown, place.row):
        back = sitting.row_url(shown, place.row)
    return sitting.lead_on(saved, back)


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


def _show_again(
    sitting: Sitting, now: Filled, shown: Page, form: QuestionForm, kept: Kept
) -> HttpResponse:
    """With what was typed and not saved; with both if the entry was saved since."""
    restore(form, kept.raw)
    if is_behind(now, kept):
        return changed_elsewhere(sitting, now, shown, form, kept.answers, kept.row)
    return _show(sitting, now, shown, form, Place(kept.page, kept.row), is_typed=True)


def _show(
    sitting: Sitting,
    now: Filled,
    shown: Page,
    form: QuestionForm,
    place: Place,
    *,
    is_typed: bool = False,
) -> HttpResponse:
    seen = sitting.pressed == LOOK_UP
    context = page_context(sitting, now, shown) | {
        "form": form,
        "revision": revision_of(sitting) if seen else now.number(place.page, place.row),
        "list_url": sitting.page_url(shown),
        "has_more": not form.errors and now.has_more_to_ask(shown, place.row),
        "typed_url": sitting.typed_url(shown, place.row),
        "is_typed": is_typed,
        "held": held_shown(sitting, now, shown, place.row),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return sitting.render("row", context, status)


@questionnaire_page
def row_remove(
    sitting: Sitting, now: Filled, shown: Page, row_id: UUID
) -> HttpResponse:
    """Ask once, then take the row off the list; what was stored is kept."""
    place = _place(shown, row_id)
    stored = now.latest(place.page, place.row)
    back = sitting.page_url(shown)
    if stored is None or stored.removed:
        return redirect(back)
    if is_held(sitting, now, shown) or sitting.held_back(now, shown, place.row):
        return sitting.go_on_at(back)
    if not sitting.is_posting:
        return _ask(sitting, now, shown, place)
    saved = _remove(sitting, now, place)
    if saved.conflict and not saved.now.latest(place.page, place.row).removed:
        status = HTTPStatus.CONFLICT
        return _ask(sitting, saved.now, shown, place, status=status)
    messages.info(sitting.request, _("Removed. You can put it back."))
    return sitting.lead_on(saved, back)


def _remove(sitting: Sitting, now: Filled, place: Place) -> Saved:
    stored = now.latest(place.page, place.row)
    return put(sitting, now, replace(stored, number=revision_of(sitting), removed=True))


def _ask(
    sitting: Sitting,
    now: Filled,
    shown: Page,
    place: Place,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    language = sitting.language
    stored = now.latest(place.page, place.row)
    words = row_words(shown.questions, Row(place.row, stored.answers), language)
    context = page_context(sitting, now, shown) | {
        "name": " · ".join(words) or in_language(shown.title, language),
        "is_changed": status == HTTPStatus.CONFLICT,
        "revision": stored.number,
        "list_url": sitting.page_url(shown),
    }
    return sitting.render("row_remove", context, status)
