"""Every address once, by somebody who may: nothing foreign in it, every guard on it."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import transaction
from django.test import Client

from intake.accounts.access import ADDRESSES
from intake.accounts.roles import Role
from tests.factories.staff import make_staff
from tests.factories.world import make_world
from tests.security.fuzzing.targets import addresses, admits, values_of

pytestmark = pytest.mark.django_db
# What a browser fetches or sends by itself; a link is followed by people only.
FETCHED = {
    "src", "srcset", "action", "formaction", "data", "poster", "background", "ping",
    "manifest", "imagesrcset",
}  # fmt: skip
IN_STYLES = re.compile(r"url\(\s*['\"]?(?!data:|#)([^)'\"]+)|@import")
GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICTER = {"Referrer-Policy": "no-referrer"}
# Not served here, or only once something was asked, added or begun.
ELSEWHERE = {
    "demo_mailbox", "wagtailimages_serve", "patient:question", "staff:factor_remove",
    "staff:rerun",
}  # fmt: skip


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    """What came back, by name of the address: ``(path, reply, HTML)``."""
    found = {}
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        anybody = make_staff(*Role, sites=(world.site,))
        values = {name: given[:1] for name, given in values_of(world).items()}
        for user in (None, world.patient.user, world.draft.patient.user, anybody):
            _visit(found, user, values)
        transaction.set_rollback(True)
    return found


def _visit(found, user, values):
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    for name, path in addresses(values):
        known = found[name][1].status_code if name in found else 0
        if known not in (200, 405) and admits(user, path):
            # Leaving signs out, and the others are still to be opened.
            reply = (Client() if name == "leave" else client).get(path)
            found[name] = (path, reply, _parsed(reply))


def _parsed(reply):
    if "text/html" not in reply.get("Content-Type", ""):
        return None
    return BeautifulSoup(reply.content, "html.parser")


def pages(visited):
    for name, (path, _reply, html) in visited.items():
        if html is not None:
            yield name, path, html


def is_foreign(address: str) -> bool:
    parts = urlsplit(address.strip())
    return bool(parts.netloc) or parts.scheme not in ("", "data", "tel", "mailto")


def test_every_address_of_the_table_was_opened(visited):
    asked = set(ADDRESSES) - ELSEWHERE
    statuses = {name: reply.status_code for name, (_p, reply, _h) in visited.items()}

    assert asked - set(statuses) == set()
    assert {n: s for n, s in statuses.items() if s >= 500 and n != "readyz"} == {}
    shown = {name for name, status in statuses.items() if status == 200}
    assert len(shown) > 100


def test_no_page_fetches_anything_foreign(visited):
    wrong = []
    for name, path, html in pages(visited):
        for tag in html.find_all(True):
            asked = [str(tag[key]) for key in FETCHED if tag.has_attr(key)]
            if tag.name == "link" and "canonical" not in tag.get("rel", []):
                asked.append(str(tag.get("href", "")))
            wrong += [(name, path, one) for one in asked if is_foreign(one)]

    assert wrong == []


def test_no_page_has_styles_or_scripts_within(visited):
    wrong = []
    for name, path, html in pages(visited):
        for tag in html.find_all(True):
            within = tag.name == "script" and not (tag.get("src") or tag.get("nonce"))
            kind = str(tag.get("type", ""))
            if within and kind not in ("application/json", "application/ld+json"):
                wrong.append((name, path, "script"))
            if tag.name == "style" or tag.has_attr("style"):
                wrong.append((name, path, tag.name))
            wrong += [(name, path, key) for key in tag.attrs if key.startswith("on")]

    assert wrong == []


def test_a_link_to_elsewhere_does_not_say_where_one_came_from(visited):
    """The policy says the same; this holds where a browser does not know it."""
    wrong = [
        (name, path, link["href"])
        for name, path, html in pages(visited)
        for link in html.select("a[href^=http], a[target]")
        if urlsplit(link["href"]).netloc not in ("testserver", "")
        and path.startswith(("/patient/", "/staff/"))
        and "noreferrer" not in link.get("rel", [])
    ]

    assert wrong == []


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_every_reply_carries_the_guard(visited, name):
    wrong = [
        (path, reply.status_code)
        for path, reply, _html in visited.values()
        if reply.headers.get(name) not in (GUARDS[name], STRICTER.get(name))
    ]

    assert wrong == []


def test_every_reply_has_a_policy_and_takes_nothing_that_pages_do_not_use(visited):
    for path, reply, _html in visited.values():
        assert "default-src 'none'" in reply["Content-Security-Policy"], path
        assert "camera=()" in reply["Permissions-Policy"], path
        assert reply["X-Frame-Options"] in ("DENY", "SAMEORIGIN"), path


def test_what_is_for_one_person_is_kept_by_no_browser_or_proxy(visited):
    wrong = [
        path
        for path, reply, _html in visited.values()
        if path.startswith(("/patient/", "/staff/", "/reply/"))
        and reply.status_code == 200
        and "no-store" not in reply.headers.get("Cache-Control", "")
    ]

    assert wrong == []


def test_no_title_of_the_patient_side_tells_what_it_is_about(visited):
    told = re.compile(r"ketamin|spravato|depress|suicid|mental|psych|mood|drug", re.I)
    titles = {
        path: html.title.get_text(" ", strip=True)
        for _name, path, html in pages(visited)
        if path.startswith("/patient/") and html.title
    }

    assert len(titles) > 15
    assert {path: title for path, title in titles.items() if told.search(title)} == {}


def test_our_own_styles_fetch_nothing(db):
    for sheet in (settings.BASE_DIR / "intake").rglob("static/**/*.css"):
        text = sheet.read_text("utf-8")
        wrong = [m for m in IN_STYLES.findall(text) if is_foreign(m)]
        assert wrong == [], sheet
        assert "@import" not in text


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/nowhere/", {}),
        ("/start/", {"host": "evil.example"}),
        ("/media/nothing.png", {}),
        ("/patient/", {}),
    ],
)
def test_errors_and_redirects_carry_the_guards_too(client, path, headers):
    reply = client.get(path, headers=headers)

    assert reply.status_code in (302, 400, 404)
    for name, value in GUARDS.items():
        assert reply.headers.get(name) == value, name
    assert "camera=()" in reply["Permissions-Policy"]
