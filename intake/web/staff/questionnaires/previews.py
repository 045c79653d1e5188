"""A page of a questionnaire as patients will see it; nothing is ever stored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.pages import Page
from intake.practice.models import Organisation
from intake.web.ui.filling.rows import LOOK_UP
from intake.web.ui.filling.shown import attribution, is_watched, title_of
from intake.web.ui.filling.typing import raw_inputs, restore
from intake.web.ui.forms import posted
from intake.web.ui.question_form import QuestionForm

from .definition_shown import Outline

ENTRY = "entry"  # in the address: one row of a list instead of the list


@dataclass(frozen=True)
class Preview:
    """Somebody who looks at the pages of a definition, one after the other.

    It stands where a sitting stands for people who fill them in.
    """

    request: HttpRequest
    definition: Definition
    home_url: str
    url_of: Callable[[int], str]

    base = "staff/questionnaires/preview.html"

    @property
    def title(self) -> str:
        return _("Preview")

    @property
    def language(self) -> str:
        return self.request.LANGUAGE_CODE


def preview_page(preview: Preview, number: int) -> HttpResponse:
    """Show a page or list; what is posted is checked as a patient's and thrown away."""
    page = _page(preview.definition, number)
    is_row = page.is_list and ENTRY in preview.request.GET
    if page.is_list and not is_row:
        return _list(preview, page)
    looks_up = is_row and _pressed(preview) == LOOK_UP
    form = _form(preview, page, None if looks_up else posted(preview.request))
    if looks_up:
        restore(form, raw_inputs(form, preview.request.POST))
    if form.is_bound and (form.is_valid() or _pressed(preview) == "leave"):
        return redirect(_onward(preview, page, is_row=is_row))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = _context(preview, page) | {"form": form}
    template = "filling/row.html" if is_row else "filling/page.html"
    return render(preview.request, template, context, status=status)


def _page(definition: Definition, number: int) -> Page:
    try:
        return definition.page(number)
    except KeyError:
        raise Http404 from None


def _list(preview: Preview, page: Page) -> HttpResponse:
    pressed = _pressed(preview)
    if pressed == "add":
        return redirect(f"{preview.url_of(page.number)}?{ENTRY}")
    if pressed:
        return redirect(_onward(preview, page))
    return render(preview.request, "filling/list.html", _context(preview, page))


def _form(preview: Preview, page: Page, data: QueryDict | None) -> QuestionForm:
    names = {item.link_id for item in page.questions}
    return QuestionForm(
        data,
        items=page.items,
        answers={},
        language=preview.language,
        on=Organisation.current().today(),
        above=[pair for pair in preview.definition.above if pair.item in names],
    )


def _pressed(preview: Preview) -> str:
    return preview.request.POST.get("_action", "")


def _onward(preview: Preview, page: Page, *, is_row: bool = False) -> str:
    if is_row:
        return preview.url_of(page.number)
    is_last = page.number == len(preview.definition.pages)
    if is_last or _pressed(preview) == "leave":
        return preview.home_url
    return preview.url_of(page.number + 1)


def _context(preview: Preview, page: Page) -> dict:
    """What the pages of patients show, and beside it what only staff need."""
    language, number = preview.language, page.number
    here, last = preview.url_of(number), len(preview.definition.pages)
    return {
        "sitting": preview,
        "page": page,
        "title": title_of(preview, page, language),
        "intro": in_language(page.intro, language),
        "why": in_language(page.why, language),
        "sections": _sections(preview, page),
        "back_url": preview.url_of(number - 1) if number > 1 else preview.home_url,
        "list_url": here,
        "revision": 0,
        "attribution": attribution(preview, page, language),
        "is_watched": is_watched(preview, page),
        "is_empty": True,
        "home_url": preview.home_url,
        "previous_url": preview.url_of(number - 1) if number > 1 else "",
        "next_url": preview.url_of(number + 1) if number < last else "",
        "entry_url": f"{here}?{ENTRY}" if page.is_list else "",
        "all_pages": _all_pages(preview),
        "conditions": list(_conditions(preview, page)),
    }


def _sections(preview: Preview, shown: Page) -> list[dict]:
    """The parts of the questionnaire, none of them finished but those before."""
    names = preview.definition.sections
    parts: list[dict] = []
    for page in preview.definition.pages:
        label = in_language(names[page.link_id], preview.language)
        if not parts or parts[-1]["label"] != label:
            url = preview.url_of(page.number)
            state = "done" if page.number <= shown.number else "todo"
            parts.append({"label": label, "state": state, "url": url})
    begun = [part for part in parts if part["state"] == "done"]
    begun[-1]["state"] = "current"
    return parts


def _all_pages(preview: Preview) -> list[dict]:
    outline = Outline(preview.definition, preview.language)
    return [
        {
            "number": page.number,
            "title": outline.words(page.title) or page.link_id,
            "url": preview.url_of(page.number),
        }
        for page in preview.definition.pages
    ]


def _conditions(preview: Preview, page: Page) -> Iterator[dict]:
    """What of the page is asked only sometimes, and when."""
    outline = Outline(preview.definition, preview.language)
    if page.group.enable_when:
        words = outline.condition(page.group.enable_when)
        yield {"text": _("This page"), "words": words}
    for item in (part for top in page.items for part in top.walk()):
        if item.enable_when:
            words = outline.condition(item.enable_when)
            yield {"text": outline.name(item.link_id), "words": words}
