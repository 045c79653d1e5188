"""Finding an alert of one's sites, and what a screen asked by staff says of it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from intake.questionnaires.offered import Offered, offered_level
from intake.questionnaires.score_entry import entered_scores
from intake.questionnaires.standing import standing
from intake.safety.actions import note_of
from intake.safety.levels import latest_set
from intake.safety.models import Alert, AlertEvent


def alert_of(request: HttpRequest, alert_id: UUID) -> Alert:
    """An alert that this clinician may see."""
    alerts = Alert.objects.visible_to(request.user).select_related(
        "patient__identity",
        "patient__site",
        "assigned_to",
        "acknowledged_by",
        "closed_by",
    )
    return get_object_or_404(alerts, pk=alert_id)


def level_set(alert: Alert, events: Iterable[AlertEvent] = ()) -> dict[str, Any] | None:
    """The latest level that a clinician set, and why; None when nobody has.

    Args:
        events: What happened with the alert, where that is known already.
    """
    event = latest_set(events or alert.events.select_related("by"))
    if event is None:
        return None
    event.alert = alert
    return {"event": event, "reason": note_of(event)}


def offered_to(alert: Alert) -> Offered | None:
    """The level that the latest C-SSRS asked by staff offers for this alert."""
    events = alert.events.exclude(source_id=None)
    sources = set(events.values_list("source_id", flat=True))
    opened = standing(alert.patient, sources)
    if not opened:
        return None
    return offered_level(opened[0], entered_scores(alert.patient, sources))
