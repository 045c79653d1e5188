"""Pages for what went wrong. They need no database, and never show a trace."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from intake.accounts.access import EDITING_SIDE
from intake.practice.crisis_texts import shipped
from intake.practice.models import CrisisRecord, Organisation

from .erased import erased_page
from .leaving import may_have_session
from .tries import note_try


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    return _page(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "csrf.html")


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    erased = erased_page(request)
    if erased is not None:
        return erased
    note_try(request)
    return _page(request, 404)


def wrong_method(request: HttpRequest) -> HttpResponse:
    return _page(request, 405)


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(request, 413)


def too_many(request: HttpRequest) -> HttpResponse:
    return _page(request, 429)


def unopened(request: HttpRequest) -> HttpResponse:
    """503: a record that cannot be read, with words of its own."""
    return _page(request, 503, "unopened.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database that does not answer."""
    kind = sys.exc_info()[0]
    if kind is not None and issubclass(kind, (OperationalError, InterfaceError)):
        return _page(request, 503)
    return _page(request, 500)


def _page(request: HttpRequest, status: int, template: str = "") -> HttpResponse:
    ask = status < 500
    context = {
        "request": request,
        "crisis": crisis_record(ask=ask),
        "leave_address": _way_out(request, ask=ask),
        "ends_session": may_have_session(request),
        "is_down": not ask,
    }
    text = render_to_string(template or f"{status}.html", context)
    return HttpResponse(text, status=status)


def _way_out(request: HttpRequest, *, ask: bool) -> str:
    """Where the quick exit leads; staff need none.

    Args:
        ask: Whether the database may be asked.
    """
    if request.path_info.startswith(("/staff/", EDITING_SIDE)):
        return ""
    shipped_address = Organisation._meta.get_field("leave_address").default
    try:
        return Organisation.current().leave_address if ask else shipped_address
    except (DatabaseError, InterfaceError):
        return shipped_address


def crisis_record(*, ask: bool) -> CrisisRecord:
    """Where help is: as stored, else as last read, else as it ships. Never nothing.

    Args:
        ask: Whether the database may be asked.
    """
    stored = _stored() if ask else None
    return stored or CrisisRecord.last_read or CrisisRecord(**shipped())


def _stored() -> CrisisRecord | None:
    try:
        return CrisisRecord.current()
    except (DatabaseError, InterfaceError):
        return None
