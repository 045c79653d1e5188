"""How long somebody stays signed in; the session keeps when it began and was active.

A while without activity ends it, and so does a long day; ``settings.SIGNED_IN`` says
how long both are, by role, and for patients on a device that others use too.
"""

import re

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import User

BEGAN, SEEN = "began", "seen"  # in seconds of the epoch
DEVICE = "device"
SHARED = "shared"
NOTED = 60  # seconds; activity is written down no more often
# The first that fits: browsers name those they descend from, too.
BROWSERS = {
    "Edge": r"Edg(e|A|iOS)?/",
    "Opera": r"OPR/|Opera",
    "Samsung Internet": r"SamsungBrowser/",
    "Firefox": r"Firefox/|FxiOS/",
    "Chrome": r"Chrome/|CriOS/|Chromium/",
    "Safari": r"Safari/",
}
SYSTEMS = {
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Android": r"Android",
    "Windows": r"Windows",
    "ChromeOS": r"CrOS",
    "Mac": r"Macintosh|Mac OS X",
    "Linux": r"Linux|X11",
}
LONGEST_AGENT = 400


class SessionEnded(Exception):
    """Another window signed out in this instant."""


def begin(session: SessionBase, agent: str) -> None:
    """Note that somebody signed in just now, and with what."""
    session[BEGAN] = session[SEEN] = _now()
    session[DEVICE] = device_words(agent)


def share(session: SessionBase, is_shared: bool) -> None:
    """Note whether others use this device; closing the browser then ends it, too."""
    session[SHARED] = is_shared
    session.set_expiry(0 if is_shared else None)  # zero: until the browser is closed


def is_shared(session: SessionBase) -> bool:
    return bool(session.get(SHARED))


def limits_of(session: SessionBase, user: User) -> tuple[int, int]:
    """Seconds without activity, and seconds in all; of several roles the shortest."""
    if user.is_patient:
        return settings.SIGNED_IN["patient_shared" if is_shared(session) else "patient"]
    kinds = [str(role) for role in user.roles]
    known = [settings.SIGNED_IN[kind] for kind in kinds if kind in settings.SIGNED_IN]
    known = known or list(settings.SIGNED_IN.values())
    return min(idle for idle, _all in known), min(longest for _idle, longest in known)


def seconds_left(session: SessionBase, user: User) -> int:
    """How long the person stays signed in if nothing happens any more."""
    now = _now()
    idle, longest = limits_of(session, user)
    ends = session.get(SEEN, now) + idle, session.get(BEGAN, now) + longest
    return min(ends) - now


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
    store: type[SessionStore] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    store.clear_expired()


def device_words(agent: str) -> str:
    """What a browser says it is, in words that people know; empty when it does not."""
    shown = agent[:LONGEST_AGENT]
    return ", ".join(filter(None, (_first(BROWSERS, shown), _first(SYSTEMS, shown))))


def _first(names: dict[str, str], agent: str) -> str:
    return next((name for name, sign in names.items() if re.search(sign, agent)), "")


def _now() -> int:
    return int(timezone.now().timestamp())
