"""Where a patient is signed in, and signing in with a passkey beside the code."""

import json

import pytest
from django.core import mail
from django.test import Client

from intake.accounts.models import Factor
from intake.audit.models import Event
from intake.messaging.actions import deliver_due
from tests.factories.cases import make_response
from tests.factories.staff import make_staff
from tests.journeys.authenticator import play_authenticator
from tests.web.clock import Clock

DEVICES, SIGN_IN = "/patient/devices/", "/patient/sign-in/"
PASSKEY = "/patient/sign-in/passkey/"


@pytest.fixture
def patient(db):
    return make_response().patient


@pytest.fixture
def theirs(patient):
    return signed_in(patient, "Safari, iPhone")


def signed_in(patient, device):
    client = Client()
    client.force_login(patient.user)
    session = client.session
    session["device"] = device
    session.save()
    return client


def test_it_lists_browsers_and_signs_the_others_out(theirs, patient):
    other = signed_in(patient, "Firefox, Windows")

    page = theirs.get(DEVICES).text
    assert page.index("Safari, iPhone") < page.index("Firefox, Windows")
    mark = page.split('name="browser" value="')[1].split('"')[0]
    theirs.post(DEVICES, {"_action": "end", "browser": mark})

    assert other.get(DEVICES).url.startswith(SIGN_IN)
    assert theirs.get(DEVICES).status_code == 200
    assert theirs.post(DEVICES, {"_action": "end_others"}).url == DEVICES


def test_a_long_time_after_signing_in_nothing_is_added(theirs, monkeypatch):
    clock = Clock(monkeypatch)
    assert "data-options" in theirs.get(DEVICES, headers={"host": "localhost"}).text
    clock.pass_time(minutes=16)

    page = theirs.get(DEVICES, headers={"host": "localhost"})

    assert "data-options" not in page.text
    assert theirs.post(DEVICES, {"passkey": "{}"}).status_code == 422


ANSWERS = [
    pytest.param("", id="nothing"),
    pytest.param("{", id="no JSON"),
    pytest.param("[]", id="a list"),
    pytest.param('{"id": 1}', id="half of it"),
    pytest.param("x" * 30_000, id="endless"),
    pytest.param(
        json.dumps(
            {
                "id": "AAAA",
                "rawId": "AAAA",
                "type": "public-key",
                "response": {
                    "clientDataJSON": "e30",
                    "authenticatorData": "AAAA",
                    "signature": "AAAA",
                },
                "clientExtensionResults": {},
            }
        ),
        id="made up",
    ),
]


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("is_asked", [True, False])
def test_what_no_passkey_answered_is_refused_and_tells_nothing(
    client, patient, answer, is_asked
):
    if is_asked:
        asked = client.post(PASSKEY, {"_action": "ask"}, headers={"host": "localhost"})
        assert "allowCredentials" not in asked.json()

    reply = client.post(PASSKEY, {"passkey": answer}, headers={"host": "localhost"})

    assert reply.status_code == 422
    assert "This device is not known here" in reply.text
    assert "_auth_user_id" not in client.session
    tried = Event.objects.filter(action="factor.tried")
    assert [event.outcome for event in tried] == ["refused"]


def test_nobody_removes_a_passkey_of_somebody_else(theirs):
    other = make_staff("clinician")
    factor = Factor.objects.create(
        user=other, kind="passkey", sealed=b"", credential_digest=b"x"
    )

    for number in (factor.pk, "no-number"):
        reply = theirs.post(DEVICES, {"_action": "remove", "factor": str(number)})
        assert reply.status_code == 404
    assert Factor.objects.exists()


def test_where_the_site_is_a_number_nothing_is_offered(client, theirs):
    at = {"host": "127.0.0.1:8000"}

    assert "data-passkey" not in client.get(SIGN_IN, headers=at).text
    assert "data-passkey" not in theirs.get(DEVICES, headers=at).text


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_device_signs_in_without_a_code_and_a_mail_says_so(
    live_server, new_context, axe, patient
):
    browser = new_context(viewport={"width": 360, "height": 740})
    page = browser.new_page()
    client = Client()
    client.force_login(patient.user)
    cookie = {"name": "session", "value": client.cookies["session"].value}
    browser.add_cookies([cookie | {"url": live_server.url}])
    authenticator = play_authenticator(page)
    page.goto(live_server.url + DEVICES)
    axe(page)
    page.click("[data-passkey] button")
    page.wait_for_selector("[data-passkeys]")
    axe(page)
    assert len(authenticator.credentials()) == 1

    page.click("#sign-out button")
    page.goto(live_server.url + SIGN_IN)
    axe(page)
    page.click("[data-passkey] button")
    page.wait_for_url("**/patient/")
    page.goto(live_server.url + DEVICES)
    page.click("[data-passkeys] button")
    page.wait_for_selector("[role=status] >> text=It is removed.")

    event = Event.objects.filter(action="patient.signed_in").latest("number")
    assert event.detail == {"by_passkey": True}
    assert not Factor.objects.exists()
    deliver_due()
    said = " ".join(f"{m.subject} {m.body}".lower() for m in mail.outbox)
    assert "a device was added" in said
    assert "can no longer sign in" in said
    for word in ("ketamine", "clinic", "health", "treatment", "patient "):
        assert word not in said.replace("clinic@", "")
