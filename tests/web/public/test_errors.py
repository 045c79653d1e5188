"""Every page about something that went wrong says where help is."""

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError
from django.test import Client

from intake.practice.models import CrisisRecord
from intake.web import errors
from tests.factories.staff import make_patient_account
from tests.without_database import visited

pytestmark = pytest.mark.django_db
LONG = 3_000_000  # bytes


def raising(error):
    def view(*_args, **_kwargs):
        raise error

    return view


@pytest.fixture(autouse=True)
def nothing_read(monkeypatch):
    """As in a process that has just started."""
    monkeypatch.setattr(CrisisRecord, "last_read", None)


@pytest.fixture
def broken(client, monkeypatch):
    """Make the start page fail, and the client show what a person would see."""
    client.raise_request_exception = False

    def break_with(error):
        monkeypatch.setattr("intake.web.public.views.render", raising(error))
        return client.get("/start/")

    return break_with


def help_on(page):
    """The addresses of help in the strip on top."""
    strip = BeautifulSoup(page.content, "html.parser").select_one(".crisis-strip")
    return {link["href"] for link in strip.select("a")}


def check(page, status):
    assert page.status_code == status
    assert {"tel:988", "tel:911", "/help-now/"} <= help_on(page)
    assert "Traceback" not in page.text


def test_an_address_that_does_not_exist(client):
    check(client.get("/nowhere/"), 404)


def test_a_method_that_a_page_does_not_take(client):
    check(client.post("/start/"), 405)


def test_a_page_for_somebody_else(client):
    client.force_login(make_patient_account())

    check(client.get("/staff/"), 403)


def test_a_form_that_was_open_for_too_long():
    check(Client(enforce_csrf_checks=True).post("/sign-out/"), 403)


def test_a_post_that_is_too_long(client):
    page = client.post("/sign-out/", b"x" * LONG, content_type="text/plain")

    check(page, 413)


def test_a_name_of_the_site_that_is_not_ours(client):
    check(client.get("/start/", headers={"host": "evil.example"}), 400)


def test_a_post_with_more_inputs_than_any_page_has(client):
    sent = "&".join(f"a{number}=1" for number in range(20_001))

    page = client.post(
        "/patient/sign-in/", sent, content_type="application/x-www-form-urlencoded"
    )

    check(page, 400)


def test_a_mistake_of_ours(broken):
    check(broken(ValueError("what the patient wrote")), 500)


def test_a_mistake_of_ours_shows_nothing_of_it(broken):
    page = broken(ValueError("what the patient wrote"))

    assert "what the patient wrote" not in page.text


def test_a_database_that_went_away(broken):
    page = broken(OperationalError("server closed the connection"))

    check(page, 503)
    assert "server closed" not in page.text


def test_the_numbers_are_those_that_the_clinic_set(client):
    CrisisRecord.objects.update(line_number="116 123")

    assert "tel:116123" in help_on(client.get("/nowhere/"))


def test_while_the_database_is_away_the_last_numbers_stand(client, broken):
    CrisisRecord.objects.update(line_number="116 123")
    client.get("/help-now/")

    assert "tel:116123" in help_on(broken(OperationalError()))


def test_without_any_record_the_numbers_are_those_that_ship():
    assert errors.crisis_record(ask=False).line_number == "988"


@pytest.mark.parametrize("path", ["/", "/help-now/", "/patient/", "/staff/"])
def test_without_a_database_every_page_says_where_help_is(path):
    page = visited(path)

    assert page.status == 503
    assert {"tel:988", "tel:911"} <= page.links
    assert "We will be back soon" in page.text


def test_without_a_database_the_process_is_healthy_and_not_ready():
    assert visited("/healthz").status == 200
    assert visited("/readyz").status == 503
