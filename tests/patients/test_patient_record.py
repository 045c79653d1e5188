"""The record of a patient: made once, corrected by adding, taken back for a child."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from django.core import mail
from django.db import IntegrityError, InternalError, transaction
from django.db.models import ProtectedError

from intake.accounts import codes
from intake.accounts.codes import WrongCode
from intake.accounts.models import SignInCode, SignInTry, User
from intake.audit.models import Event
from intake.patients import actions, consents
from intake.patients.identity import Identity, email_of, identity_of
from intake.patients.models import Acceptance, IdentityRecord, Patient, PrivacyNotice
from intake.practice.models import Location
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db

ADDRESS = "kim@example.com"
KIM = Identity(
    first_name="Kim",
    last_name="Invented",
    born_on=date(1985, 3, 14),
    sex="female",
    state="VT",
    phone="555 010 0123",
    may_leave_message="yes",
    language="en",
)


@pytest.fixture
def patient(db):
    return actions.find_or_create(ADDRESS)


def save(patient, identity=KIM, site=None):
    site = site or Location.objects.get(name="Main site")
    return actions.save_identity(
        patient=patient, identity=identity, site=site, by=patient.user
    )


def asked():
    found = codes.ask(address=ADDRESS, language="en")
    digits = [line for line in mail.outbox[-1].body.splitlines() if line.isdigit()]
    return found, digits[0]


class TestSigningIn:
    def test_the_first_code_makes_the_account(self):
        found, digits = asked()

        user = actions.sign_in(asked=found, digits=digits)

        assert user.is_patient
        assert email_of(user.patient) == ADDRESS
        assert Event.objects.filter(action="patient.signed_in").count() == 1

    def test_the_next_one_finds_it(self):
        users = set()
        for _time in range(2):
            found, digits = asked()
            users.add(actions.sign_in(asked=found, digits=digits))

        assert len(users) == 1

    def test_a_wrong_code_makes_nothing(self):
        found, digits = asked()

        with pytest.raises(WrongCode):
            actions.sign_in(asked=found, digits=f"{(int(digits) + 1) % 10**6:06}")

        assert not Patient.objects.exists()

    def test_capitals_make_no_second_patient(self, patient):
        assert actions.find_or_create("KIM@Example.COM") == patient

    def test_the_account_names_nobody(self, patient):
        user = patient.user

        assert (user.login, user.name, user.email) == (None, "", "")
        assert not user.has_usable_password()
        assert ADDRESS.encode() not in bytes(patient.sealed_email)


class TestIdentity:
    def test_it_is_kept_as_it_was_said(self, patient):
        saved = save(patient)

        assert identity_of(saved) == KIM
        assert identity_of(Patient.objects.get(pk=patient.pk)) == KIM

    def test_there_is_none_at_first(self, patient):
        assert identity_of(patient) is None

    def test_a_correction_is_added_and_the_former_kept(self, patient):
        save(patient)

        save(patient, replace(KIM, last_name="Renamed"))

        assert identity_of(Patient.objects.get()).last_name == "Renamed"
        assert IdentityRecord.objects.count() == 2

    def test_the_same_again_has_no_effect(self, patient):
        save(patient)
        save(patient)

        assert IdentityRecord.objects.count() == 1
        assert Event.objects.filter(action="patient.identity_saved").count() == 1

    def test_another_site_is_a_change(self, patient):
        save(patient)
        north = make_site()

        save(patient, site=north)

        assert Patient.objects.get().site == north

    def test_exact_look_ups_follow_a_correction(self, patient):
        save(patient)
        before = Patient.objects.get()

        save(patient, replace(KIM, phone="555 010 0199", last_name="Renamed"))

        after = Patient.objects.get()
        assert bytes(after.phone_index) != bytes(before.phone_index)
        assert bytes(after.surname_birth_index) != bytes(before.surname_birth_index)

    @pytest.mark.parametrize(
        ("born_on", "on", "is_child", "is_adult"),
        [
            (date(2010, 5, 1), date(2023, 4, 30), True, False),
            (date(2010, 5, 1), date(2023, 5, 1), False, False),
            (date(2010, 5, 1), date(2028, 4, 30), False, False),
            (date(2010, 5, 1), date(2028, 5, 1), False, True),
            (date(2008, 2, 29), date(2026, 2, 28), False, False),
            (date(2008, 2, 29), date(2026, 3, 1), False, True),
        ],
    )
    def test_ages_change_on_the_birthday(self, born_on, on, is_child, is_adult):
        somebody = replace(KIM, born_on=born_on)

        assert somebody.is_child(on) == is_child
        assert somebody.is_adult(on) == is_adult

    def test_one_is_called_as_one_likes(self):
        assert KIM.call_name == "Kim"
        assert replace(KIM, preferred_name="Kit").call_name == "Kit"


class TestNotices:
    def test_a_notice_is_accepted_once_by_its_version(self, patient):
        notice = PrivacyNotice.current()

        for _time in range(2):
            consents.accept_notice(patient=patient, notice=notice, by=patient.user)

        assert Acceptance.objects.get().notice == notice
        event = Event.objects.get(action="notice.accepted")
        assert event.detail == {"number": notice.number}
        words = notice.text.encode()
        assert Acceptance.objects.get().digest == sha256(words).hexdigest()

    def test_it_is_taken_back_apart_from_any_request_and_accepted_again(self, patient):
        notice = PrivacyNotice.current()
        accepted = {"patient": patient, "notice": notice, "by": patient.user}
        first = consents.accept_notice(**accepted)

        for _time in range(2):
            consents.take_back(patient=patient, by=patient.user)

        assert first.withdrawal.by == patient.user
        assert consents.has_taken_back(patient)
        assert Event.objects.filter(action="notice.taken_back").count() == 1
        again = consents.accept_notice(**accepted)
        assert again != first
        assert not consents.has_taken_back(patient)

    def test_the_newest_is_the_current_one(self):
        newer = PrivacyNotice.objects.create(number=2, text="Anew.")

        assert PrivacyNotice.current() == newer


class TestForgetting:
    def test_nothing_is_left_of_a_child(self):
        found, digits = asked()
        patient = actions.sign_in(asked=found, digits=digits).patient

        actions.forget(patient=patient)

        assert not Patient.objects.exists()
        assert not User.objects.filter(is_patient=True).exists()
        assert not SignInCode.objects.exists()
        assert not SignInTry.objects.exists()

    def test_codes_of_others_are_kept_and_still_cannot_be_deleted(self, patient):
        codes.ask(address="lee@example.com", language="en")

        actions.forget(patient=patient)

        assert SignInCode.objects.count() == 1
        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            SignInCode.objects.all().delete()

    def test_whoever_has_said_something_is_not_forgotten(self, patient):
        codes.ask(address=ADDRESS, language="en")
        saved = save(patient)

        with pytest.raises(ProtectedError):
            actions.forget(patient=saved)

        assert Patient.objects.exists()
        assert SignInCode.objects.exists()


class TestTheDatabase:
    def test_has_one_patient_for_an_address(self, patient):
        row = Patient.objects.values().get()
        user = actions.find_or_create("lee@example.com").user

        with pytest.raises(IntegrityError), transaction.atomic():
            Patient.objects.create(**row | {"id": user.pk, "user_id": user.pk})

    def test_refuses_an_identity_without_a_site(self, patient):
        save(patient)

        with (
            pytest.raises(IntegrityError, match="patient_with_identity_has_site"),
            transaction.atomic(),
        ):
            Patient.objects.update(site=None)

    @pytest.mark.parametrize("model", [IdentityRecord, PrivacyNotice, Acceptance])
    def test_keeps_what_was_said_and_shown(self, patient, model):
        save(patient)
        notice = PrivacyNotice.current()
        consents.accept_notice(patient=patient, notice=notice, by=patient.user)

        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            model.objects.all()._raw_delete("default")


class TestWhoSees:
    @pytest.fixture
    def somebody(self, patient):
        return save(patient)

    def test_oneself(self, somebody):
        actions.find_or_create("lee@example.com")

        assert list(Patient.objects.visible_to(somebody.user)) == [somebody]

    @pytest.mark.parametrize(
        ("role", "sees"),
        [
            ("clinician", True),
            ("medical_director", True),
            ("front_desk", True),
            ("content_editor", False),
            ("privacy_officer", False),
            ("administrator", False),
        ],
    )
    def test_the_care_team_of_the_site(self, somebody, role, sees):
        here = make_staff(role, sites=(somebody.site,))
        elsewhere = make_staff(role, sites=(make_site(),))

        assert Patient.objects.visible_to(here).exists() == sees
        assert not Patient.objects.visible_to(elsewhere).exists()

    def test_nobody_whose_access_has_ended(self, somebody):
        gone = make_staff("clinician", sites=(somebody.site,))
        gone.is_active = False

        assert not Patient.objects.visible_to(gone).exists()
