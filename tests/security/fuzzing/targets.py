"""Every address with ids of what is there, and every form with what it would send."""

import re
from collections.abc import Iterable, Iterator
from itertools import product

from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.urls.converters import IntConverter

from intake.accounts.access import rule_for
from intake.accounts.models import User
from tests.factories.inquiries import ANEURYSM
from tests.factories.work import found
from tests.factories.world import World

from .raw import Attempt

EDITING_SIDE = "cms/"


def values_of(world: World) -> dict[str, list[str]]:
    """What may stand in each part of an address: of the world's first, then forged."""
    patients = [str(world.patient.pk), str(world.other.patient.pk)]
    return {
        "reference": [world.case.reference, world.other.reference],
        "response_id": [str(world.draft.pk), str(world.case.response_id)],
        "patient_id": patients,
        "first_id": patients[:1],
        "second_id": patients[1:],
        "alert_id": [str(world.alert.pk)],
        "person_id": [str(world.clinician.pk)],
        "language": ["es"],
        "token": [world.token, world.used_token],
        "key": [found(world.case, ANEURYSM).works.grounds[:16]],
        "row_id": [str(world.draft.pk)],
        "row": ["row-0", "ketamine"],
        "number": ["1", "2"],
        "page": ["1"],
        "code": ["screening", "T2"],
        "topic": ["safety"],
        "path": ["images/none.png"],
        "table": ["agents", "medicines"],
        "kind": ["turn", "stand"],
        "site_id": [str(world.site.pk)],
        "tag_id": [str(pk) for pk in world.case.tags],
    }


LEAVING = "/leave/"  # shows no form, and signs out


def addresses(values: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Name and path of every address of the application outside the editing side."""
    yield from _walk(get_resolver().url_patterns, "/", "", values)


def parts_of_addresses() -> dict[str, tuple[str, ...]]:
    """The parts of each address that has any, by its name, outside the editing side."""
    return {name: parts for name, parts in _parts(get_resolver(), "", ()) if parts}


def _parts(resolver, namespace, before):
    for pattern in resolver.url_patterns:
        if str(pattern.pattern).startswith(EDITING_SIDE):
            continue
        parts = (*before, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace and f"{namespace}{pattern.namespace}:"
            yield from _parts(pattern, inner or namespace, parts)
        else:
            yield f"{namespace}{pattern.name or ''}", parts


def _walk(patterns, prefix, namespace, values):
    for pattern in patterns:
        if str(pattern.pattern).startswith(EDITING_SIDE):
            continue
        for path in _filled(pattern, prefix, values):
            if isinstance(pattern, URLResolver):
                inner = pattern.namespace and f"{namespace}{pattern.namespace}:"
                rest = pattern.url_patterns
                yield from _walk(rest, path, inner or namespace, values)
            elif isinstance(pattern, URLPattern):
                yield f"{namespace}{pattern.name or ''}", path


def _filled(pattern, prefix: str, values) -> Iterator[str]:
    route = getattr(pattern.pattern, "_route", None)
    if route is None:  # a regular expression: Wagtail's own pages
        yield prefix
        return
    names = list(pattern.pattern.converters)
    # What is not listed gets a value that nothing has.
    for chosen in product(*(values.get(name, ["7"]) for name in names)):
        path = route
        for name, given in zip(names, chosen, strict=True):
            is_number = isinstance(pattern.pattern.converters[name], IntConverter)
            value = "1" if is_number and not given.isdigit() else given
            path = re.sub(rf"<(\w+:)?{name}>", value, path)
        yield prefix + path


def learn(users: Iterable[User | None], paths: Iterable[str]) -> list[Attempt]:
    """Open every address as each of these people, and note the forms that are shown."""
    seen: dict[tuple, Attempt] = {}
    clients = [(user, _client(user)) for user in users]
    for path in paths:
        plain = Attempt(b"GET", path.encode())
        seen.setdefault((path, ()), plain)
        for user, client in clients:
            if path == LEAVING or not admits(user, path):
                continue
            reply = client.get(path)
            if reply.status_code != 200 or "html" not in reply["Content-Type"]:
                continue
            for attempt in forms_of(path, reply.content):
                names = tuple(name for name, _value in attempt.fields)
                seen.setdefault((attempt.path, names), attempt)
    return list(seen.values())


def admits(user: User | None, path: str) -> bool:
    """Whether the access table lets this person try the address."""
    try:
        name = resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return False
    rule = rule_for(name, path)
    return rule is not None and rule.admits(user or AnonymousUser())


def _client(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def forms_of(path: str, html: bytes) -> Iterator[Attempt]:
    """Each form with its hidden inputs and choices; what is typed there is left out.

    What was typed is somebody's, and would come back as an echo.
    """
    for form in BeautifulSoup(html, "html.parser").select("form"):
        action = str(form.get("action") or path)
        if action in ("/sign-out/", "/language/") or not action.startswith("/"):
            continue
        method = str(form.get("method", "get")).upper().encode()
        fields = tuple(_fields(form))
        to, _mark, _query = action.partition("?")
        if method == b"GET":
            yield Attempt(b"GET", to.encode(), query=fields)
        else:
            multipart = "multipart" in str(form.get("enctype", ""))
            wrapped = "multipart" if multipart else "form"
            yield Attempt(b"POST", to.encode(), fields=fields, wrapped=wrapped)


def _fields(form: Tag) -> Iterator[tuple[bytes, bytes]]:
    named = set()
    for tag in form.select("input[name], select[name], textarea[name], button[name]"):
        name, kind = str(tag["name"]), str(tag.get("type", ""))
        if name == "csrfmiddlewaretoken" or (kind == "radio" and name in named):
            continue
        named.add(name)
        yield name.encode(), _value(tag, kind).encode()


def _value(tag: Tag, kind: str) -> str:
    if kind in ("hidden", "radio", "checkbox") or tag.name == "button":
        return str(tag.get("value", "on"))
    if tag.name == "select":
        options = [str(option.get("value", "")) for option in tag.select("option")]
        return options[-1] if options else ""
    return ""
