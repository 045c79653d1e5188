"""Everything that changes staff accounts."""

import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils import timezone

from intake.audit import actions as audit
from intake.practice.models import Location, Organisation
from intake.sealing import Index, IndexKeys

from . import factors, sessions
from .models import OneTimeLink, PasswordTry, User
from .roles import EDITORS, Role

LINK_LIFE = timedelta(days=3)
EDITORS_GROUP = "Portal editors"
MOST_FAILURES = 10
FAILURE_WINDOW = timedelta(minutes=15)


class LastAdministrator(Exception):
    """Nobody would be left who manages people."""


class OwnFactors(Exception):
    """Nobody resets their own second factor."""


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
    return user


@audit.recorded
def change_staff(*, user: User, details: StaffDetails, by: User) -> User:
    """Change names, roles and sites; new roles hold from the next page on."""
    audit.record("staff.changed", by=by, subject=user, roles=sorted(details.roles))
    with _an_administrator_stays():
        user.login, user.name, user.email = details.login, details.name, details.email
        user.mobile = details.mobile
        user.roles = sorted(details.roles)
        user.save()
    user.sites.set(details.sites)
    _join_groups(user)
    return user


@audit.recorded
def set_active(*, user: User, active: bool, by: User) -> None:
    """Let somebody in again, or end their access everywhere at once."""
    audit.record("staff.restored" if active else "staff.ended", by=by, subject=user)
    with _an_administrator_stays():
        user.is_active = active
        user.save(update_fields=["is_active"])
    _join_groups(user)
    if not active:
        sessions.end_all(user)
        user.links.all().delete()


@audit.recorded
def make_link(*, user: User, by: User | None) -> str:
    """A new one-time link to set a password; older links stop working.

    Returns:
        The path of the link. It is shown or sent once and kept nowhere.
    """
    token = secrets.token_urlsafe(32)
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


def note_failure(login: str, browser: bytes | None = None) -> None:
    PasswordTry.objects.create(
        login_index=login_index(login).newest,
        browser_digest=browser,
        at=timezone.now(),
    )
    audit.refused("staff.sign_in")


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
