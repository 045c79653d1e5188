"""Who hears of it when an administrator changes what an account may do, or whose it is.

Administrators see no patients. One of them who makes an account of a colleague their
own, or gives somebody a role, is seen doing it by people whom they did not choose then.
"""

from collections.abc import Iterable

from . import factors
from .models import User
from .roles import PRIVACY_OFFICERS, Role

CHANGED = "access_changed"


def overseers(by: User | None) -> list[User]:
    """Privacy officers whom mail reaches, or else medical directors; never ``by``.

    To be asked before anything is changed: whoever loses the role hears of that too.
    """
    reached = User.objects.staff().filter(is_active=True).exclude(email="")
    others = reached.exclude(pk=by.pk) if by else reached
    for roles in (PRIVACY_OFFICERS, {Role.MEDICAL_DIRECTOR}):
        if found := list(others.filter(roles__overlap=list(roles))):
            return found
    return []


def tell(people: Iterable[User]) -> None:
    """That an account was changed; the trail says whose, how and by whom."""
    for person in people:
        factors.tell(person, CHANGED)
