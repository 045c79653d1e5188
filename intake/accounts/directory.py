"""Looking up accounts of staff: names taken, who is left, who is meant."""

import re

from django.db.models import QuerySet
from django.db.models.functions import Lower

from intake.practice.models import Location

from .models import User
from .roles import ADMINISTRATORS, CARE_TEAM, CLINICAL, Role

# Letters without accents only: two names that look alike must not both exist.
LOGIN = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9._@+-]{1,63}\Z", re.ASCII)
NO_PASSWORD = "!"  # noqa: S105 - how a stored password begins when none is set


def people() -> QuerySet[User]:
    """All staff, by name, with their sites."""
    return User.objects.staff().order_by(Lower("name"), "pk").prefetch_related("sites")


def is_login_taken(login: str, besides: User | None = None) -> bool:
    """Whether somebody else signs in with this name, in any case of letters."""
    others = User.objects.exclude(pk=besides.pk) if besides else User.objects
    return others.filter(login__iexact=login).exists()


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could manage people without this account.

    Somebody who has never set a password does not count.
    """
    if not user.has_role(ADMINISTRATORS):
        return False
    others = User.objects.staff().exclude(pk=user.pk).filter(is_active=True)
    others = others.exclude(password__startswith=NO_PASSWORD)
    return not others.filter(roles__contains=[Role.ADMINISTRATOR]).exists()


def sees_no_patients(user: User) -> bool:
    """Whether a role that works with patients has no site to work at."""
    return user.has_role(CARE_TEAM) and not user.sites.all()


def alert_recipients() -> QuerySet[User]:
    """Whoever may open alerts, works at a site and can sign in."""
    active = User.objects.staff().filter(is_active=True, sites__isnull=False)
    clinical = active.filter(roles__overlap=list(CLINICAL))
    return clinical.exclude(password__startswith=NO_PASSWORD).distinct()


def has_alert_recipient() -> bool:
    """Whether an alert would reach anybody at all."""
    return alert_recipients().exists()


def unwatched_sites() -> QuerySet[Location]:
    """Sites that take new patients and where nobody would see their alerts."""
    watched = alert_recipients().values("sites")
    return Location.objects.filter(is_open=True).exclude(pk__in=watched)


def reachable() -> QuerySet[User]:
    """Active staff whom a message can reach."""
    return User.objects.staff().filter(is_active=True).exclude(email="")
