"""Asking to be erased, holds, and what becomes of it."""

from datetime import timedelta

import pytest
from django.core import mail

from intake.messaging import actions as messaging
from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.rights import erasing, holding, requests
from intake.rights.models import ErasureRequest
from tests.factories.cases import make_case, make_patient
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return make_patient()


@pytest.fixture
def officer():
    return make_staff("privacy_officer")


def asked(patient):
    return requests.ask(patient=patient, by=patient.user)


def test_asking_twice_is_asking_once(patient):
    assert asked(patient) == asked(patient)


def test_it_can_be_taken_back_until_it_is_done(patient):
    asked(patient)

    requests.take_back(patient=patient, by=patient.user)

    assert requests.open_request(patient) is None
    assert asked(patient) == ErasureRequest.objects.last()


def test_a_reason_for_declining_is_for_the_patient_until_they_ask_again(
    patient, officer
):
    request = asked(patient)
    end = requests.decline(request=request, reason="Kept till 2030.", by=officer)

    assert requests.last_answer(patient) == end
    assert requests.reason_of(end, patient) == "Kept till 2030."
    with pytest.raises(requests.Answered):
        requests.grant(request=request, by=officer)
    asked(patient)
    assert requests.last_answer(patient) is None


def test_who_is_erased_is_told_so_without_a_word_of_what_it_was(patient, officer):
    requests.grant(request=asked(patient), by=officer)

    messaging.deliver_due()

    (message,) = mail.outbox
    assert message.subject == "What you asked us to do is done"
    assert Patient.objects.get(pk=patient.pk).wrapped_key is None


def test_a_held_record_is_not_erased_until_its_day(patient, officer):
    today = Organisation.current().today()
    hold = holding.place(patient=patient, reason="A dispute.", until=today, by=officer)
    request = asked(patient)

    with pytest.raises(requests.OnHold):
        requests.grant(request=request, by=officer)

    assert holding.reason_of(hold) == "A dispute."
    assert patient.holds.standing(today + timedelta(days=1)).count() == 0
    holding.lift(hold=hold, by=officer)
    holding.lift(hold=hold, by=officer)
    requests.grant(request=request, by=officer)


def test_a_rule_finds_a_hold_that_was_placed_a_moment_ago(patient, officer):
    until = Organisation.current().today()
    holding.place(patient=patient, reason="A dispute.", until=until, by=officer)

    with pytest.raises(requests.OnHold):
        erasing.erase(patient=patient, why=erasing.Why.KEPT_LONG_ENOUGH, by=None)

    assert Patient.objects.get(pk=patient.pk).wrapped_key is not None


def test_a_record_is_found_by_its_number_alone():
    case, draft = make_case(), make_patient()

    for patient in (case.patient, draft):
        number = requests.record_number(patient)
        assert requests.of_number(number.lower()) == patient
    assert requests.record_number(case.patient) == case.reference
    assert requests.of_number("nobody") is None
    assert requests.of_number("zzzzzzzz") is None
