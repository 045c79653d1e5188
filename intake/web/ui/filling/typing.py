"""What is typed on a page before it is saved: kept, shown again, taken back."""

from collections.abc import Iterator
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.actions import Place
from intake.questionnaires.filled import Filled
from intake.questionnaires.stored import is_current
from intake.questionnaires.typed import Kept, all_typed
from intake.web.ui.answer_words import answer_words
from intake.web.ui.question_form import QuestionForm

from .saving import form_of, question_form, revision_in
from .shown import page_context, title_of
from .sitting import Sitting, questionnaire_page

DISCARD, KEEP_SAVED = "discard", "keep"  # buttons that let go of what was typed


@questionnaire_page
def typed(
    sitting: Sitting, now: Filled, shown: Page, row_id: UUID | None = None
) -> HttpResponse:
    """Keep what stands in a form at present; nobody waits for the reply."""
    row = str(row_id or "")
    if shown.is_list != bool(row):
        raise Http404
    if sitting.pressed in (DISCARD, KEEP_SAVED):
        return _discard(sitting, now, shown, row)
    try:
        keep(sitting, now, shown, row)
    except actions.TooMuchTyped:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _discard(sitting: Sitting, now: Filled, shown: Page, row: str) -> HttpResponse:
    """The person prefers what is saved: show it, or go on with it."""
    place = Place(shown.link_id, row)
    actions.discard_typed(response=now.response, place=place, by=sitting.user)
    is_saved = now.latest(shown.link_id, row) is not None
    if sitting.pressed == DISCARD and (is_saved or not row):
        return redirect(sitting.place_url(shown, row))
    return redirect(sitting.keep_url(now, shown, row))


def keep(
    sitting: Sitting,
    now: Filled,
    shown: Page,
    row: str = "",
    data: QueryDict | None = None,
    revision: int | None = None,
) -> bool:
    """Keep what was sent from a page without saving it.

    Args:
        data: what was sent, if not with this request.
        revision: the version that it belongs to, if not the one it was made of.

    Raises:
        NotOpen, TooMuchTyped: nothing is kept.
    """
    data = sitting.request.POST if data is None else data
    form = question_form(sitting, now, shown, row, data)
    form.is_valid()
    return actions.keep_typed(
        response=now.response,
        place=Place(shown.link_id, row),
        raw=raw_inputs(form, data),
        answers=form.answers,
        revision=revision_in(data) if revision is None else revision,
        by=sitting.user,
    )


def raw_inputs(form: QuestionForm, data: QueryDict) -> dict[str, list[str]]:
    """What the page's own inputs hold; each question is there, also an empty one."""
    names = [part for name in form.fields for part in inputs(form, name)]
    return {
        name: data.getlist(name)
        for name in names
        if name in data or name in form.fields
    }


def inputs(form: QuestionForm, name: str) -> Iterator[str]:
    """The names of the inputs of one question."""
    yield from (name, f"_state.{name}", f"_other.{name}", f"_unit.{name}")
    for key in getattr(form.fields[name].widget, "keys", ()):
        yield f"{name}.{key}"


def kept_on(sitting: Sitting, now: Filled, shown: Page, row: str = "") -> Kept | None:
    """What was typed on a page or row and not saved."""
    if not sitting.keeps_typing:
        return None
    return actions.typed_on(now.response, Place(shown.link_id, row))


def is_behind(now: Filled, kept: Kept) -> bool:
    """Something else was saved after the person had opened the page."""
    latest = now.latest(kept.page, kept.row)
    if is_current(latest, kept.revision):
        return False
    saved = latest.answers if latest and not latest.removed else {}
    return any(saved.get(name) != answer for name, answer in kept.answers.items())


def restore(form: QuestionForm, raw: dict[str, list[str]]) -> None:
    """Put what was typed back into the inputs, also what cannot be saved."""
    data = QueryDict(mutable=True)
    for name, values in raw.items():
        data.setlist(name, values)
    for name, field in form.fields.items():
        if name in raw:
            form.initial[name] = field.widget.value_from_datadict(data, {}, name)


def sent_back(sitting: Sitting, now: Filled, shown: Page, row: str) -> HttpResponse:
    """The page as it was sent, with a fresh token; nothing of it is stored."""
    form = form_of(sitting, now, shown, row, None)
    data = sitting.request.POST
    restore(form, raw_inputs(form, data))
    context = page_context(sitting, now, shown) | {
        "form": form,
        "revision": revision_in(data),
        "list_url": sitting.page_url(shown),
        "typed_url": sitting.typed_url(shown, row),
        "is_sent_back": True,
        "refused": True,
    }
    template = "row" if row else "page"
    return sitting.render(template, context, HTTPStatus.FORBIDDEN)


def unsaved_pages(sitting: Sitting, now: Filled) -> list[dict[str, str]]:
    """Where something was typed and not saved, the latest first."""
    if not sitting.keeps_typing:
        return []
    found = []
    for place in now.response.typed.order_by("-at").only("page", "row"):
        page = now.page(place.page)
        if page is not None and now.may_open(page.number):
            title = title_of(now, page, sitting.language)
            found.append({"label": title, "url": sitting.place_url(page, place.row)})
    return found


def unsaved_rows(sitting: Sitting, now: Filled, shown: Page) -> list[dict[str, str]]:
    """Entries of a list that were typed and not saved, new ones among them."""
    if not sitting.keeps_typing:
        return []
    return [
        {"label": _words(sitting, shown, kept), "url": sitting.row_url(shown, kept.row)}
        for kept in all_typed(now.response)
        if kept.page == shown.link_id
    ]


def _words(sitting: Sitting, shown: Page, kept: Kept) -> str:
    """What names a row: the first of its answers."""
    answers = kept.answers
    words = (
        answer_words(item, answers.get(item.link_id), sitting.language)
        for item in shown.questions
    )
    return next((word for word in words if word), _("Not named"))
