"""Coming back to a page of questions after being signed out, with what was typed."""

from contextlib import suppress
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve

from intake.domain.questionnaire.pages import Page
from intake.questionnaires.actions import NotOpen, TooMuchTyped
from intake.questionnaires.filled import Filled, filled
from intake.web.parking import Parked
from intake.web.ui.filling.typing import keep, sent_back

from .opening import OwnSitting, sitting_of


def give_back(request: HttpRequest, parked: Parked) -> str:
    """Keep what was sent where it was typed, if those answers are this patient's.

    Returns:
        Where to go on; nothing when the answers are somebody else's.
    """
    try:
        sitting, now, shown, row = _place(request, parked.path)
    except Http404:
        return ""
    with suppress(NotOpen, TooMuchTyped):
        if shown.is_list == bool(row):
            keep(sitting, now, shown, row, parked.data)
    return parked.path


def page_again(request: HttpRequest) -> HttpResponse | None:
    """The page with what was sent in its inputs, since its token was out of date.

    Nothing is stored: who sends without a token may be anybody. So this is only for
    the page's own patient, and it takes their press to send it anew. Somebody who is
    signed out sends the same once more from a page of ours, and is asked to sign in.
    """
    if not request.user.is_authenticated:
        return _ask_to_send(request)
    try:
        sitting, now, shown, row = _place(request, request.path)
    except Http404:
        return None
    is_open = sitting.response.is_open and now.may_open(shown.number)
    if not is_open or shown.is_list != bool(row):
        return None
    return sent_back(sitting, now, shown, row)


def _place(request: HttpRequest, path: str) -> tuple[OwnSitting, Filled, Page, str]:
    """What an address of a page or row means to this patient.

    Raises:
        Http404: it is not theirs, or there is no such page.
    """
    parts = resolve(path).kwargs
    sitting = sitting_of(request, parts["response_id"])
    now = filled(sitting.response)
    try:
        shown = now.definition.page(parts["number"])
    except KeyError:
        raise Http404 from None
    return sitting, now, shown, str(parts.get("row_id", ""))


def _ask_to_send(request: HttpRequest) -> HttpResponse:
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    context = {"sent": sent, "refused": True}
    status = HTTPStatus.FORBIDDEN
    return render(request, "patient/send_again.html", context, status=status)
