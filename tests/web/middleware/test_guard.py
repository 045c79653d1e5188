"""The table of addresses is asked before any page."""

import pytest

from intake.accounts.access import ADDRESSES, EVERYBODY
from intake.audit.models import Event
from tests.factories.staff import make_patient_account, make_staff

pytestmark = pytest.mark.django_db


def test_an_address_that_is_not_in_the_table_is_closed_to_all(client, monkeypatch):
    monkeypatch.delitem(ADDRESSES, "start")

    assert client.get("/start/").status_code == 403
    client.force_login(make_staff("administrator"))
    assert client.get("/start/").status_code == 403


@pytest.mark.parametrize(
    ("path", "side"),
    [
        ("/staff/", "/staff/sign-in/"),
        ("/staff/admin/", "/staff/sign-in/"),
        ("/cms/pages/", "/staff/sign-in/"),
        ("/patient/", "/patient/sign-in/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_goes_to_the_sign_in_of_that_side(client, path, side, method):
    reply = getattr(client, method)(path)

    assert reply.status_code == 302
    assert reply.url.startswith(f"{side}?next=%2F")


def test_what_stood_behind_the_address_is_not_passed_on(client):
    assert client.get("/staff/?reference=K7QM-XP4R").url.endswith("next=%2Fstaff%2F")


def test_being_turned_away_is_recorded_with_who_and_where(client):
    patient = make_patient_account()
    client.force_login(patient)

    client.get("/staff/")

    event = Event.objects.get(action="address.opened")
    assert (event.outcome, event.actor_id) == ("refused", str(patient.pk))
    assert event.detail == {"address": "staff:worklist"}


def test_somebody_who_left_is_nobody(client):
    user = make_staff("clinician")
    client.force_login(user)
    user.is_active = False
    user.save()

    assert client.get("/staff/").status_code == 302


def test_what_is_for_everybody_asks_nothing_of_anybody(
    client, django_assert_num_queries
):
    assert ADDRESSES["healthz"] is EVERYBODY

    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200
