"""Between the right password and the second factor: nobody is signed in yet.

The session keeps whose password it was, for ten minutes. No page asks it but the two
that take a factor; to every other page this is a browser in which nobody signed in.
"""

from base64 import b64decode, b64encode

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from intake.accounts import factors, proving
from intake.accounts.actions import login_index
from intake.accounts.models import User
from intake.audit import actions as audit
from intake.sealing import CannotOpen, MasterKeys
from intake.web.ui.known_browser import remember

from .onward import home_or_wanted

SIGN_IN = "/staff/sign-in/"
PENDING = "pending"  # in the session: whose password was right, and when
SECRET = "app_secret"  # noqa: S105 - in the session: of an app not yet proved, sealed
CODES = "new_codes"  # in the session: codes on paper until they are kept, sealed
LIFE = 10 * 60  # seconds
BACKEND = "django.contrib.auth.backends.ModelBackend"


def is_needed(user: User) -> bool:
    """Whether a password alone does not let this person in."""
    return settings.STAFF_NEED_SECOND_FACTOR or factors.has_any(user)


def begin(request: HttpRequest, user: User) -> None:
    request.session.flush()
    request.session[PENDING] = {
        "user": str(user.pk),
        "password": user.get_session_auth_hash(),
        "at": int(timezone.now().timestamp()),
    }


def user_of(request: HttpRequest) -> User | None:
    """Whose password was right in this browser just now, if it still is."""
    pending = request.session.get(PENDING)
    if not pending or timezone.now().timestamp() - pending["at"] > LIFE:
        return None
    user = User.objects.staff().filter(pk=pending["user"], is_active=True).first()
    if user is None:
        return None
    same = constant_time_compare(pending["password"], user.get_session_auth_hash())
    return user if same else None


def finish(request: HttpRequest, user: User, *, by_factor: bool) -> HttpResponse:
    """Sign the person in, and on to where they were going."""
    request.session.pop(PENDING, None)
    auth.login(request, user, backend=BACKEND)
    if by_factor:
        proving.note_factor(request.session)
    audit.record("staff.signed_in", by=user)
    response = redirect(home_or_wanted(request, user))
    return remembered(request, response, user)


def remembered(
    request: HttpRequest, response: HttpResponse, user: User
) -> HttpResponse:
    """Mark the browser, so that strangers who guess cannot keep the person out here."""
    return remember(request, response, login_index(user.login or ""), SIGN_IN)


def put_away(request: HttpRequest, name: str, plain: bytes) -> None:
    """Keep something in the session that nobody who reads the table may read."""
    request.session[name] = b64encode(_keys().seal(plain, name)).decode()


def found_again(request: HttpRequest, name: str) -> bytes | None:
    """What was put away under this name."""
    sealed = request.session.get(name)
    try:
        return _keys().open(b64decode(sealed), name) if sealed else None
    except CannotOpen:
        return None


def _keys() -> MasterKeys:
    return MasterKeys(settings.MASTER_KEYS)
