"""My account: factors, codes on paper, and where one is signed in."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from intake.accounts.roles import Role
from intake.audit.models import Event
from tests.factories.factors import App, with_app
from tests.factories.staff import PASSWORD, make_staff
from tests.web.clock import Clock
from tests.web.staff.accounts.test_second import codes_of, letters_of

pytestmark = pytest.mark.django_db
ACCOUNT, CONFIRM = "/staff/account/", "/staff/confirm/"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def ana(clock):
    return make_staff("clinician", login="ana")


def browser_of(user, agent):
    client = Client(headers={"User-Agent": agent})
    client.post("/staff/sign-in/", {"login": user.login, "password": PASSWORD})
    return client


@pytest.fixture
def hers(ana):
    return browser_of(ana, DESK)


def marks_of(page):
    return [
        part.split('"')[0] for part in page.text.split('name="browser" value="')[1:]
    ]


def test_it_lists_browsers_in_plain_words_this_one_first(hers, ana):
    phone = browser_of(ana, PHONE)

    page = hers.get(ACCOUNT)

    this, other = page.text.index("Firefox, Windows"), page.text.index("Safari, iPhone")
    assert this < other
    assert page.text.count("this one") == 1
    for browser in (hers, phone):
        assert browser.cookies["session"].value not in page.text


@pytest.mark.parametrize("mark", ["", "\0", "x" * 64])
def test_a_mark_of_no_browser_ends_none(hers, ana, mark):
    phone = browser_of(ana, PHONE)

    assert hers.post(ACCOUNT, {"_action": "end", "browser": mark}).status_code == 302
    assert phone.get(ACCOUNT).status_code == 200


def test_another_browser_is_signed_out_from_here(hers, ana):
    phone = browser_of(ana, PHONE)

    hers.post(ACCOUNT, {"_action": "end", "browser": marks_of(hers.get(ACCOUNT))[0]})

    assert phone.get(ACCOUNT).status_code == 302
    assert hers.get(ACCOUNT).status_code == 200
    assert Event.objects.get(action="sessions.ended").detail == {"number": 1}


def test_all_others_are_signed_out_at_once(hers, ana):
    others = [browser_of(ana, PHONE) for _number in range(3)]

    hers.post(ACCOUNT, {"_action": "end_others"})

    assert {other.get(ACCOUNT).status_code for other in others} == {302}
    assert hers.get(ACCOUNT).status_code == 200


def test_nobody_ends_a_session_of_somebody_else(hers):
    bo = make_staff("clinician", login="bo")
    bos = browser_of(bo, PHONE)
    cy = browser_of(bo, DESK)
    mark = marks_of(bos.get(ACCOUNT))[0]

    hers.post(ACCOUNT, {"_action": "end", "browser": mark})

    assert cy.get(ACCOUNT).status_code == 200


def test_an_app_is_added_with_a_fresh_proof_and_brings_codes(hers, ana):
    page = hers.get("/staff/account/app/")

    reply = hers.post("/staff/account/app/", {"code": App(letters_of(page)).code()})

    assert len(codes_of(hers.get(reply.url))) == 10
    assert ana.factors.get().device == "Firefox, Windows"


@pytest.mark.parametrize("address", ["app/", "passkey/", "codes/"])
def test_what_changes_the_factors_asks_for_a_fresh_proof(hers, ana, clock, address):
    with_app(ana)
    clock.pass_time(minutes=16)

    reply = hers.get(ACCOUNT + address)

    assert reply.url.startswith(CONFIRM)
    assert hers.post(reply.url, {"password": "wrong"}).status_code == 422
    assert hers.post(reply.url, {}).status_code == 422
    assert hers.post(reply.url, {"password": PASSWORD}).url == ACCOUNT + address
    assert hers.get(ACCOUNT + address).status_code == 200


def test_a_code_of_the_app_is_a_fresh_proof_too_once(hers, ana, clock):
    app = with_app(ana)
    clock.pass_time(minutes=16)

    code = app.code()
    assert hers.post(CONFIRM, {"password": code}).url == "/staff/"
    clock.pass_time(minutes=16)
    assert hers.post(CONFIRM, {"password": code}).status_code == 422


def test_a_factor_is_removed_and_the_last_one_is_not(hers, ana, settings):
    with_app(ana)
    address = f"{ACCOUNT}factors/{ana.factors.get().pk}/"
    assert hers.get(address).status_code == 200

    assert hers.post(address).url == ACCOUNT

    with_app(ana)
    address = f"{ACCOUNT}factors/{ana.factors.get().pk}/"
    session = hers.session
    session["factor"] = True
    session.save()
    settings.STAFF_NEED_SECOND_FACTOR = True
    reply = hers.post(address)
    assert reply.status_code == 409
    assert "This is the only one" in reply.text


def test_nobody_removes_a_factor_of_somebody_else(hers):
    bo = make_staff("clinician")
    with_app(bo)

    assert hers.post(f"{ACCOUNT}factors/{bo.factors.get().pk}/").status_code == 404
    assert bo.factors.exists()


def test_an_administrator_resets_somebody_elses_and_not_their_own(client, ana):
    boss = make_staff("administrator")
    with_app(ana)
    with_app(boss)
    client.force_login(boss)

    reply = client.post(f"/staff/admin/people/{ana.pk}/factors/")

    assert reply.url == "/staff/admin/people/"
    assert not ana.factors.exists()
    assert client.post(f"/staff/admin/people/{boss.pk}/factors/").status_code == 409
    assert boss.factors.exists()


def as_details(person, **changes):
    known = {"name": person.name, "login": person.login, "roles": person.roles}
    return known | changes


def test_roles_are_changed_only_close_to_a_proof_and_nothing_typed_is_lost(
    client, ana, clock
):
    client.force_login(make_staff("administrator"))
    address = f"/staff/admin/people/{ana.pk}/"
    assert 'name="password"' not in client.get(address).text
    clock.pass_time(minutes=16)
    wished = as_details(ana, roles=["front_desk"])

    refused = client.post(address, wished)

    assert refused.status_code == 422
    assert "Write your password, or a code." in refused.text
    ana.refresh_from_db()
    assert ana.roles == ["clinician"]
    assert client.post(address, wished | {"password": PASSWORD}).status_code == 302
    ana.refresh_from_db()
    assert ana.roles == ["front_desk"]


@pytest.mark.parametrize(
    "address",
    [
        "/staff/workload/csv/",
        "/staff/cases/CDFG-HJKM/pdf/",
        "/staff/admin/people/00000000-0000-0000-0000-000000000001/end/",
        "/staff/admin/people/00000000-0000-0000-0000-000000000001/link/",
        "/staff/admin/people/00000000-0000-0000-0000-000000000001/factors/",
    ],
)
def test_files_and_accounts_are_had_only_close_to_a_proof(client, clock, address):
    client.force_login(make_staff("medical_director", "administrator"))
    clock.pass_time(minutes=16)

    assert client.get(address).url.startswith(CONFIRM)
    assert client.post(address).status_code in (302, 405)


@pytest.mark.parametrize("role", Role)
def test_the_name_of_the_clinic_leads_to_a_page_that_one_may_open(client, role):
    client.force_login(make_staff(role))

    page = BeautifulSoup(client.get(ACCOUNT).content, "html.parser")

    assert client.get(page.select_one("a.site-name")["href"]).status_code == 200
