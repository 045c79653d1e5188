"""Leaving in a hurry: nothing of the patient is left to go back to."""

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest

from intake.audit import actions as audit

MARK = "left"  # a cookie that the page sets by itself, since nobody waits for us


def may_have_session(request: HttpRequest) -> bool:
    """Whether the browser carries one; the database is not asked."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def end_session(request: HttpRequest) -> None:
    """Sign out whoever is signed in, and forget what else the session holds."""
    if request.user.is_authenticated:
        audit.record("signed_out", by=request.user)
    auth.logout(request)
