"""A form came without a valid token: another window signed in, or it is not ours."""

from django.http import HttpRequest, HttpResponse

from intake.web import errors
from intake.web.origin import is_from_here
from intake.web.parking import may_be_parked
from intake.web.patient.returning import page_again


def failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answers that were sent from a page of ours are shown again, ready to be sent."""
    page = None
    if is_from_here(request) and may_be_parked(request):
        page = page_again(request)
    return page or errors.csrf_failed(request, reason)
