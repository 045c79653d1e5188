"""Looks for alerts past their time before any page of staff does.

So every such page can say so, and an alert goes on to the next person even while the
worker is down.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from intake.accounts.roles import CARE_TEAM
from intake.safety import escalation
from intake.safety.models import Alert

STAFF_SIDE = "/staff/"
MOST = 100


class OverdueAlerts:
    """Leaves the overdue alerts of the person's sites in ``request.overdue``."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view) -> None:
        if not request.path_info.startswith(STAFF_SIDE):
            return
        user = request.user
        if user.is_authenticated and user.has_role(CARE_TEAM):
            request.overdue = _overdue(user)


def _overdue(user) -> list[Alert]:
    now = timezone.now()
    late = list(Alert.objects.late_at(user.sites.all(), now)[:MOST])
    if any(alert.escalate_at and alert.escalate_at <= now for alert in late):
        escalation.escalate_due(now)
    return [alert for alert in late if alert.due_at]
