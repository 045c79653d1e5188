"""The pages for everybody."""

import pytest
from bs4 import BeautifulSoup

from intake.audit.models import Event
from intake.patients.models import PrivacyNotice
from tests.factories.staff import make_patient_account, make_staff

pytestmark = pytest.mark.django_db
PAGES = ["/", "/start/", "/help-now/", "/privacy/"]


@pytest.fixture
def events():
    """How many events were recorded since the test began."""
    before = Event.objects.count()
    return lambda: Event.objects.count() - before


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_may_read_it_and_nothing_is_kept_of_the_visit(client, path, events):
    page = client.get(path)

    assert page.status_code == 200
    assert set(client.cookies) <= {"csrf"}
    assert events() == 0


@pytest.mark.parametrize("path", PAGES)
def test_it_has_a_title_one_heading_and_one_main_part(client, path):
    html = BeautifulSoup(client.get(path).content, "html.parser")

    assert html.title.text.strip()
    assert len(html.select("h1")) == len(html.select("main")) == 1
    assert html.html["lang"] == "en"


@pytest.mark.parametrize("path", PAGES)
def test_it_takes_no_post(client, path):
    assert client.post(path).status_code == 405


def test_the_page_of_help_has_every_way_to_get_it(client):
    html = BeautifulSoup(client.get("/help-now/").content, "html.parser")

    main = html.select_one("main[data-crisis=page]")
    assert {"tel:988", "tel:911"} <= {link["href"] for link in main.select("a")}


def test_the_notice_is_the_one_that_patients_accept(client):
    notice = PrivacyNotice.current()

    page = client.get("/privacy/").text

    assert f"Version {notice.number}," in page
    assert notice.text.split(".")[0] in page


def test_without_a_notice_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(PrivacyNotice, "current", lambda: None)

    assert "The notice is not published yet." in client.get("/privacy/").text


@pytest.mark.parametrize(
    "make", [make_patient_account, lambda: make_staff("clinician")]
)
def test_signing_out_ends_the_session_and_says_so(client, make):
    user = make()
    client.force_login(user)

    page = client.post("/sign-out/", follow=True)

    assert "You are signed out." in page.text
    assert not page.context["user"].is_authenticated
    assert Event.objects.get(action="signed_out").actor_id == str(user.pk)


def test_a_link_alone_signs_nobody_out(client):
    client.force_login(make_patient_account())

    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session


def test_a_stranger_who_signs_out_leaves_no_trace(client, events):
    assert client.post("/sign-out/").status_code == 302
    assert events() == 0
