"""Records that staff make for people who phone, send paper or come in."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from intake.audit.models import Event
from intake.patients import actions, enrolling
from intake.patients.identity import email_of, identity_of, mail_address_of
from intake.patients.likeness import alike
from intake.patients.models import Acceptance, Patient, PrivacyNotice
from tests.factories.cases import make_patient
from tests.factories.newcomers import make_identity, make_newcomer
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
ADDRESS = "nora@example.com"


@pytest.fixture
def desk(db):
    return make_staff("front_desk", sites=(make_site(),))


def correct(patient, by, *, email="", **identity):
    changed = replace(identity_of(patient), **identity)
    return enrolling.correct(
        patient=patient, identity=changed, site=patient.site, email=email, by=by
    )


def test_a_person_without_an_address_has_a_record_and_no_way_in(desk):
    patient = make_newcomer(desk).patient

    assert (email_of(patient), mail_address_of(patient)) == ("", "")
    assert patient.user.is_patient
    assert not patient.user.has_usable_password()


def test_two_people_without_an_address_are_two_people(desk):
    first, second = make_newcomer(desk).patient, make_newcomer(desk).patient

    assert first != second


def test_nothing_is_sent_to_an_address_that_nobody_has_proved(desk):
    patient = make_newcomer(desk, email=ADDRESS).patient

    assert email_of(patient) == ADDRESS
    assert mail_address_of(patient) == ""


def test_the_notice_is_accepted_with_who_read_it_out_and_how(desk):
    patient = make_newcomer(desk, mode="phone").patient

    accepted = Acceptance.objects.get(patient=patient)
    assert (accepted.taken_by, accepted.mode) == (desk, "phone")
    assert accepted.at is not None


def test_who_accepts_the_notice_on_the_page_has_no_witness(desk):
    accepted = Acceptance.objects.get(patient=make_patient())

    assert (accepted.taken_by, accepted.mode) == (None, "self")


def test_the_database_refuses_an_acceptance_by_phone_that_nobody_took(db):
    patient = actions.find_or_create("kim@example.com")
    notice = PrivacyNotice.current()

    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.create(patient=patient, notice=notice, mode="phone")


def test_the_database_refuses_half_an_address(desk):
    patient = make_newcomer(desk, email=ADDRESS).patient

    with pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.filter(pk=patient.pk).update(sealed_email=None)


def test_an_address_belongs_to_one_record(desk):
    make_newcomer(desk, email=ADDRESS)

    with pytest.raises(enrolling.AddressTaken):
        make_newcomer(desk, email=ADDRESS.upper())

    assert Patient.objects.count() == 1


def test_what_staff_do_is_recorded_with_their_name(desk):
    patient = make_newcomer(desk, email=ADDRESS).patient

    events = Event.objects.filter(patient_id=str(patient.pk))
    assert {event.actor_id for event in events} == {str(desk.pk)}
    assert {"patient.enrolled", "patient.identity_saved", "notice.accepted"} <= {
        event.action for event in events
    }


def test_a_mistyped_address_is_corrected_while_nobody_has_proved_it(desk):
    patient = make_newcomer(desk, email="noar@example.com").patient

    correct(patient, desk, email=ADDRESS)

    patient.refresh_from_db()
    assert email_of(patient) == ADDRESS
    assert Patient.objects.get(email_index=patient.email_index) == patient


def test_an_address_can_be_taken_off_again(desk):
    patient = make_newcomer(desk, email=ADDRESS).patient

    correct(patient, desk)

    patient.refresh_from_db()
    assert (patient.sealed_email, patient.email_index) == (None, None)


def test_an_address_that_the_patient_uses_stays_theirs(desk):
    patient = make_patient(site=desk.sites.first())
    before = email_of(patient)

    with pytest.raises(enrolling.AddressProved):
        correct(patient, desk, email=ADDRESS, last_name="Other")

    patient.refresh_from_db()
    assert email_of(patient) == before
    assert identity_of(patient).last_name != "Other"


def test_the_identity_of_somebody_with_an_address_of_their_own_is_corrected(desk):
    patient = make_patient(site=desk.sites.first())

    correct(patient, desk, email=email_of(patient), last_name="Other")

    patient.refresh_from_db()
    assert identity_of(patient).last_name == "Other"
    assert patient.email_unproved_since is None


def test_correcting_to_an_address_of_somebody_else_changes_nothing(desk):
    make_newcomer(desk, email=ADDRESS)
    patient = make_newcomer(desk).patient

    with pytest.raises(enrolling.AddressTaken):
        correct(patient, desk, email=ADDRESS, last_name="Other")

    patient.refresh_from_db()
    assert email_of(patient) == ""
    assert identity_of(patient).last_name != "Other"


def test_only_who_works_at_a_site_moves_people_away_from_it(desk):
    away, patient = make_site(), make_patient(site=desk.sites.first())
    stranger = make_staff("clinician", sites=(away,))

    def move(by):
        enrolling.correct(
            patient=patient,
            identity=identity_of(patient),
            site=away,
            email=email_of(patient),
            by=by,
        )
        patient.refresh_from_db()

    with pytest.raises(enrolling.NotTheirSite):
        move(stranger)
    assert Patient.objects.get(pk=patient.pk).site == desk.sites.first()

    move(desk)
    assert patient.site == away


class TestLikeness:
    def known(self, desk, **identity):
        return make_newcomer(desk, **identity).patient

    def test_nobody_is_like_a_stranger(self, desk):
        self.known(desk, phone="555 010 0101")

        stranger = make_identity(phone="555 010 0102", born_on=date(1990, 1, 1))
        assert alike(stranger, "", desk) == []

    @pytest.mark.parametrize(
        ("stored", "typed", "shared"),
        [
            pytest.param(
                {"email": ADDRESS}, {"email": "NORA@example.com"}, "email", id="address"
            ),
            pytest.param(
                {"phone": "(555) 010-0103"}, {"phone": "+1 555 010 0103"}, "phone"
            ),
            pytest.param(
                {"last_name": "Doe", "born_on": date(1980, 2, 3)},
                {"last_name": " doe", "born_on": date(1980, 2, 3)},
                "name",
                id="surname and date of birth",
            ),
        ],
    )
    def test_one_thing_in_common_is_enough(self, desk, stored, typed, shared):
        apart = {"phone": "555 010 0100", "last_name": "Roe"}
        record = self.known(desk, **(apart | stored))
        other = {"phone": "555 010 0199", "last_name": "Low"} | typed

        found = alike(
            make_identity(**{k: v for k, v in other.items() if k != "email"}),
            other.get("email", ""),
            desk,
        )

        assert [(one.patient, one.shared) for one in found] == [(record, (shared,))]

    def test_the_same_surname_on_another_day_is_another_person(self, desk):
        self.known(desk, last_name="Doe", born_on=date(1980, 2, 3), phone="5550100101")

        other = make_identity(last_name="Doe", born_on=date(1980, 3, 2))
        assert alike(other, "", desk) == []

    def test_who_shares_more_comes_first(self, desk):
        same = {"last_name": "Doe", "phone": "555 010 0104"}
        likely = self.known(desk, **same, born_on=date(1980, 2, 3))
        self.known(desk, last_name="Roe", phone="555 010 0104")

        found = alike(make_identity(**same, born_on=date(1980, 2, 3)), "", desk)

        assert found[0].patient == likely
        assert found[0].shared == ("phone", "name")

    def test_another_site_tells_nothing(self, desk):
        elsewhere = make_staff("front_desk", sites=(make_site(),))
        self.known(elsewhere, phone="555 010 0105")

        assert alike(make_identity(phone="555 010 0105"), "", desk) == []
