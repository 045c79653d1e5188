"""Leaving in a hurry, and leaving nothing behind on a device that others use."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import OperationalError

from intake.accounts.models import BrowserSession
from intake.audit.models import Event
from intake.practice.models import Organisation
from intake.questionnaires.models import Typed
from tests.factories.cases import make_patient, make_response
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.staff import make_staff
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db
AWAY = "https://weather.example/"


def way_out(reply):
    found = BeautifulSoup(reply.content, "html.parser").select("a[data-quick-exit]")
    return [link["href"] for link in found]


@pytest.fixture(autouse=True)
def _leads_away(db):
    organisation = Organisation.current()
    organisation.leave_address = AWAY
    organisation.save()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/start/",
        "/start/check/",
        "/help-now/",
        "/patient/sign-in/",
        "/learn/",
        "/learn/start/",
        "/learn/search/?q=suicide",
        "/learn/print/",
        "/learn/sources/",
    ],
)
def test_every_public_page_has_a_way_out(client, path):
    assert way_out(client.get(path)) == [AWAY]


@pytest.mark.parametrize("path", ["/nowhere/", "/patient/nowhere/", "/sign-out/"])
def test_a_page_about_an_error_has_one_too(client, path):
    page = client.get(path)

    assert page.status_code in (404, 405)
    assert way_out(page) == [AWAY]
    assert "ui/ui.js" in page.text


def test_without_a_database_it_leads_where_it_ships_to(client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise OperationalError

    client.raise_request_exception = False
    monkeypatch.setattr("intake.web.public.views.render", broken)

    page = client.get("/start/")

    assert page.status_code == 503
    assert way_out(page) == ["https://www.weather.gov/"]


def test_whoever_is_signed_in_is_signed_out_on_the_way(client):
    client.force_login(make_patient().user)
    ways = [way_out(client.get(path)) for path in ("/patient/", "/start/", "/nowhere/")]

    reply = client.get("/leave/")

    assert ways == [["/leave/"]] * 3
    assert reply.url == AWAY
    assert "Clear-Site-Data" not in reply  # it would have to be waited for
    assert not BrowserSession.objects.exists()
    assert Event.objects.filter(action="signed_out").count() == 1
    assert client.get("/patient/").status_code == 302


def test_a_script_that_does_not_wait_has_the_browser_forget(client):
    client.force_login(make_patient().user)

    reply = client.get("/leave/", headers={"Sec-Fetch-Mode": "cors"})

    assert reply["Clear-Site-Data"] == '"cache", "storage"'


def test_a_link_elsewhere_signs_nobody_out(client):
    client.force_login(make_patient().user)

    client.get("/leave/", headers={"Sec-Fetch-Site": "cross-site"})

    assert client.get("/patient/").status_code == 200


def test_who_left_unheard_is_signed_out_by_what_is_asked_next(client):
    client.force_login(make_patient().user)
    client.cookies["left"] = "1"

    reply = client.get("/patient/")

    assert reply.url.startswith("/patient/sign-in/")
    assert not BrowserSession.objects.exists()
    assert reply.cookies["left"]["max-age"] == 0


def test_the_last_word_of_a_page_is_kept_before(client):
    publish_part(*RISK)
    response = make_response()
    client.force_login(response.patient.user)
    client.cookies["left"] = "1"
    address = Visitor(None, response).address("wanted")

    reply = client.post(f"{address}typed/", {"reasons": "pain", "_revision": "0"})

    assert reply.status_code == 204
    assert Typed.objects.exists()
    assert client.get("/patient/").status_code == 302
    assert not BrowserSession.objects.exists()


def test_signing_in_again_is_not_undone(client):
    client.post("/patient/sign-in/", {"email": "kim@example.com"})
    digits = "".join(c for c in mail.outbox[-1].body if c.isdigit())[:6]
    client.cookies["left"] = "1"

    client.post("/patient/sign-in/code/", {"code": digits})

    assert client.get("/patient/", follow=True).context["user"].is_authenticated


def test_the_way_out_of_the_portal_leaves_staff_signed_in(client):
    client.force_login(make_staff("clinician"))

    assert way_out(client.get("/learn/")) == [AWAY]


def test_staff_have_no_need_of_it(client):
    client.force_login(make_staff("clinician"))

    assert way_out(client.get("/staff/")) == []
    assert way_out(client.get("/staff/nowhere/")) == []


def test_signing_out_has_the_browser_forget_what_it_kept(client):
    client.force_login(make_patient().user)

    reply = client.post("/sign-out/")

    assert reply["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/patient/").status_code == 302


@pytest.mark.parametrize(("said", "stays"), [({}, True), ({"shared": "on"}, False)])
def test_on_a_shared_device_closing_the_browser_signs_out(client, said, stays):
    client.post("/patient/sign-in/", {"email": "kim@example.com", **said})
    digits = "".join(c for c in mail.outbox[-1].body if c.isdigit())[:6]

    reply = client.post("/patient/sign-in/code/", {"code": digits})

    assert reply.status_code == 302
    assert client.session["_auth_user_id"]
    assert bool(client.cookies["session"]["max-age"]) is stays
    assert bool(client.cookies["known"].value) is stays


def test_who_says_that_others_use_a_device_is_forgotten_by_it(client):
    for said in ({}, {"shared": "on"}):
        client.post("/patient/sign-in/", {"email": "kim@example.com", **said})
        digits = "".join(c for c in mail.outbox[-1].body if c.isdigit())[:6]
        client.post("/patient/sign-in/code/", {"code": digits})
        client.post("/sign-out/")

    assert client.cookies["known"]["max-age"] == 0
