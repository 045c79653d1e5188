"""How long ago somebody gave their password in this browser.

A signature counts for what it says only when it is close to that.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

PROVED_AT = "proved_at"


def note_proof(session: SessionBase) -> None:
    session[PROVED_AT] = int(timezone.now().timestamp())


def is_fresh(session: SessionBase) -> bool:
    """Whether the password was given within the time that a signature asks for."""
    age = timezone.now().timestamp() - session.get(PROVED_AT, 0)
    return age <= settings.SIGNING_FRESH


def _signed_in(*, request: HttpRequest, **_rest: Any) -> None:
    note_proof(request.session)


def listen() -> None:
    """Every way to sign in counts, those of libraries too."""
    user_logged_in.connect(_signed_in, dispatch_uid="proved")
