"""Requests to be erased: the queue, and one of them."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from intake.practice.models import Organisation
from intake.rights import requests
from intake.rights.models import Erasure, ErasureRequest, Hold
from intake.web.staff.accounts.signing import is_signed, needs_password
from intake.web.ui.forms import form_page, posted

from .forms import DeclineForm, EraseForm, NumberForm

LATEST = 20


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What waits, what is held, what was erased."""
    today = Organisation.current().today()
    known = ErasureRequest.objects.visible_to(request.user)
    waiting = known.open().select_related("patient__site")
    held = Hold.objects.visible_to(request.user).filter(patient__erased_at=None)
    holds = held.standing(today).select_related("patient__site", "by")
    gone = Erasure.objects.visible_to(request.user)
    erased = gone.select_related("patient__site", "by")[:LATEST]
    context = {
        "waiting": [_row(one) | {"is_late": one.due_on < today} for one in waiting],
        "holds": [_row(one) for one in holds],
        "erased": [_row(one) for one in erased],
    }
    return render(request, "staff/privacy/privacy.html", context)


def _row(one: ErasureRequest | Hold | Erasure) -> dict[str, Any]:
    return {"one": one, "number": requests.record_number(one.patient)}


@require_http_methods(["GET", "HEAD", "POST"])
def privacy_ask(request: HttpRequest) -> HttpResponse:
    """Write down that somebody asked by letter, by phone or in person."""
    form = NumberForm(posted(request))
    if not form.is_valid():
        return form_page(request, "staff/privacy/ask.html", form)
    asked = requests.ask(patient=form.patient, by=request.user)
    return redirect("staff:privacy_request", number=asked.pk)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def privacy_request(request: HttpRequest, number: int) -> HttpResponse:
    """One request: erase the person, or decline with a reason."""
    known = ErasureRequest.objects.visible_to(request.user)
    related = known.select_related("patient__site", "by", "end__by")
    asked = get_object_or_404(related, pk=number)
    action = request.POST.get("_action") if request.method == "POST" else None
    erase = EraseForm(
        request.POST if action == "erase" else None,
        patient=asked.patient,
        signs=needs_password(request),
    )
    decline = DeclineForm(request.POST if action == "decline" else None)
    try:
        if action == "erase" and erase.is_valid() and is_signed(request, erase):
            requests.grant(request=asked, by=request.user)
            return _done(request, _("The record is erased."))
        if action == "decline" and decline.is_valid():
            reason = decline.cleaned_data["reason"]
            requests.decline(request=asked, reason=reason, by=request.user)
            return _done(request, _("The patient reads your reason on their page."))
    except requests.Answered:
        messages.warning(request, _("Somebody has answered this meanwhile."))
        return redirect("staff:privacy_request", number=asked.pk)
    except (requests.OnHold, requests.SafetyComesFirst):
        return _page(request, asked, erase, decline, HTTPStatus.CONFLICT)
    bound = erase.is_bound or decline.is_bound
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    return _page(request, asked, erase, decline, status)


def _page(
    request: HttpRequest,
    asked: ErasureRequest,
    erase: EraseForm,
    decline: DeclineForm,
    status: HTTPStatus,
) -> HttpResponse:
    patient, today = asked.patient, Organisation.current().today()
    context = {
        "asked": asked,
        "end": getattr(asked, "end", None),
        "number": requests.record_number(patient),
        "is_late": requests.is_overdue(asked, today),
        "cases": patient.cases.order_by("received_at"),
        "drafts": patient.responses.drafts().count(),
        "against": requests.what_stands_against(patient),
        "by_patient": asked.by_id == patient.user_id,
        "erase": erase,
        "decline": decline,
        "form": decline if decline.is_bound else erase,
    }
    return render(request, "staff/privacy/request.html", context, status=status)


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("staff:privacy")
