"""One-time links on their way to the people who may use them."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from intake.audit import actions as audit
from intake.messaging import actions as messaging

from .actions import LINK_LIFE, make_link
from .directory import reachable
from .models import User

PAUSE = timedelta(minutes=5)  # between two links that somebody asks for


@audit.recorded
def invite(*, user: User, by: User | None) -> str:
    """Make a link and, if there is an address, send it.

    Returns:
        The path of the link, to be shown once and kept nowhere.
    """
    path = make_link(user=user, by=by)
    if user.email:
        messaging.send_later(
            to=user.email,
            template="password_link" if user.has_usable_password() else "invitation",
            language=get_language() or settings.LANGUAGE_CODE,
            context={"link": settings.SITE_URL + path, "days": LINK_LIFE.days},
        )
    return path


@audit.recorded
def help_in(*, login_or_address: str) -> None:
    """Send a link to whoever this name or address belongs to, or do nothing.

    The caller learns nothing; nobody is sent links one after the other.
    """
    for user in reachable(login_or_address):
        since = timezone.now() - PAUSE
        if not user.links.filter(used_at=None, created_at__gt=since).exists():
            invite(user=user, by=None)
