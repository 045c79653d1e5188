"""A form came without a valid token: another window signed in, or it is not ours."""

from django.http import HttpRequest, HttpResponse

from intake.web import errors
from intake.web.parking import may_be_parked
from intake.web.patient.returning import page_again


def failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answers that were sent from a page of ours are shown again, ready to be sent."""
    page = None
    if _is_from_here(request) and may_be_parked(request):
        page = page_again(request)
    return page or errors.csrf_failed(request, reason)


def _is_from_here(request: HttpRequest) -> bool:
    """The browser says that the form stood on this site; silence is a no."""
    here = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == here
    return request.headers.get("Referer", "").startswith(f"{here}/")
