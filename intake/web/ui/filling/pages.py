"""The pages of a questionnaire: shown, posted, saved, and what comes next."""

from http import HTTPStatus

from django.http import HttpResponse

from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.actions import Place
from intake.questionnaires.filled import Filled
from intake.web.ui.question_form import QuestionForm

from .lists import list_page
from .saving import changed_elsewhere, lead_on, question_form, save
from .shown import page_context
from .sitting import Sitting, questionnaire_page


@questionnaire_page
def page(sitting: Sitting, now: Filled, shown: Page) -> HttpResponse:
    """Show a page or list, or save what was posted."""
    if shown.is_list:
        return list_page(sitting, now, shown)
    form = question_form(sitting, now, shown)
    if sitting.is_posting:
        return _save(sitting, now, shown, form)
    _start_clock(now, shown)
    return _show(sitting, now, shown, form)


def _save(
    sitting: Sitting, now: Filled, shown: Page, form: QuestionForm
) -> HttpResponse:
    saved = save(sitting, now, Place(shown.link_id), form)
    following = sitting.next_url(saved.now)
    if saved.conflict:
        return changed_elsewhere(sitting, saved, shown, form, keep_url=following)
    if sitting.pressed == "leave":
        return lead_on(sitting, saved, sitting.home_url)
    if form.errors and not saved.needs_help_page:
        return _show(sitting, saved.now, shown, form)
    return lead_on(sitting, saved, following)


def _show(
    sitting: Sitting, now: Filled, shown: Page, form: QuestionForm
) -> HttpResponse:
    context = page_context(sitting, now, shown) | {
        "form": form,
        "revision": now.number(shown.link_id),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return sitting.render("page", context, status)


def _start_clock(now: Filled, shown: Page) -> None:
    """Once a page of the safety screen is seen, it is not left open for ever."""
    questions = {item.link_id for item in shown.questions}
    if now.latest(shown.link_id) is None and questions & set(now.definition.screen):
        actions.note_screen_shown(now)
