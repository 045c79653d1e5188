"""An address that staff wrote down opens nothing to whoever happens to own it."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from intake.audit.models import Event
from intake.patients import actions, claims, enrolling
from intake.patients.identity import email_of, identity_of, mail_address_of
from intake.patients.models import BirthDateTry, Patient
from tests.factories.newcomers import make_newcomer
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
ADDRESS, BORN, WRONG = "nora@example.com", date(1972, 11, 3), date(1972, 3, 11)


@pytest.fixture
def desk(db):
    return make_staff("front_desk", sites=(make_site(),))


@pytest.fixture
def patient(desk):
    return make_newcomer(desk, email=ADDRESS).patient


def claim_of(patient):
    return claims.Claim.on(patient)


def give(patient, born_on, times=1):
    for _time in range(times):
        with pytest.raises(claims.WrongBirthDate):
            claims.claim(claim=claim_of(patient), born_on=born_on)


def correct(patient, by, email):
    enrolling.correct(
        patient=patient,
        identity=identity_of(patient),
        site=patient.site,
        email=email,
        by=by,
    )


def test_the_date_of_birth_opens_the_record_and_proves_the_address(patient):
    user = claims.claim(claim=claim_of(patient), born_on=BORN)

    patient.refresh_from_db()
    assert user == patient.user
    assert mail_address_of(patient) == ADDRESS


def test_another_date_opens_nothing(patient):
    give(patient, WRONG)

    patient.refresh_from_db()
    assert mail_address_of(patient) == ""
    refused = Event.objects.get(action="patient.claimed")
    assert refused.outcome == Event.Outcome.REFUSED


def test_the_right_date_is_too_late_after_five_wrong_ones(patient):
    give(patient, WRONG, claims.MOST_TRIES)

    with pytest.raises(claims.ClaimIsOver):
        claims.claim(claim=claim_of(patient), born_on=BORN)

    assert claims.is_over(patient)


def test_another_code_gives_no_further_tries(patient):
    """Tries are counted by record, not by sign-in."""
    give(patient, WRONG, claims.MOST_TRIES)
    later = claims.Claim.on(Patient.objects.get(pk=patient.pk))

    with pytest.raises(claims.ClaimIsOver):
        claims.claim(claim=later, born_on=BORN)


def test_staff_who_look_at_the_record_again_allow_further_tries(patient, desk):
    give(patient, WRONG, claims.MOST_TRIES)

    correct(patient, desk, ADDRESS)

    patient.refresh_from_db()
    assert not claims.is_over(patient)
    assert claims.claim(claim=claim_of(patient), born_on=BORN) == patient.user


def test_a_claim_ends_when_staff_change_the_address(patient, desk):
    earlier = claim_of(patient)

    correct(patient, desk, "other@example.com")

    with pytest.raises(claims.ClaimIsOver):
        claims.claim(claim=earlier, born_on=BORN)


def test_a_claim_ends_after_half_an_hour(patient, monkeypatch):
    earlier = claim_of(patient)
    later = timezone.now() + claims.LIFE + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    with pytest.raises(claims.ClaimIsOver):
        claims.claim(claim=earlier, born_on=BORN)


def test_a_record_is_claimed_once(patient):
    earlier = claim_of(patient)
    claims.claim(claim=earlier, born_on=BORN)

    with pytest.raises(claims.ClaimIsOver):
        claims.claim(claim=earlier, born_on=BORN)


def test_the_owner_of_a_mistyped_address_gets_a_record_of_their_own(patient):
    user = actions.sign_in_anew(claim=claim_of(patient))

    patient.refresh_from_db()
    assert user.patient != patient
    assert email_of(user.patient) == ADDRESS
    assert mail_address_of(user.patient) == ADDRESS
    assert email_of(patient) == ""
    assert identity_of(user.patient) is None


def test_taking_an_address_off_is_recorded_with_the_record(patient):
    actions.sign_in_anew(claim=claim_of(patient))

    event = Event.objects.get(action="patient.email_disowned")
    assert event.patient_id == str(patient.pk)


def test_a_wrong_date_is_kept_for_good_and_says_nothing_of_itself(patient):
    give(patient, WRONG)

    assert {field.name for field in BirthDateTry._meta.fields} == {
        "id",
        "patient",
        "at",
    }
    with pytest.raises(InternalError), transaction.atomic():
        BirthDateTry.objects.all().delete()
