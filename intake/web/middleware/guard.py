"""Turns away whoever the access table does not admit."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from intake.accounts.access import EDITING_SIDE, rule_for
from intake.audit import actions as audit
from intake.web.parking import park


class AccessGuard:
    """Asks the access table before any view runs.

    Nobody signed in: on to the sign-in of that side, and answers that were sent wait.
    Signed in without the role, or an address that is not in the table: 403, and a line
    in the audit trail.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view) -> HttpResponse | None:
        name = request.resolver_match.view_name
        rule = rule_for(name, request.path_info)
        if rule is not None and rule.everybody:
            return None
        if rule is not None and not request.user.is_authenticated:
            park(request)
            return redirect(_sign_in(request))
        if rule is None or not rule.admits(request.user):
            by = request.user if request.user.is_authenticated else None
            audit.refused("address.opened", by=by, address=name or "unnamed")
            raise PermissionDenied
        return None


def _sign_in(request: HttpRequest) -> str:
    staff = request.path_info.startswith(("/staff/", EDITING_SIDE))
    address = reverse("staff:sign_in" if staff else "patient:sign_in")
    return f"{address}?{urlencode({'next': request.path})}"
