"""Somebody who fills in one response: what differs between the sides of the site."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from intake.accounts.models import User
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.actions import NotOpen
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response

View = Callable[..., HttpResponse]


class Sitting:
    """A person at the pages of one response.

    A side says in a subclass how its addresses begin, on which skeleton its pages
    stand, and where the person goes who stops.
    """

    addresses: str  # what the names of its addresses begin with
    base: str  # the skeleton of its pages
    home: str  # the name of the address for whoever stops, or has sent everything

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

    def url(self, name: str, *more: Any) -> str:
        """An address of this response."""
        return reverse(f"{self.addresses}{name}", args=[self.response.pk, *more])

    def page_url(self, page: Page) -> str:
        return self.url("page", page.number)

    def row_url(self, page: Page, row: Any, *, remove: bool = False) -> str:
        return self.url("row_remove" if remove else "row", page.number, row)

    def next_url(self, now: Filled) -> str:
        """The first page or row that is not complete, or the check of all answers."""
        following = now.next_page
        if following is None:
            return self.check_url
        if row := now.first_unfinished_row(following.page):
            return self.row_url(following.page, row)
        return self.page_url(following.page)

    def render(
        self, template: str, context: dict[str, Any], status: int = HTTPStatus.OK
    ) -> HttpResponse:
        whole = context | {"sitting": self, "response": self.response}
        return render(self.request, f"filling/{template}.html", whole, status=status)

    def sent_already(self) -> HttpResponse:
        """Answers that were sent or withdrawn are not changed here."""
        return self.go_on_at(self.home_url)

    def go_on_at(self, address: str) -> HttpResponse:
        """What is asked for is not open now; what was posted is not stored."""
        if not self.is_posting:
            return redirect(address)
        return self.render("not_open", {"next_url": address}, HTTPStatus.CONFLICT)


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
        if not now.may_open(number):
            return sitting.go_on_at(sitting.next_url(now))
        try:
            return view(sitting, now, page, **parts)
        except NotOpen:  # sent or withdrawn in this instant by another tab
            return sitting.sent_already()

    return opened


def _page(now: Filled, number: int) -> Page:
    try:
        return now.definition.page(number)
    except KeyError:
        raise Http404 from None
