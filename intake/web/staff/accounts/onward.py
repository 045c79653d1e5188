"""Where somebody goes on to: the page they wanted, or the first of their role."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from intake.accounts.access import EDITING_SIDE, rule_for
from intake.accounts.models import User
from intake.accounts.roles import (
    ADMINISTRATORS,
    CARE_TEAM,
    EDITORS,
    PRIVACY_OFFICERS,
)

STAFF_SIDE = "/staff/"
HOMES = [
    (CARE_TEAM, "staff:worklist"),
    (ADMINISTRATORS, "staff:admin_home"),
    (EDITORS, EDITING_SIDE),
    (PRIVACY_OFFICERS, "staff:privacy"),
]


def home_or_wanted(request: HttpRequest, user: User) -> str:
    wanted = request.GET.get("next", "")
    return wanted if _may_open(wanted, user) else home_of(user)


def keeping_wish(name: str, request: HttpRequest) -> str:
    """The address of a page on the way, which remembers where the person was going."""
    wanted = request.GET.get("next", "")
    return reverse(name) + (f"?{urlencode({'next': wanted})}" if wanted else "")


def home_of(user: User) -> str:
    homes = (home for roles, home in HOMES if user.has_role(roles))
    home = next(homes, "staff:account")
    return home if home.startswith("/") else reverse(home)


def _may_open(address: str, user: User) -> bool:
    """Whether this is an address of ours that the person may open."""
    ours = address.startswith((STAFF_SIDE, EDITING_SIDE))
    if not ours or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return False
    path = urlsplit(address).path
    try:
        rule = rule_for(resolve(path).view_name, path)
    except Resolver404:
        return False
    return rule is not None and not rule.everybody and rule.admits(user)
