"""Everything that changes staff accounts."""

import secrets
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from operator import attrgetter
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from intake.audit import actions as audit
from intake.practice.models import Location, Organisation
from intake.sealing import Index, IndexKeys

from . import factors, overseeing, sessions
from .holding import hold
from .models import OneTimeLink, PasswordTry, User
from .roles import CARE_TEAM, EDITORS, PRIVACY_OFFICERS, Role

LINK_LIFE = timedelta(days=3)
EDITORS_GROUP = "Portal editors"
OF_RECORDS = CARE_TEAM | PRIVACY_OFFICERS
MOST_FAILURES = 10
FAILURE_WINDOW = timedelta(minutes=15)


R = TypeVar("R")


class TooManyFailures(Exception):
    """Passwords for this name were tried too often just now."""


class LastAdministrator(Exception):
    """Nobody would be left who manages people."""


class OwnFactors(Exception):
    """Nobody resets their own second factor."""


class OwnRoles(Exception):
    """Nobody gives themselves a role that works with people's records."""


class OwnSites(Exception):
    """Nobody gives themselves a site, whose patients they would see."""


@dataclass(frozen=True)
class StaffDetails:
    """What is known of a member of staff."""

    name: str
    login: str
    email: str = ""
    mobile: str = ""
    roles: tuple[str, ...] = ()
    sites: tuple[Location, ...] = ()


@audit.recorded
def create_staff(*, details: StaffDetails, by: User | None) -> User:
    """Make an account without a password; a one-time link sets it."""
    user = User(login=details.login, name=details.name, email=details.email)
    user.mobile = details.mobile
    user.roles = sorted(details.roles)
    user.set_unusable_password()
    user.save(force_insert=True)
    user.sites.set(details.sites)
    _join_groups(user)
    audit.record("staff.created", by=by, subject=user, roles=user.roles)
    if by is not None:
        overseeing.tell(one for one in overseeing.overseers(by) if one.pk != user.pk)
    return user


@audit.recorded
def change_staff(*, user: User, details: StaffDetails, by: User) -> User:
    """Change names, roles and sites; new roles hold from the next page on.

    Links that were sent to another address before stop working.

    Raises:
        LastAdministrator, OwnRoles, OwnSites: nothing was changed.
    """
    before, watching = _known_of(user), overseeing.overseers(by)
    gained = set(details.roles) - set(before.roles)
    more_sites = set(details.sites) - set(before.sites)
    audit.record(
        "staff.changed",
        by=by,
        subject=user,
        roles=sorted(details.roles),
        gained=sorted(gained),
        more_sites=len(more_sites),
        address_changed=before.email != details.email,
    )
    if by.pk == user.pk and gained & OF_RECORDS:
        raise OwnRoles
    if by.pk == user.pk and more_sites:
        raise OwnSites
    with _an_administrator_stays():
        user.login, user.name, user.email = details.login, details.name, details.email
        user.mobile = details.mobile
        user.roles = sorted(details.roles)
        user.save()
    user.sites.set(details.sites)
    _join_groups(user)
    if before.email and before.email != user.email:
        user.links.filter(used_at=None).delete()
    _tell_of_change(before, _known_of(user), watching)
    return user


def _known_of(user: User) -> StaffDetails:
    """What is stored of somebody now, in one order."""
    kept = User.objects.get(pk=user.pk)
    sites = tuple(kept.sites.order_by("pk"))
    roles = tuple(sorted(kept.roles))
    return StaffDetails(kept.name, kept.login, kept.email, kept.mobile, roles, sites)


def _tell_of_change(
    before: StaffDetails, after: StaffDetails, watching: list[User]
) -> None:
    """Both addresses, and those who watch over what accounts may do."""
    reach = attrgetter("roles", "sites", "email")
    if reach(before) != reach(after):
        overseeing.tell(watching)
    if before.email and before.email != after.email:
        for address in filter(None, (before.email, after.email)):
            factors.tell_at(address, "address_changed")


@audit.recorded
def set_active(*, user: User, active: bool, by: User) -> None:
    """Let somebody in again, or end their access everywhere at once."""
    audit.record("staff.restored" if active else "staff.ended", by=by, subject=user)
    watching = overseeing.overseers(by)
    with _an_administrator_stays():
        user.is_active = active
        user.save(update_fields=["is_active"])
    _join_groups(user)
    if not active:
        sessions.end_all(user)
        user.links.all().delete()
    if active or PRIVACY_OFFICERS & set(user.roles):
        overseeing.tell(watching)


@audit.recorded
def make_link(*, user: User, by: User | None) -> str:
    """A new one-time link to set a password.

    Older links stop working if somebody of the clinic makes it. One that was asked for
    from outside leaves them alone, or strangers could end an invitation.

    Returns:
        The path of the link. It is shown or sent once and kept nowhere.
    """
    token = secrets.token_urlsafe(32)
    if by is not None:
        user.links.filter(used_at=None).delete()
    OneTimeLink.objects.create(
        user=user,
        token_digest=sha256(token.encode()).digest(),
        expires_at=timezone.now() + LINK_LIFE,
    )
    audit.record("staff.link_made", by=by, subject=user)
    return f"/staff/welcome/{token}/"


def link_of(token: str) -> OneTimeLink | None:
    """The unused, unexpired link with this token."""
    return (
        OneTimeLink.objects.select_related("user")
        .filter(
            token_digest=sha256(token.encode()).digest(),
            used_at=None,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )
        .first()
    )


@audit.recorded
def use_link(*, link: OneTimeLink, password: str) -> User:
    """Set the password and spend the link; other sessions of the account end.

    Raises:
        OneTimeLink.DoesNotExist: it was used in the same instant.
    """
    link = OneTimeLink.objects.select_for_update().get(pk=link.pk, used_at=None)
    user = link.user
    audit.record("staff.password_set", by=user, subject=user)
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    user.links.filter(used_at=None).delete()
    is_first = not user.has_usable_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_all(user)
    if not is_first:
        factors.tell(user, "password_changed")
    return user


@audit.recorded
def set_password(*, user: User, password: str, by: User) -> None:
    """Change one's own password; sessions elsewhere end with it."""
    audit.record("staff.password_set", by=by, subject=user)
    user.set_password(password)
    user.save(update_fields=["password"])
    factors.tell(user, "password_changed")


@audit.recorded
def reset_factors(*, user: User, by: User | None) -> None:
    """Forget somebody's second factor and sign them out: a phone was lost.

    They set a new one up when they sign in next, with their password.

    Raises:
        OwnFactors: somebody else has to do this.
    """
    if by is not None and by.pk == user.pk:
        raise OwnFactors
    audit.record("factors.reset", by=by, subject=user)
    user.factors.all().delete()
    user.spare_codes.all().delete()
    user.factor_tries.all().delete()
    sessions.end_all(user)
    factors.tell(user, "factors_reset")
    overseeing.tell(one for one in overseeing.overseers(by) if one.pk != user.pk)


@audit.recorded
def create_patient_account() -> User:
    """A nameless account for a patient."""
    user = User(is_patient=True)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


@audit.recorded
def close_patient_account(user: User) -> None:
    """Nobody signs in with it any more, and whoever is signed in is signed out."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.factors.all().delete()
    sessions.end_all(user)


def too_many_failures(login: str, browser: bytes | None = None) -> bool:
    """Whether passwords for this name were tried too often just now.

    Args:
        browser: Where the tries of a browser that is known are counted; those of
            strangers are counted together.
    """
    since = timezone.now() - FAILURE_WINDOW
    names = login_index(login).all
    tries = PasswordTry.objects.filter(login_index__in=names, at__gt=since)
    return counted_for(tries, browser).count() >= MOST_FAILURES


def look_at_password(
    *, login: str, browser: bytes | None = None, look: Callable[[], R]
) -> R:
    """What looking at a password gives, where it may be looked at.

    Looking takes a while on purpose. The try is counted before, so that many at once
    are counted as many, and taken off again when the password is right.

    Args:
        look: gives something true for the right password, and nothing else.

    Raises:
        TooManyFailures: it was not looked at.
    """
    index = login_index(login)
    with transaction.atomic():
        hold(index)
        if too_many_failures(login, browser):
            raise TooManyFailures
        counted = PasswordTry.objects.create(
            login_index=index.newest, browser_digest=browser, at=timezone.now()
        )
    found = look()
    if found:
        counted.delete()
    else:
        audit.refused("staff.sign_in")
    return found


def counted_for(rows: QuerySet, browser: bytes | None) -> QuerySet:
    """Those of this browser, or those of every browser that nobody knows."""
    if browser is None:
        return rows.filter(browser_digest=None)
    return rows.filter(browser_digest=browser)


def login_index(login: str) -> Index:
    return IndexKeys(settings.INDEX_KEYS).index("login", login)


@contextmanager
def _an_administrator_stays():
    """Undo a change that leaves nobody who manages people, where somebody did."""
    # Two who end each other's access in the same instant wait for each other here.
    Organisation.objects.select_for_update().filter(pk=1).first()
    before = _administrators()
    yield
    if before and not _administrators():
        raise LastAdministrator


def _administrators() -> int:
    return User.objects.filter(
        is_active=True, roles__contains=[Role.ADMINISTRATOR]
    ).count()


def _join_groups(user: User) -> None:
    """Wagtail asks groups; roles decide who is in them."""
    group, _new = Group.objects.get_or_create(name=EDITORS_GROUP)
    if user.is_active and user.has_role(EDITORS):
        user.groups.add(group)
    else:
        user.groups.remove(group)
