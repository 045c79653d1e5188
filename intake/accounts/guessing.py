"""Telling the privacy officers when somebody guesses at many addresses.

Twenty wrong codes a day at one address lead to a link. Whoever takes many addresses
stays below that at each; all of them together do not.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from intake.audit import actions as audit
from intake.audit.models import Event
from intake.messaging import actions as messaging

from .models import SignInTry, User
from .roles import PRIVACY_OFFICERS

DAY = timedelta(days=1)
# Of all addresses within a day. People mistype a code of six digits now and then.
MANY = 200


def tell_of_guessing(at: datetime | None = None) -> bool:
    """Write to them, once a day; whether that was done just now."""
    at = at or timezone.now()
    wrong = SignInTry.objects.filter(succeeded=False, at__gt=at - DAY).count()
    if wrong < MANY or _is_told(at):
        return False
    _tell(wrong)
    return True


def _is_told(at: datetime) -> bool:
    return Event.objects.filter(action="code.guessed_at", at__gt=at - DAY).exists()


@audit.recorded
def _tell(wrong: int) -> None:
    audit.record("code.guessed_at", tries=wrong)
    people = User.objects.staff().filter(is_active=True).exclude(email="")
    for person in people.filter(roles__overlap=list(PRIVACY_OFFICERS)):
        messaging.send_later(
            to=person.email, template="guessing", language=settings.LANGUAGE_CODE
        )
