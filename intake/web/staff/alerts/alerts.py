"""One alert: what was answered, how to reach the person, what was done."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.audit import actions as audit
from intake.patients.identity import email_of, identity_of
from intake.practice.models import Organisation
from intake.questionnaires import typed
from intake.questionnaires.filled import Filled
from intake.questionnaires.score_entry import entered_scores
from intake.questionnaires.standing import standing
from intake.safety import actions
from intake.safety.models import Alert, AlertEvent
from intake.safety.replies import how_to_reach, reply_of
from intake.web.staff.cases.case_forms import AlertForm
from intake.web.staff.cases.trail_shown import trail_shown
from intake.web.staff.reading import answer_to, question_words
from intake.web.staff.scores.scores_shown import entered_rows

from .alert_found import alert_of, level_set
from .alert_steps import steps_due


@require_http_methods(["GET", "HEAD", "POST"])
def alert_detail(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    alert = alert_of(request, alert_id)
    if request.method != "POST":
        return _page(request, alert, AlertForm(alert=alert))
    action = request.POST.get("_action", "")
    form = AlertForm(request.POST, alert=alert, action=action)
    if not form.is_valid():
        return _page(request, alert, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return _act(request, alert, form)
    except actions.AlertIsClosed:
        return _closed_before(request, alert_of(request, alert_id), form)


def _act(request: HttpRequest, alert: Alert, form: AlertForm) -> HttpResponse:
    note = form.whole_note()
    if form.action == "close":
        outcome = form.cleaned_data["outcome"]
        actions.close(alert=alert, outcome=outcome, note=note, by=request.user)
        messages.success(request, _("Alert closed."))
        if form.lacks_a_reason:
            messages.warning(request, _("The record shows that no contact was logged."))
        return redirect("staff:worklist")
    actions.acknowledge(alert=alert, note=note, by=request.user)
    messages.success(request, _("You have taken this alert on."))
    return redirect("staff:alert_detail", alert_id=alert.pk)


def _closed_before(request: HttpRequest, alert: Alert, form: AlertForm) -> HttpResponse:
    """The same post twice is done; anything else shows how it was closed."""
    repeated = form.action == "close" and (alert.closed_by, alert.outcome) == (
        request.user,
        form.cleaned_data["outcome"],
    )
    if repeated:
        return redirect("staff:worklist")
    return _page(request, alert, form, HTTPStatus.CONFLICT)


def _page(
    request: HttpRequest, alert: Alert, form: AlertForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    audit.record("alert.read", by=request.user, subject=alert, patient=alert.patient)
    events = list(alert.events.select_related("by", "person"))
    for event in events:
        event.alert = alert
    identity = identity_of(alert.patient)
    opened = _opened(alert, events)
    reply = _reply(events)
    context = {
        "alert": alert,
        "identity": identity,
        "reach": how_to_reach(identity, reply and reply["said"]),
        "age": identity.age(Organisation.current().today()) if identity else None,
        "email": email_of(alert.patient),
        "events": [
            (event, actions.note_of(event), reply_of(event)) for event in events
        ],
        "answers": _answers(alert, events, opened),
        "trail": trail_shown(now.top for now in opened),
        "steps": steps_due(alert, events, opened) if alert.is_open else (),
        "level_set": level_set(alert, events),
        "reply": reply,
        "told": alert.told.select_related("person", "message", "text_message"),
        "earlier": _earlier(alert),
        "case": alert.patient.cases.order_by("-received_at").first(),
        "form": form,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "changed": status == HTTPStatus.CONFLICT,
    }
    return render(request, "staff/alert_detail.html", context, status=status)


def _earlier(alert: Alert) -> Alert | None:
    """The alert of the same patient that was closed last before this one opened."""
    closed = alert.patient.alerts.filter(closed_at__lte=alert.opened_at)
    return closed.order_by("-closed_at").first()


def _reply(events: list[AlertEvent]) -> dict | None:
    """What the patient told us last of where they are, and when."""
    told = [event for event in events if event.kind == AlertEvent.Kind.REPLIED]
    return {"said": reply_of(told[-1]), "at": told[-1].at} if told else None


def _answers(
    alert: Alert, events: list[AlertEvent], opened: list[Filled]
) -> list[dict]:
    """The answers behind an alert, then scores that staff entered."""
    link_ids = {name for event in events for name in actions.causes_of(event)}
    rows = [row for now in opened for row in _rows(now, link_ids)]
    entered = entered_scores(alert.patient, _sources(events))
    return rows + entered_rows(entered, link_ids)


def _sources(events: list[AlertEvent]) -> set[UUID]:
    return {event.source_id for event in events if event.source_id}


def _opened(alert: Alert, events: list[AlertEvent]) -> list[Filled]:
    """The responses behind an alert as they stand now, drafts too, the latest first."""
    return standing(alert.patient, _sources(events))


def _rows(now: Filled, link_ids: set[str]) -> list[dict]:
    """What was asked, answered or not; what was not asked says nothing."""
    whole, now = _with_all_typed(now), now.top
    walked = (item for view in now.versions for item in view.definition.walk())
    items = dict.fromkeys(item.link_id for item in walked)
    return [
        {
            "id": link_id,
            "question": question_words(now, link_id),
            "answer": _saved_and_typed(now, whole, link_id),
        }
        for link_id in items
        if link_id in link_ids
        and (_is_shown(now, link_id) or _is_shown(whole, link_id))
    ]


def _with_all_typed(now: Filled) -> Filled:
    """All answers as if what was typed had been saved, that on top included."""
    whole = typed.with_typed(now, typed.all_typed(now.response)).top
    if not now.followers:
        return whole
    return typed.with_typed(whole, typed.all_typed(whole.response))


def _is_shown(now: Filled, link_id: str) -> bool:
    return link_id in now.told_in(link_id).active.shown


def _saved_and_typed(now: Filled, whole: Filled, link_id: str) -> str:
    """The answer, and the one that stands on the patient's page without being saved."""
    saved, unsaved = answer_to(now, link_id), answer_to(whole, link_id)
    if saved == unsaved:
        return saved
    words = _("Typed and not saved: %(answer)s") % {"answer": unsaved}
    return f"{saved}\n{words}" if saved else words
