"""The pages of a questionnaire: shown, posted, saved, and what comes next."""

from http import HTTPStatus

from django.http import HttpResponse

from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.filled import Filled
from intake.questionnaires.typed import Kept
from intake.web.ui.question_form import QuestionForm

from .lists import list_page
from .saving import changed_elsewhere, question_form, save, sends_what_is_held
from .shown import held_shown, page_context
from .sitting import Sitting, questionnaire_page
from .typing import is_behind, kept_on, restore


@questionnaire_page
def page(sitting: Sitting, now: Filled, shown: Page) -> HttpResponse:
    """Show a page or list, or save what was posted."""
    if shown.is_list:
        return list_page(sitting, now, shown)
    form = question_form(sitting, now, shown)
    if sitting.is_posting:
        return _save(sitting, now, shown, form)
    _start_clock(now, shown)
    if kept := kept_on(sitting, now, shown):
        return _show_again(sitting, now, shown, form, kept)
    return _show(sitting, now, shown, form)


def _save(
    sitting: Sitting, now: Filled, shown: Page, form: QuestionForm
) -> HttpResponse:
    if sends_what_is_held(sitting, now, shown):
        return changed_elsewhere(sitting, now, shown, form, {})
    saved = save(sitting, now, shown, form)
    if saved.conflict:
        return changed_elsewhere(sitting, saved.now, shown, form, form.answers)
    if form.errors:
        sitting.keep_refused(saved.now, shown)
    if sitting.pressed == "leave":
        return sitting.lead_on(saved, sitting.home_url)
    if form.errors and not saved.needs_help_page:
        return _show(sitting, saved.now, shown, form)
    return sitting.lead_on(saved, sitting.next_url(saved.now))


def _show_again(
    sitting: Sitting, now: Filled, shown: Page, form: QuestionForm, kept: Kept
) -> HttpResponse:
    """With what was typed and not saved; with both if the page was saved since."""
    restore(form, kept.raw)
    if is_behind(now, kept):
        return changed_elsewhere(sitting, now, shown, form, kept.answers)
    return _show(sitting, now, shown, form, is_typed=True)


def _show(
    sitting: Sitting,
    now: Filled,
    shown: Page,
    form: QuestionForm,
    *,
    is_typed: bool = False,
) -> HttpResponse:
    context = page_context(sitting, now, shown) | {
        "form": form,
        "revision": now.number(shown.link_id),
        "typed_url": sitting.typed_url(shown, ""),
        "is_typed": is_typed,
        "held": held_shown(sitting, now, shown),
        "is_settled": not form.asks and _is_complete(now, shown),
        "next_url": sitting.next_url(now),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return sitting.render("page", context, status)


def _is_complete(now: Filled, shown: Page) -> bool:
    states = (state for state in now.pages if state.page == shown)
    return any(state.is_complete for state in states)


def _start_clock(now: Filled, shown: Page) -> None:
    """Once a page of the safety screen is seen, it is not left open for ever."""
    questions = {item.link_id for item in shown.questions}
    if not now.number(shown.link_id) and questions & set(now.definition.screen):
        actions.note_screen_shown(now)
