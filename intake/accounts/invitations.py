"""One-time links on their way to the people who may use them."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from intake.audit import actions as audit
from intake.messaging import actions as messaging

from .actions import LINK_LIFE, login_index, make_link
from .directory import reachable
from .models import LinkRequest, User

PAUSE = timedelta(minutes=5)  # between two links that somebody asks for
DAY = timedelta(days=1)
MOST_A_DAY = 3  # links, each of which works for three days


@audit.recorded
def invite(*, user: User, by: User | None) -> str:
    """Make a link and, if there is an address, send it.

    Returns:
        The path of the link, to be shown once and kept nowhere.
    """
    return _send(user, by, get_language() or settings.LANGUAGE_CODE)


def ask_for_link(*, written: str, language: str) -> None:
    """Note that somebody wants a link for a name or address, whoever has it."""
    LinkRequest.objects.get_or_create(
        name_index=login_index(written).newest,
        defaults={"language": language, "at": timezone.now()},
    )


def send_asked() -> None:
    """Send a link to everybody who was named; a name that nobody has is noted."""
    for request in LinkRequest.objects.order_by("at"):
        if not _answer(request):
            audit.refused("staff.link_made")


@audit.recorded
def _answer(request: LinkRequest) -> bool:
    """Send what was asked for; False when there is nobody to send a new link to."""
    if not request.delete()[0]:
        return True  # another worker has it
    due = [user for user in _named(request) if _is_due(user)]
    for user in due:
        _send(user, None, request.language)
    return bool(due)


def _named(request: LinkRequest) -> list[User]:
    """Staff with this sign-in name or address."""
    index = bytes(request.name_index)
    return [
        user
        for user in reachable()
        if index in {*login_index(user.login or "").all, *login_index(user.email).all}
    ]


def _is_due(user: User) -> bool:
    """Nobody is sent links one after the other, nor many in a day."""
    now = timezone.now()
    made = user.links.filter(created_at__gt=now - DAY)
    if made.filter(used_at=None, created_at__gt=now - PAUSE).exists():
        return False
    return made.count() < MOST_A_DAY


def _send(user: User, by: User | None, language: str) -> str:
    path = make_link(user=user, by=by)
    if user.email:
        messaging.send_later(
            to=user.email,
            template="password_link" if user.has_usable_password() else "invitation",
            language=language,
            context={"link": settings.SITE_URL + path, "days": LINK_LIFE.days},
        )
    return path
