"""The second step of signing in, for every member of staff."""

import re

import pytest
from django.test import Client

from intake.accounts import actions, factors
from intake.accounts.access import ADDRESSES
from intake.accounts.roles import Role
from intake.audit.models import Event
from tests.architecture.test_access import addresses, editing_addresses
from tests.factories.factors import App, with_app
from tests.factories.staff import PASSWORD, make_staff
from tests.web.clock import Clock

pytestmark = pytest.mark.django_db

SIGN_IN = "/staff/sign-in/"
SECOND = "/staff/sign-in/second/"
SET_UP = "/staff/sign-in/set-up/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def ana():
    return make_staff("clinician", "content_editor", login="ana", name="Ana")


def after_password(client, wanted=""):
    query = f"?next={wanted}" if wanted else ""
    return client.post(SIGN_IN + query, {"login": "ana", "password": PASSWORD})


def letters_of(page):
    return re.search(r"<code data-secret>([A-Z2-7 ]+)</code>", page.text)[1]


def codes_of(page):
    return re.findall(r"<li><code>([^<]+)</code></li>", page.text)


def test_somebody_new_sets_up_an_app_keeps_codes_and_is_in(client, ana):
    reply = after_password(client, "/staff/account/")
    reply = client.get(reply.url)
    assert reply.url == f"{SET_UP}?next=%2Fstaff%2Faccount%2F"
    page = client.get(reply.url)
    assert page.text.count('class="square"') == 1
    assert letters_of(client.get(reply.url)) == letters_of(page)

    done = client.post(reply.url, {"code": App(letters_of(page)).code()})

    assert done.url.startswith("/staff/account/codes/")
    codes = codes_of(client.get(done.url))
    assert len(codes) == 10
    assert codes_of(client.get(done.url)) == codes
    assert client.post(done.url, {"_action": "kept"}).url == "/staff/account/"
    assert codes[0] not in client.get("/staff/account/codes/").text
    assert client.get("/staff/").status_code == 200
    assert Event.objects.filter(action="staff.signed_in").exists()


def test_a_wrong_first_code_changes_nothing(client, ana):
    client.get(after_password(client).url)
    letters = letters_of(client.get(SET_UP))

    reply = client.post(SET_UP, {"code": "000000"})

    assert reply.status_code == 422
    assert letters_of(reply) == letters
    assert not factors.has_any(ana)
    assert client.post(SET_UP, {}).status_code == 422


def test_whoever_has_an_app_is_asked_for_its_code(client, ana):
    app = with_app(ana)

    reply = after_password(client, "/cms/")
    assert reply.url == f"{SECOND}?next=%2Fcms%2F"
    assert client.get("/staff/").url.startswith(SIGN_IN)
    assert client.post(reply.url, {"code": "000000"}).status_code == 422
    assert client.post(reply.url, {"code": app.code()}).url == "/cms/"
    assert client.get("/cms/").status_code == 200


def test_a_code_on_paper_does_as_well(client, ana):
    with_app(ana)
    codes = factors.make_codes(user=ana)
    after_password(client)

    assert client.post(SECOND, {"code": codes[0]}).url == "/staff/"
    left = client.get("/staff/account/").text
    assert "9 recovery codes are left." in left


def test_whoever_has_a_factor_cannot_set_up_another_instead_of_proving_it(client, ana):
    with_app(ana)
    after_password(client)

    assert client.get(SET_UP).url == SECOND
    assert client.post(SET_UP, {"code": "000000"}).url == SECOND


@pytest.mark.parametrize("address", [SECOND, SET_UP])
def test_without_a_password_there_is_no_second_step(client, ana, address):
    assert client.get(address).url == SIGN_IN
    assert client.post(address, {"code": "000000"}).url == SIGN_IN


def test_the_second_step_waits_ten_minutes(client, ana, clock):
    app = with_app(ana)
    after_password(client)
    clock.pass_time(minutes=10, seconds=1)

    assert client.post(SECOND, {"code": app.code()}).url == SIGN_IN


@pytest.mark.parametrize(
    "change",
    [
        lambda ana: actions.set_active(user=ana, active=False, by=None),
        lambda ana: actions.set_password(user=ana, password="x" * 20, by=ana),
    ],
    ids=["access ended", "password changed"],
)
def test_what_changes_in_between_ends_it(client, ana, change):
    app = with_app(ana)
    after_password(client)
    change(ana)

    assert client.post(SECOND, {"code": app.code()}).url == SIGN_IN


def is_closed(reply):
    """Refused, or sent to sign in, as a stranger is."""
    location = reply.get("Location", "")
    return reply.status_code in (302, 403, 405) and (
        not location or location.startswith((SIGN_IN, "/patient/sign-in/"))
    )


def test_no_page_of_staff_opens_with_a_password_alone(client):
    """One walk over every address of the staff side and the editing side."""
    make_staff(*Role, login="ana")
    after_password(client)
    ours = [
        path
        for name, path in addresses()
        if name.startswith("staff:") and not ADDRESSES[name].everybody
    ]

    opened = [
        (method, path)
        for path in [*ours, *editing_addresses()]
        for method in ("get", "post")
        if not is_closed(getattr(client, method)(path))
    ]

    assert len(ours) > 100
    assert opened == []


@pytest.mark.parametrize("address", ["/staff/", "/staff/account/", "/cms/"])
def test_a_session_without_a_factor_is_nobodys_however_it_began(client, address):
    client.force_login(make_staff(*Role))

    assert client.get(address).url.startswith(SIGN_IN)
    assert "_auth_user_id" not in client.session


def test_ending_access_ends_every_session_of_both_sides_at_once(ana):
    browsers = []
    for _browser in range(2):
        client = Client()
        app = with_app(ana)
        after_password(client)
        client.post(SECOND, {"code": app.code()})
        assert client.get("/staff/").status_code == 200
        assert client.get("/cms/").status_code == 200
        browsers.append(client)

    actions.set_active(user=ana, active=False, by=None)

    assert not ana.browsers.exists()
    for client in browsers:
        assert client.get("/staff/").url.startswith(SIGN_IN)
        assert client.get("/cms/").url.startswith(SIGN_IN)


def test_a_factor_is_asked_for_even_where_none_is_needed(client, ana, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    assert after_password(Client()).url == "/staff/"
    with_app(ana)

    assert after_password(client).url == SECOND
