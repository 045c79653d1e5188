"""Somebody who fills in one response: what differs between the sides of the site."""

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Self
from uuid import UUID

from django.forms import Field
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from intake.accounts.models import User
from intake.domain.answer import Answer
from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response
from intake.web.ui.answers_shown import Beside

from .again import why_again

View = Callable[..., HttpResponse]
READ_OUT = "_read_out"  # the control that says that staff read the questions out


class Sitting:
    """A person at the pages of one response.

    A side says in a subclass how its addresses begin, on which skeleton its pages
    stand, and where the person goes who stops.
    """

    addresses: str  # what the names of its addresses begin with
    base: str  # the skeleton of its pages
    templates: tuple[str, ...] = ("filling",)  # the folders of its pages
    home: str  # the name of the address for whoever stops, or has sent everything
    keeps_typing = False  # whether what is typed is kept before it is saved

    def __init__(self, request: HttpRequest, response: Response):
        self.request, self.response = request, response

    @property
    def title(self) -> str:
        """The title of every page with questions: it says nothing about them."""
        return _("Your questions")

    @property
    def user(self) -> User:
        return self.request.user

    @property
    def language(self) -> str:
        return self.request.LANGUAGE_CODE

    @property
    def is_posting(self) -> bool:
        return self.request.method == "POST"

    @property
    def pressed(self) -> str:
        """The button by which the page was sent."""
        return self.request.POST.get("_action", "")

    @cached_property
    def home_url(self) -> str:
        return reverse(self.home)

    @property
    def check_url(self) -> str:
        return self.url("check")

    @property
    def help_url(self) -> str:
        """The page that comes first after a risk answer."""
        return self.url("now")

    def held_back(self, now: Filled, page: Page, row: str = "") -> Mapping[str, str]:
        """Answers that this person may neither see nor overwrite, and what to say.

        Of a list as a whole there is one, ``state``; while it is held back, nothing in
        the list can be changed.
        """
        return {}

    def prefilled(self, now: Filled, page: Page, row: str = "") -> Mapping[str, Answer]:
        """What stands in the inputs of a page when it is opened."""
        return now.shown(page.link_id, row)

    def controls(self, now: Filled, asked: Collection[str]) -> dict[str, Field]:
        """Inputs after the questions asked; their names begin with ``_``."""
        return {}

    def posted(
        self, data: Mapping[str, Any], revision: int, **more: Any
    ) -> actions.Posted:
        """What came with a post, and how it came in."""
        how = {"language": self.language} | more
        return actions.Posted(data, revision, **how)

    def heed(self, saved: actions.Saved) -> None:
        """What has to be said at once of answers that were just stored."""

    def lead_on(self, saved: actions.Saved, address: str) -> HttpResponse:
        """On to the address, after the page with help when that is due."""
        return redirect(self.help_url if saved.needs_help_page else address)

    def beside(self, now: Filled) -> Beside:
        """What stands beside or instead of the answers when they are checked."""
        return Beside()

    def url(self, name: str, *more: Any) -> str:
        """An address of this response."""
        return reverse(f"{self.addresses}{name}", args=[self.response.pk, *more])

    def section_url(self, number: int) -> str:
        """Where a finished section is looked through."""
        return self.url("section", number)

    @property
    def is_unfinished(self) -> bool:
        """Something is still to be answered, here, above or beneath."""
        return self.next_url(filled(self.response)) != self.check_url

    def why_again(self, now: Filled) -> str:
        """Why some questions are asked again, as this person may read it."""
        return why_again(now)

    def page_url(self, page: Page) -> str:
        return self.url("page", page.number)

    def row_url(self, page: Page, row: Any, *, remove: bool = False) -> str:
        return self.url("row_remove" if remove else "row", page.number, row)

    def place_url(self, page: Page, row: str) -> str:
        """The address of a page, or of one row of a list."""
        return self.row_url(page, row) if row else self.page_url(page)

    def typed_url(self, page: Page, row: str) -> str:
        """Where what is typed on a page or row goes before it is saved."""
        if not self.keeps_typing:
            return ""
        name, place = ("row_typed", [row]) if row else ("typed", [])
        return self.url(name, page.number, *place)

    def keep_url(self, now: Filled, page: Page, row: str) -> str:
        """Where to go on with what is saved of a page or row."""
        return self.page_url(page) if row else self.next_url(now)

    def at(self, now: Filled) -> Self:
        """The same person at a response beneath or above this one."""
        if now.response.pk == self.response.pk:
            return self
        return type(self)(self.request, now.response)

    def next_url(self, now: Filled) -> str:
        """The first page or row that is not complete, or the check of all answers.

        What is asked on top comes first; then the person goes on beneath it.
        """
        for layer in (*now.stack[1:], now):
            if following := layer.next_page:
                row = layer.first_unfinished_row(following.page)
                return self.at(layer).place_url(following.page, row)
        if now.base and now.base.response.is_open:
            beneath = filled(now.base.response)
            return self.at(beneath).next_url(beneath)
        return self.check_url

    def render(
        self, template: str, context: dict[str, Any], status: int = HTTPStatus.OK
    ) -> HttpResponse:
        whole = context | {"sitting": self, "response": self.response}
        names = [f"{folder}/{template}.html" for folder in self.templates]
        return render(self.request, names, whole, status=status)

    def sent_already(self) -> HttpResponse:
        """Answers that were sent or withdrawn are not changed here."""
        return self.go_on_at(self.home_url)

    def go_on_at(self, address: str, *, is_kept: bool = False) -> HttpResponse:
        """What is asked for is not open now; what was posted is not stored."""
        if not self.is_posting:
            return redirect(address)
        context = {"next_url": address, "is_kept": is_kept}
        return self.render("not_open", context, HTTPStatus.CONFLICT)

    def keep_unsaved(self, now: Filled, page: Page, row: str = "") -> bool:
        """What was posted cannot be saved at present; tells whether it is kept."""
        return False

    def keep_refused(self, now: Filled, page: Page, row: str = "") -> None:
        """Part of what was posted was not accepted, and stays as it was typed."""


def questionnaire_page(view: View) -> View:
    """Gives a view the answers so far and the page that its number means.

    Where the response or the page is not open now, it says where to go on instead.
    """

    @wraps(view)
    def opened(sitting: Sitting, number: int, **parts: Any) -> HttpResponse:
        if not sitting.response.is_open:
            return sitting.sent_already()
        now = filled(sitting.response)
        page = _page(now, number)
        try:
            if not (now.may_open(number) or _was_open(sitting, now, page)):
                return _not_open(sitting, now, page, **parts)
            return view(sitting, now, page, **parts)
        except actions.NotOpen:  # sent or withdrawn in this instant by another tab
            return sitting.sent_already()

    return opened


def _was_open(sitting: Sitting, now: Filled, page: Page) -> bool:
    """The page was open until its questions were asked on top instead.

    What was answered on it before that was known is stored, and acts.
    """
    names = {page.link_id, *(item.link_id for item in page.questions)}
    is_asked_above = not now.claimed.isdisjoint(names)
    return sitting.is_posting and is_asked_above and now.alone.may_open(page.number)


def _not_open(
    sitting: Sitting, now: Filled, page: Page, row_id: UUID | None = None
) -> HttpResponse:
    """An answer before this page has changed; what was sent waits until it is open."""
    row = str(row_id or "")
    is_sent = sitting.is_posting and page.is_list == bool(row)
    is_kept = is_sent and sitting.keep_unsaved(now, page, row)
    return sitting.go_on_at(sitting.next_url(now), is_kept=is_kept)


def _page(now: Filled, number: int) -> Page:
    try:
        return now.definition.page(number)
    except KeyError:
        raise Http404 from None
