"""Finding what a patient's address means; anybody else's is not found."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.domain.questionnaire.pages import Page
from intake.patients.models import Patient
from intake.questionnaires.actions import NotOpen
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response

View = Callable[..., HttpResponse]


def patient_of(request: HttpRequest) -> Patient:
    """The record of whoever is signed in."""
    patients = Patient.objects.visible_to(request.user).select_related("identity")
    return get_object_or_404(patients, user=request.user)


def response_of(request: HttpRequest, response_id: UUID) -> Response:
    """One's own response."""
    responses = Response.objects.visible_to(request.user)
    related = responses.select_related("patient__identity")
    return get_object_or_404(related, pk=response_id)


def questionnaire_page(view: View) -> View:
    """Gives a view the answers so far and the page that its address names.

    Where the response or the page is not open now, it says where to go on instead.
    """

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(
        request: HttpRequest, response_id: UUID, number: int, **parts: UUID
    ) -> HttpResponse:
        response = response_of(request, response_id)
        if not response.is_open:
            return sent_already(request)
        now = filled(response)
        page = _page(now, number)
        if not now.may_open(number):
            return go_on_at(request, next_address(now))
        try:
            return view(request, now, page, **parts)
        except NotOpen:  # sent or withdrawn in this instant by another tab
            return sent_already(request)

    return opened


def _page(now: Filled, number: int) -> Page:
    try:
        return now.definition.page(number)
    except KeyError:
        raise Http404 from None


def next_address(now: Filled) -> str:
    """The first page that is not complete, or the check of all answers."""
    following = now.next_page
    if following is None:
        return reverse("patient:check", args=[now.response.pk])
    return page_address(now, following.page)


def page_address(now: Filled, page: Page) -> str:
    return reverse("patient:page", args=[now.response.pk, page.number])


def sent_already(request: HttpRequest) -> HttpResponse:
    """Answers that were sent or withdrawn are not changed here."""
    return go_on_at(request, reverse("patient:home"))


def go_on_at(request: HttpRequest, address: str) -> HttpResponse:
    """What is asked for is not open now; what was posted is not stored."""
    if request.method != "POST":
        return redirect(address)
    context = {"next_url": address}
    status = HTTPStatus.CONFLICT
    return render(request, "patient/not_open.html", context, status=status)
