"""Trying to reach the patient of an alert, and giving the alert to a colleague."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.audit import actions as audit
from intake.patients.identity import identity_of
from intake.safety import contacts
from intake.safety.actions import AlertIsClosed
from intake.safety.models import Alert
from intake.safety.replies import how_to_reach, reply_to
from intake.web.ui.forms import REVISION, posted

from .alert_found import alert_of
from .contact_forms import ContactForm, HandOverForm


@require_http_methods(["GET", "HEAD", "POST"])
def alert_contact(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Write down one attempt to reach the patient."""
    alert = alert_of(request, alert_id)
    form = ContactForm(posted(request), alert=alert)
    context = {"alert": alert, "form": form, "seen": alert.events.count()}
    if not alert.is_open:
        return _page(request, "alert_contact", context, HTTPStatus.CONFLICT)
    if not form.is_valid():
        return _page(request, "alert_contact", context)
    try:
        attempt = form.attempt(_seen(request))
        contacts.log_contact(alert=alert, attempt=attempt, by=request.user)
    except AlertIsClosed:
        context["alert"] = alert_of(request, alert_id)
        return _page(request, "alert_contact", context, HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded."))
    return redirect("staff:alert_detail", alert_id=alert.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def alert_hand_over(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Give the alert to a colleague of the site."""
    alert = alert_of(request, alert_id)
    colleagues = contacts.colleagues(alert, request.user)
    form = HandOverForm(posted(request), colleagues=colleagues)
    context = {"alert": alert, "form": form, "colleagues": colleagues}
    if not alert.is_open:
        return _page(request, "alert_hand_over", context, HTTPStatus.CONFLICT)
    if not form.is_valid():
        return _page(request, "alert_hand_over", context)
    try:
        _hand_over(request, alert, form)
    except AlertIsClosed:
        context["alert"] = alert_of(request, alert_id)
        return _page(request, "alert_hand_over", context, HTTPStatus.CONFLICT)
    except contacts.CannotTake:
        form.add_error("to", _("This colleague cannot take it. Choose another one."))
        return _page(request, "alert_hand_over", context)
    return redirect("staff:alert_detail", alert_id=alert.pk)


def _hand_over(request: HttpRequest, alert: Alert, form: HandOverForm) -> None:
    to, note = form.colleague(), form.cleaned_data["note"]
    if alert.assigned_to_id == to.pk and alert.waits_for == "acknowledge":
        messages.info(request, _("It waits for {name} already.").format(name=to))
        return
    contacts.hand_over(alert=alert, to=to, note=note, by=request.user)
    messages.success(request, _("Handed over to {name}.").format(name=to))


def _seen(request: HttpRequest) -> int | None:
    sent = request.POST.get(REVISION, "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else None


def _page(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    alert, form = context["alert"], context["form"]
    audit.record("alert.read", by=request.user, subject=alert, patient=alert.patient)
    if _is_refused(form) and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    identity = identity_of(alert.patient)
    context["identity"] = identity
    context["reach"] = how_to_reach(identity, reply_to(alert))
    context["refused"] = status == HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, f"staff/{name}.html", context, status=status)


def _is_refused(form: BaseForm) -> bool:
    return form.is_bound and bool(form.errors)
