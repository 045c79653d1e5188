"""How somebody proved in this browser who they are, and how long ago.

A signature, an export and a change of roles count only close to a proof. Staff who have
not proved a second factor in this session are not signed in at all.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from .presence import begin

PROVED_AT = "proved_at"
FACTOR = "factor"


def note_proof(session: SessionBase) -> None:
    session[PROVED_AT] = int(timezone.now().timestamp())


def note_factor(session: SessionBase) -> None:
    """A second factor was proved in this session."""
    session[FACTOR] = True


def is_enough(session: SessionBase) -> bool:
    """Whether what was proved in this session lets staff in."""
    return not settings.STAFF_NEED_SECOND_FACTOR or session.get(FACTOR, False)


def is_fresh(session: SessionBase) -> bool:
    """Whether a proof was given within the time that a signature asks for."""
    age = timezone.now().timestamp() - session.get(PROVED_AT, 0)
    return age <= settings.SIGNING_FRESH


def _signed_in(*, request: HttpRequest, **_rest: Any) -> None:
    note_proof(request.session)
    begin(request.session, request.headers.get("User-Agent", ""))


def listen() -> None:
    """Every way to sign in counts, those of libraries too."""
    user_logged_in.connect(_signed_in, dispatch_uid="proved")
