"""How long a patient stays signed in; the session keeps when it began and was active.

Half an hour without activity ends it, and so does a long day. Staff are not looked at.
"""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError
from django.utils import timezone

BEGAN, SEEN = "began", "seen"  # in seconds of the epoch
NOTED = 60  # seconds; activity is written down no more often


class SessionEnded(Exception):
    """Another window signed out in this instant."""


def seconds_left(session: SessionBase) -> int:
    """How long the person stays signed in if nothing happens any more."""
    now = _now()
    idle = session.get(SEEN, now) + settings.PATIENT_IDLE
    longest = session.get(BEGAN, now) + settings.PATIENT_LONGEST
    return min(idle, longest) - now


def is_noted(session: SessionBase) -> bool:
    """Whether activity was written down a moment ago."""
    return SEEN in session and _now() - session[SEEN] < NOTED


def note_activity(session: SessionBase) -> None:
    """Write down that the person is there, at once: no page fails over it at its end.

    Raises:
        SessionEnded: there is nothing to write it into any more.
    """
    session.setdefault(BEGAN, _now())
    session[SEEN] = _now()
    try:
        session.save()
    except UpdateError as problem:
        if isinstance(problem.__context__, (OperationalError, InterfaceError)):
            raise problem.__context__ from None
        raise SessionEnded from None
    session.modified = False


def forget_ended_sessions() -> None:
    """Delete what lies in sessions that are over, since nobody can open them again."""
    SessionStore.clear_expired()


def _now() -> int:
    return int(timezone.now().timestamp())
