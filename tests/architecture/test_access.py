"""Every address is in the access table, and lets in whom the table names.

The walk goes over the URL configuration itself, so that a new page cannot be forgotten.
"""

import re
import uuid
from functools import cache

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from intake.accounts.access import ADDRESSES, rule_for
from intake.accounts.access import CLOSED as CLOSED_TO_EDITORS
from intake.accounts.roles import Role
from tests.architecture.documents import DOCS, text
from tests.factories.staff import make_patient_account, make_staff

CONVERTED = {
    "UUIDConverter": str(uuid.UUID(int=1)),
    "IntConverter": "1",
    "StringConverter": "no-such-thing",
    "SlugConverter": "no-such-thing",
    "PathConverter": "no/such/thing",
    "ReferenceConverter": "CDFG-HJKM",
    "PortalLanguage": "es",
    "AnyLanguage": "es",
}
NOT_OURS = ("cms/",)  # walled off as a whole; see below
# Wagtail's own sign-in and its pages behind a password are refused to everybody.
CLOSED = {"wagtailcore_login", "wagtailcore_authenticate_with_password"}
LET_THROUGH = {200, 204, 302, 404, 405, 410, 422}
VISITORS = ["nobody", "patient", *(role.value for role in Role)]
METHODS = ["get", "post"]
EDITORS = {Role.CONTENT_EDITOR, Role.MEDICAL_DIRECTOR}
NO_EDITORS = ["nobody", "patient", "everything but editing"]


@cache
def addresses() -> tuple[tuple[str, str], ...]:
    """Every address of the application, as ``(name, path)``."""
    return tuple(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns, prefix, namespace):
    for pattern in patterns:
        path = prefix + _filled(pattern)
        if str(pattern.pattern).startswith(NOT_OURS):
            continue
        if isinstance(pattern, URLResolver):
            inner = (
                f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
            yield from _walk(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or ''}", path


def _filled(pattern) -> str:
    route = getattr(pattern.pattern, "_route", None)
    if route is None:  # a regular expression: Wagtail's own pages
        return ""
    for name, converter in pattern.pattern.converters.items():
        filled = CONVERTED[type(converter).__name__]
        route = re.sub(rf"<(\w+:)?{name}>", filled, route)
    return route


def test_every_address_is_in_the_table():
    missing = [
        (name, path)
        for name, path in addresses()
        if rule_for(name, path) is None and name not in CLOSED
    ]

    assert missing == [], "Add these to intake/accounts/access.py."


def test_the_table_names_no_address_that_is_gone():
    known = {name for name, _path in addresses()}
    elsewhere = {"demo_mailbox"}  # there only in a demonstration

    assert set(ADDRESSES) - known - elsewhere - {"wagtailimages_serve"} == set()


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_gets_in_where_the_table_says_and_nowhere_else(
    client, db, visitor
):
    _sign_in(client, visitor)
    wrong = []

    for name, path in addresses():
        for method in METHODS:
            status = getattr(client, method)(path).status_code
            if status not in _expected(name, path, visitor):
                wrong.append((method, path, status))
        if visitor != "nobody" and path in ("/sign-out/", "/leave/"):
            _sign_in(client, visitor)

    assert wrong == []


def _sign_in(client, visitor):
    if visitor == "patient":
        client.force_login(make_patient_account())
    elif visitor == "everything but editing":
        client.force_login(make_staff(*(set(Role) - EDITORS)))
    elif visitor != "nobody":
        client.force_login(make_staff(visitor))


def _expected(name, path, visitor):
    rule = rule_for(name, path)
    if rule is None:
        return {403}
    if rule.everybody:
        return LET_THROUGH | {503}  # readyz may say that it is not ready
    if visitor == "nobody":
        return {302}
    admitted = rule.patients if visitor == "patient" else Role(visitor) in rule.roles
    return LET_THROUGH if admitted else {403}


@pytest.mark.parametrize("visitor", VISITORS)
def test_the_editing_side_is_for_editors(client, db, visitor):
    _sign_in(client, visitor)

    status = client.get("/cms/").status_code

    assert status == (
        302 if visitor == "nobody" else 200 if visitor in EDITORS else 403
    )


@cache
def editing_addresses() -> tuple[str, ...]:
    """Every address of Wagtail's editing side that is not a regular expression."""
    sides = [
        pattern.url_patterns
        for pattern in get_resolver().url_patterns
        if str(pattern.pattern) == "cms/" and isinstance(pattern, URLResolver)
    ]
    return tuple({path for side in sides for _name, path in _walk(side, "/cms/", "")})


def test_the_walk_finds_the_editing_side():
    assert len(editing_addresses()) > 150
    assert any(path.startswith(CLOSED_TO_EDITORS) for path in editing_addresses())


@pytest.mark.parametrize("visitor", NO_EDITORS)
def test_no_address_of_the_editing_side_is_open_to_others(client, db, visitor):
    _sign_in(client, visitor)

    open_to_them = [
        (method, path)
        for path in editing_addresses()
        for method in METHODS
        if (reply := getattr(client, method)(path)).status_code != 403
        and not reply.get("Location", "").startswith("/staff/sign-in/")
    ]

    assert open_to_them == []


def test_the_page_of_roles_says_how_much_is_asked():
    ours, theirs = len(addresses()), len(editing_addresses())
    who, how = len(VISITORS), len(METHODS)
    pairs = f"{ours} addresses × {who} kinds of visitors × {how} methods"
    kinds = len(NO_EDITORS)
    others = f"{theirs} addresses of the editing side × {kinds} kinds × {how} methods"

    said = " ".join(text(DOCS / "reference" / "roles.md").split())
    assert f"{pairs} = {ours * who * how:,}" in said
    assert f"{others} = {theirs * kinds * how:,}" in said


@pytest.mark.parametrize("role", sorted(EDITORS))
def test_accounts_are_not_managed_on_the_editing_side(client, db, role):
    client.force_login(make_staff(role))
    closed = [p for p in editing_addresses() if p.startswith(CLOSED_TO_EDITORS)]

    assert {client.get(path).status_code for path in closed} == {403}


def test_nobody_who_is_refused_learns_whether_a_thing_exists(client, db):
    client.force_login(make_staff(Role.ADMINISTRATOR))

    assert client.get("/staff/cases/CDFG-HJKM/").status_code == 403
