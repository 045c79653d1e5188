"""Leaving in a hurry, and leaving nothing behind on a device that others use."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import OperationalError

from intake.practice.models import Organisation
from tests.factories.cases import make_patient
from tests.factories.staff import make_staff

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
