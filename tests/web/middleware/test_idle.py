"""People are signed out by themselves, and nothing else happens."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.accounts import presence
from intake.accounts.models import BrowserSession as Session
from intake.audit.models import Event
from tests.factories.cases import make_response
from tests.factories.staff import make_staff
from tests.web.clock import Clock
from tests.web.staff.reading import parsed

pytestmark = pytest.mark.django_db

HOME, STAY = reverse("patient:home"), reverse("patient:stay")
SIGN_IN = reverse("patient:sign_in")


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def patient(clock):
    """The browser of a patient who has just opened their page."""
    client = Client()
    client.force_login(make_response().patient.user)
    assert client.get(HOME).status_code == 200
    return client


def is_signed_in(client):
    return client.get(HOME).status_code == 200


def test_whoever_does_nothing_for_half_an_hour_is_signed_out(patient, clock):
    clock.pass_time(minutes=30)

    reply = patient.get(HOME)

    assert reply.url.startswith(SIGN_IN)
    assert not is_signed_in(patient)


def test_whoever_does_something_stays(patient, clock):
    for _page in range(5):
        clock.pass_time(minutes=28)
        assert is_signed_in(patient)


def test_what_a_person_reads_in_the_portal_counts_as_activity(patient, clock):
    for address in ("/start/", "/privacy/", "/help-now/"):
        clock.pass_time(minutes=20)
        patient.get(address)

    assert is_signed_in(patient)


def test_after_eight_hours_even_the_busy_are_signed_out(patient, clock):
    for _page in range(24):
        clock.pass_time(minutes=19)
        assert is_signed_in(patient)

    clock.pass_time(minutes=24)

    assert not is_signed_in(patient)


def test_signing_in_again_begins_a_new_day(patient, clock):
    clock.pass_time(minutes=31)
    patient.get(HOME)
    patient.force_login(make_response().patient.user)

    assert is_signed_in(patient)
    clock.pass_time(minutes=29)
    assert is_signed_in(patient)


def test_the_session_is_gone_and_the_trail_says_why(patient, clock):
    clock.pass_time(minutes=31)

    patient.get(HOME)

    assert not Session.objects.exists()
    event = Event.objects.get(action="signed_out")
    assert event.actor_role == "patient"
    assert event.detail == {"by_itself": True}


def test_the_next_page_says_what_happened(patient, clock):
    clock.pass_time(minutes=31)

    page = patient.get(HOME, follow=True)

    assert "We signed you out after a while" in page.text
    assert "What you saved is safe." in page.text


@pytest.fixture
def at_the_library(patient):
    """The patient said, when signing in, that others use the computer."""
    session = patient.session
    presence.share(session, True)
    session.save()
    return patient


def test_on_a_device_that_others_use_ten_minutes_are_enough(at_the_library, clock):
    clock.pass_time(minutes=9)
    assert is_signed_in(at_the_library)

    clock.pass_time(minutes=10)

    assert not is_signed_in(at_the_library)


def test_there_the_page_says_so_and_the_warning_comes_as_early(at_the_library):
    page = at_the_library.get(HOME).text

    assert "after 10 minutes in which you do nothing" in page
    assert at_the_library.get(STAY).json() == {"left": 10 * 60}


def test_there_one_need_not_say_it_again_after_being_signed_out(at_the_library, clock):
    clock.pass_time(minutes=11)

    page = at_the_library.get(HOME, follow=True)

    assert "checked" in str(parsed(page).select_one("[name=shared]"))


def staff_signed_in(*roles):
    client = Client()
    client.force_login(make_staff(*roles))
    assert client.get("/staff/account/").status_code == 200
    return client


@pytest.mark.parametrize(
    ("roles", "minutes"),
    [
        (("clinician",), 30),
        (("content_editor",), 120),
        (("content_editor", "administrator"), 30),
    ],
)
def test_staff_are_signed_out_after_the_shortest_time_of_their_roles(
    clock, roles, minutes
):
    staff = staff_signed_in(*roles)

    clock.pass_time(minutes=minutes - 1)
    assert staff.get("/staff/account/").status_code == 200
    clock.pass_time(minutes=minutes)

    reply = staff.get("/staff/account/")
    assert reply.url.startswith("/staff/sign-in/")
    assert "You were signed out after a while." in staff.get(reply.url).text


def test_a_worklist_that_refreshes_itself_keeps_nobody_signed_in(clock):
    staff = staff_signed_in("clinician")

    for _refresh in range(3):
        clock.pass_time(minutes=10, seconds=1)
        state = staff.get("/staff/state/").status_code

    assert state == 302
    assert staff.get("/staff/").url.startswith("/staff/sign-in/")


def test_after_eight_hours_staff_sign_in_again_however_busy(clock):
    staff = staff_signed_in("clinician")

    for _page in range(17):
        clock.pass_time(minutes=29)
        status = staff.get("/staff/account/").status_code

    assert status == 302


def written(client, address):
    """Statements that write, while a page is opened."""
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return [q["sql"] for q in seen if q["sql"].startswith(("UPDATE", "INSERT"))]


def test_activity_is_written_down_once_a_minute_at_most(patient, clock):
    clock.pass_time(seconds=59)
    assert written(patient, HOME) == []

    clock.pass_time(seconds=1)
    assert len(written(patient, HOME)) == 1
    assert written(patient, HOME) == []


def test_asking_how_long_is_left_is_no_activity(patient, clock):
    clock.pass_time(minutes=20)

    left = patient.get(STAY).json()["left"]

    assert left == 10 * 60
    clock.pass_time(minutes=10)
    assert not is_signed_in(patient)


def test_one_press_starts_the_half_hour_anew(patient, clock):
    clock.pass_time(minutes=29)

    reply = patient.post(STAY)

    assert reply.status_code == 204
    assert patient.get(STAY).json() == {"left": 30 * 60}


def test_nobody_stays_longer_than_the_day(patient, clock):
    for _press in range(16):
        clock.pass_time(minutes=29, seconds=59)
        assert patient.post(STAY).status_code == 204

    assert patient.get(STAY).json()["left"] <= 30


def test_whoever_was_signed_out_is_told_so_and_not_that_time_is_left(patient, clock):
    clock.pass_time(minutes=31)

    assert patient.get(STAY).status_code == 302
    assert patient.post(STAY).status_code == 302


def test_a_session_that_another_window_ends_meanwhile_is_no_failure(
    patient, clock, monkeypatch
):
    note = presence.note_activity

    def sign_out_first(session):
        Session.objects.all().delete()
        note(session)

    monkeypatch.setattr(presence, "note_activity", sign_out_first)
    clock.pass_time(minutes=5)

    assert patient.get(HOME).url.startswith(SIGN_IN)


def test_a_page_says_how_long_one_stays_also_without_scripts(patient):
    page = patient.get(HOME).text

    assert "after 30 minutes in which you do nothing" in page


def test_a_visitor_is_told_nothing_about_signing_out(client):
    page = client.get(SIGN_IN).text

    assert "stay.js" not in page
    assert "<dialog" not in page
