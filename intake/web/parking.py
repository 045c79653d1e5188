"""What is sent from a page of questions by somebody who is signed out, for an hour.

Nobody is signed in, so nobody's key can seal it: it lies in the visitor's own session,
sealed by the clinic's key for this address and this hour. Whoever signs in next gets it
back only where the answers are theirs.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.accounts import presence
from intake.questionnaires.actions import MOST_TYPED, size_of
from intake.sealing import CannotOpen, MasterKeys

PAGES = frozenset({"patient:page", "patient:row"})
PARKED = "parked"  # in the session
LIFE = 60 * 60  # seconds
CONTROLS = frozenset({"csrfmiddlewaretoken", "_action", "_revision"})


@dataclass(frozen=True)
class Parked:
    """A form that was sent, and the address of its page."""

    path: str
    data: QueryDict


def may_be_parked(request: HttpRequest) -> bool:
    """Answers were sent, and not more of them than a page can hold."""
    if request.method != "POST" or request.resolver_match.view_name not in PAGES:
        return False
    return bool(request.POST.keys() - CONTROLS) and size_of(_raw(request)) <= MOST_TYPED


def park(request: HttpRequest) -> None:
    """Keep what was sent until the person has signed in; what cannot be, is not."""
    if not may_be_parked(request):
        return
    until = _now() + LIFE
    plain = json.dumps(_raw(request)).encode()
    sealed = _keys().seal(plain, _bound(request.path, until))
    request.session[PARKED] = {
        "path": request.path,
        "until": until,
        "sealed": b64encode(sealed).decode(),
    }
    request.session.set_expiry(LIFE)
    messages.info(
        request, _("What you typed is kept for one hour. Sign in, and it is there.")
    )


def take(request: HttpRequest) -> Parked | None:
    """What was kept, once; nothing when its hour is over or it was tampered with."""
    parked = request.session.pop(PARKED, None)
    if parked is None:
        return None
    presence.share(request.session, presence.is_shared(request.session))
    if parked["until"] < _now():
        return None
    try:
        bound = _bound(parked["path"], parked["until"])
        plain = _keys().open(b64decode(parked["sealed"]), bound)
    except CannotOpen:
        return None
    data = QueryDict(mutable=True)
    for name, values in json.loads(plain).items():
        data.setlist(name, values)
    return Parked(parked["path"], data)


def needs_older_key(session: dict) -> bool:
    """Whether what lies in a session was sealed before the newest key was there."""
    parked = session.get(PARKED)
    return parked is not None and not _keys().is_newest(b64decode(parked["sealed"]))


def _raw(request: HttpRequest) -> dict[str, list[str]]:
    """The form as it was sent, but for what only belongs to that one sending."""
    sent = dict(request.POST.lists())
    return {name: sent[name] for name in sent if name not in CONTROLS - {"_revision"}}


def _bound(path: str, until: int) -> str:
    return f"parked {path} {until}"


def _keys() -> MasterKeys:
    return MasterKeys(settings.MASTER_KEYS)


def _now() -> int:
    return int(timezone.now().timestamp())
