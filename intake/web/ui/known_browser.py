"""The cookie of a browser in which an account was opened before; it names nobody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from intake.accounts import known
from intake.sealing import Index

NAME = "known"


def bucket_of(request: HttpRequest, index: Index) -> bytes | None:
    """Where tries of this browser for this name or address are counted."""
    carried = request.COOKIES.get(NAME, "")
    found = (known.bucket(carried, one) for one in index.all)
    return next(filter(None, found), None)


def forget(response: HttpResponse, path: str) -> HttpResponse:
    """Take the mark back: others use this device, and would see that it is there."""
    response.delete_cookie(NAME, path=path)
    return response


def remember(
    request: HttpRequest, response: HttpResponse, index: Index, path: str
) -> HttpResponse:
    """Give the browser a mark for this account, sent back to the sign-in alone."""
    if bucket_of(request, index) is None:
        response.set_cookie(
            NAME,
            known.mark(index.newest),
            max_age=known.LIFE,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
