"""The privacy officer's room, and the patient's page that fills it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.accounts.proving import PROVED_AT
from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.rights import holding, requests
from intake.rights.models import Hold, RetentionPolicy
from tests.factories.cases import make_case
from tests.factories.staff import PASSWORD, make_staff

pytestmark = pytest.mark.django_db

HOME = "/staff/privacy/"


@pytest.fixture
def officer(client):
    officer = make_staff("privacy_officer")
    client.force_login(officer)
    return officer


@pytest.fixture
def asked():
    case = make_case(last_name="Birdsong")
    return requests.ask(patient=case.patient, by=case.patient.user)


@pytest.fixture
def url(asked):
    return reverse("staff:privacy_request", args=[asked.pk])


def number(asked):
    return requests.record_number(asked.patient)


def is_erased(asked):
    return Patient.objects.get(pk=asked.patient_id).erased_at is not None


def stale(client):
    """Signed in an hour ago."""
    session = client.session
    session[PROVED_AT] = int(timezone.now().timestamp()) - 3600
    session.save()


def test_the_officer_sees_the_number_and_no_name(client, officer, asked, url):
    for page in (client.get(HOME), client.get(url)):
        assert number(asked) in page.text
        assert "Birdsong" not in page.text


def test_erasing_needs_the_number_once_more(client, officer, asked, url):
    reply = client.post(url, {"_action": "erase", "number": "K7QM-XP4R"})

    assert reply.status_code == 422
    assert 'id="error-summary"' in reply.text
    assert not is_erased(asked)


def test_erasing_long_after_signing_in_needs_the_password(client, officer, asked, url):
    stale(client)
    given = {"_action": "erase", "number": number(asked)}

    assert client.post(url, given).status_code == 422
    assert not is_erased(asked)

    assert client.post(url, given | {"password": PASSWORD}).status_code == 302
    assert is_erased(asked)
    assert number(asked) in client.get(HOME).text
    assert client.get(url).status_code == 200


def test_declining_needs_words_that_the_patient_reads(client, officer, asked, url):
    assert client.post(url, {"_action": "decline"}).status_code == 422

    client.post(url, {"_action": "decline", "reason": "Kept till 2030."})

    assert requests.open_request(asked.patient) is None
    client.force_login(asked.patient.user)
    assert "Kept till 2030." in client.get("/patient/erase/").text


def test_what_was_taken_back_is_answered_by_nobody(client, officer, asked, url):
    requests.take_back(patient=asked.patient, by=asked.patient.user)

    reply = client.post(url, {"_action": "erase", "number": number(asked)})

    assert reply.status_code == 302
    assert not is_erased(asked)


def test_a_held_record_says_so_and_stays(client, officer, asked, url):
    client.post(
        reverse("staff:privacy_hold_add"),
        {"number": number(asked), "reason": "A dispute.", "until": _next_year()},
    )

    reply = client.post(url, {"_action": "erase", "number": number(asked)})

    assert (reply.status_code, is_erased(asked)) == (409, False)
    assert 'data-against="hold"' in reply.text
    hold = Hold.objects.get()
    page = reverse("staff:privacy_hold", args=[hold.pk])
    assert "A dispute." in client.get(page).text
    client.post(page)
    assert holding.standing_of(asked.patient) == []


def _next_year():
    today = Organisation.current().today()
    return today.replace(year=today.year + 1, day=1).isoformat()


def test_a_hold_needs_a_number_a_reason_and_a_day_to_come(client, officer, asked):
    given = {"number": "zzzz", "reason": " ", "until": "2020-01-01"}

    reply = client.post(reverse("staff:privacy_hold_add"), given)

    assert reply.status_code == 422
    for words in ("No record has this number", "Say why", "day that is not over"):
        assert words in reply.text
    assert not Hold.objects.exists()


def test_a_request_by_letter_is_written_down(client, officer):
    case = make_case()

    reply = client.post(reverse("staff:privacy_ask"), {"number": case.reference})

    assert reply.status_code == 302
    assert "written down by" in client.get(reply.url).text


def test_a_patient_asks_and_takes_it_back(client):
    case = make_case()
    client.force_login(case.patient.user)

    page = client.post("/patient/erase/", {"_action": "ask"}, follow=True)
    assert "You have asked us to erase your record" in page.text
    assert requests.open_request(case.patient) is not None

    client.post("/patient/erase/", {"_action": "take_back"})
    assert requests.open_request(case.patient) is None


def test_the_officer_lands_in_the_room(client, officer):
    client.logout()

    reply = client.post(
        "/staff/sign-in/", {"login": officer.login, "password": PASSWORD}
    )

    assert reply.url == HOME


def test_how_long_records_are_kept_is_set_in_days(client, officer):
    page = "/staff/privacy/retention/"
    given = {"message_days": "30", "code_days": "7", "draft_days": "90"}

    short = client.post(page, given | {"draft_days": "3"})
    assert short.status_code == 422
    assert "A number of days from 30" in short.text

    assert client.post(page, given).status_code == 302
    assert RetentionPolicy.current().draft_days is None
    assert RetentionPolicy.wanted().draft_days == 90
    shown = client.get(page).text
    assert 'data-rule="draft" data-count="0"' in shown
    assert "90 days, from" in shown
    client.post(page, {"_action": "take_back"})
    assert RetentionPolicy.wanted().draft_days is None


def test_shorter_times_and_lifting_a_hold_need_a_fresh_proof(
    client, officer, asked, settings
):
    """What they let go is erased the coming night, for good."""
    hold = holding.place(
        patient=asked.patient,
        reason="A dispute.",
        until=Organisation.current().today(),
        by=officer,
    )
    settings.SIGNING_FRESH = -1
    given = {"message_days": "30", "code_days": "7", "draft_days": "90"}
    pages = {
        "/staff/privacy/retention/": given,
        reverse("staff:privacy_hold", args=[hold.pk]): {},
    }

    for page, values in pages.items():
        reply = client.post(page, values)
        assert reply.status_code == 422
        assert "Sign with your password" in reply.text

    assert RetentionPolicy.wanted().draft_days is None
    assert holding.standing_of(asked.patient) == [hold]
    for page, values in pages.items():
        assert client.post(page, values | {"password": PASSWORD}).status_code == 302
    assert RetentionPolicy.wanted().draft_days == 90
    assert holding.standing_of(asked.patient) == []
