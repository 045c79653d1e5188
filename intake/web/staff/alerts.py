"""One alert: what was answered, how to reach the person, what was done."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.audit import actions as audit
from intake.domain.questionnaire.items import in_language
from intake.patients.identity import email_of, identity_of
from intake.practice.models import Organisation
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response
from intake.safety import actions
from intake.safety.models import Alert, AlertEvent
from intake.web.ui.answer_words import answer_words

from .case_forms import AlertForm
from .case_shown import LANGUAGE


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_detail(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    alerts = Alert.objects.visible_to(request.user).select_related(
        "patient__identity", "patient__site", "acknowledged_by", "closed_by"
    )
    alert = get_object_or_404(alerts, pk=alert_id)
    chosen = request.POST.get("_action", "")
    form = AlertForm(
        request.POST if request.method == "POST" else None, closing=chosen == "close"
    )
    if request.method == "POST" and form.is_valid():
        return _act(request, alert, form, chosen)
    audit.record("alert.read", by=request.user, subject=alert, patient=alert.patient)
    refused = form.is_bound
    context = _context(alert) | {"form": form, "refused": refused}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "staff/alert_detail.html", context, status=status)


def _act(
    request: HttpRequest, alert: Alert, form: AlertForm, chosen: str
) -> HttpResponse:
    note = form.cleaned_data["note"].strip()
    try:
        if chosen == "close":
            actions.close(
                alert=alert,
                outcome=form.cleaned_data["outcome"],
                note=note,
                by=request.user,
            )
            messages.success(request, _("Alert closed."))
            return redirect("staff:worklist")
        actions.acknowledge(alert=alert, note=note, by=request.user)
        messages.success(request, _("You have taken this alert on."))
    except actions.AlertIsClosed:
        messages.warning(request, _("Somebody closed this alert in the meantime."))
    return redirect("staff:alert_detail", alert_id=alert.pk)


def _context(alert: Alert) -> dict:
    events = list(alert.events.select_related("by"))
    for event in events:
        event.alert = alert
    identity = identity_of(alert.patient)
    return {
        "alert": alert,
        "identity": identity,
        "age": identity.age(Organisation.current().today()) if identity else None,
        "email": email_of(alert.patient),
        "events": [(event, actions.note_of(event)) for event in events],
        "answers": _answers(events),
        "case": alert.patient.cases.order_by("-received_at").first(),
    }


def _answers(events: list[AlertEvent]) -> list[dict]:
    """The answers behind an alert as they stand now, also from a draft."""
    sources = {event.source_id for event in events if event.source_id}
    responses = Response.objects.filter(pk__in=sources).select_related(
        "version", "patient__identity"
    )
    link_ids = {name for event in events for name in event.link_ids}
    return [row for response in responses for row in _rows(filled(response), link_ids)]


def _rows(now: Filled, link_ids: set[str]) -> list[dict]:
    return [
        {
            "id": item.link_id,
            "question": in_language(item.text, LANGUAGE),
            "answer": answer_words(item, now.sheet.answers.get(item.link_id), LANGUAGE),
        }
        for item in now.definition.walk()
        if item.link_id in link_ids and item.link_id in now.sheet.answers
    ]
