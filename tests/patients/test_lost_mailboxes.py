"""Another address for a patient who lost their mailbox: two of the staff answer."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from intake.accounts.models import Factor
from intake.audit.models import Event
from intake.messaging.actions import deliver_due
from intake.patients import addresses, claims, enrolling, lost_mailboxes
from intake.patients.identity import email_of, mail_address_of
from intake.patients.readdressings import ReaddressingEnd
from intake.rights.record import record_of
from tests.factories.cases import make_response
from tests.factories.newcomers import make_identity, make_newcomer
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
NEW = "new@example.com"
Kind = ReaddressingEnd.Kind


@pytest.fixture
def site(db):
    return make_site()


@pytest.fixture
def desk(site):
    return make_staff("front_desk", sites=(site,))


@pytest.fixture
def clinician(site):
    return make_staff("clinician", sites=(site,), email="ana@clinic.example")


@pytest.fixture
def patient(site):
    return make_response(site=site).patient


def ask(patient, by, email=NEW, **how):
    return lost_mailboxes.ask(
        patient=patient, email=email, how="in_person", by=by, **how
    )


def a_day_later():
    return timezone.now() + lost_mailboxes.WAIT + timedelta(minutes=1)


def test_the_former_address_and_the_clinicians_are_told_at_once(
    patient, desk, clinician
):
    ask(patient, desk)

    deliver_due()

    assert {letter.to[0] for letter in mail.outbox} == {
        mail_address_of(patient),
        clinician.email,
    }
    assert NEW not in "".join(letter.body for letter in mail.outbox)


def test_a_clinician_confirms_after_a_day_and_the_date_of_birth_is_asked(
    patient, desk, clinician
):
    browser = Client()
    browser.force_login(patient.user)
    asked = ask(patient, desk)

    lost_mailboxes.confirm(readdressing=asked, by=clinician, at=a_day_later())

    patient.refresh_from_db()
    assert (email_of(patient), mail_address_of(patient)) == (NEW, "")
    assert browser.get("/patient/").url.startswith("/patient/sign-in/")
    born = date(1984, 5, 6)
    assert claims.claim(claim=claims.Claim.on(patient), born_on=born) == patient.user
    assert Event.objects.get(action="patient.email_confirmed").actor_id == str(
        clinician.pk
    )


def test_nobody_confirms_what_they_asked_for(patient, clinician):
    asked = ask(patient, clinician)

    with pytest.raises(lost_mailboxes.SamePerson):
        lost_mailboxes.confirm(readdressing=asked, by=clinician, at=a_day_later())


def test_the_front_desk_confirms_nothing(patient, desk, site):
    asked = ask(patient, desk)
    colleague = make_staff("front_desk", sites=(site,))

    with pytest.raises(lost_mailboxes.NotClinical):
        lost_mailboxes.confirm(readdressing=asked, by=colleague, at=a_day_later())
    with pytest.raises(lost_mailboxes.NotClinical):
        lost_mailboxes.end(readdressing=asked, kind=Kind.DECLINED, by=colleague)


def test_a_clinician_of_another_site_confirms_nothing(patient, desk):
    asked = ask(patient, desk)
    stranger = make_staff("clinician", sites=(make_site(),))

    with pytest.raises(lost_mailboxes.NotClinical):
        lost_mailboxes.confirm(readdressing=asked, by=stranger, at=a_day_later())


def test_within_a_day_nobody_confirms(patient, desk, clinician):
    asked = ask(patient, desk)

    with pytest.raises(lost_mailboxes.NotYet):
        lost_mailboxes.confirm(readdressing=asked, by=clinician)


def test_where_no_address_was_proved_there_is_nobody_to_wait_for(desk, clinician):
    patient = make_newcomer(desk).patient
    asked = ask(patient, desk)

    lost_mailboxes.confirm(readdressing=asked, by=clinician)

    patient.refresh_from_db()
    assert email_of(patient) == NEW


@pytest.mark.parametrize("kind", [Kind.DECLINED, Kind.TAKEN_BACK, Kind.STOPPED])
def test_what_was_ended_is_confirmed_no_more(patient, desk, clinician, kind):
    asked = ask(patient, desk)
    by = {Kind.DECLINED: clinician, Kind.TAKEN_BACK: desk, Kind.STOPPED: patient.user}
    lost_mailboxes.end(readdressing=asked, kind=kind, by=by[kind])

    with pytest.raises(lost_mailboxes.Answered):
        lost_mailboxes.confirm(readdressing=asked, by=clinician, at=a_day_later())
    assert ask(patient, desk).pk != asked.pk


def test_the_patient_alone_stops_it(patient, desk, clinician):
    asked = ask(patient, desk)

    for by, kind in [
        (desk, Kind.STOPPED),
        (clinician, Kind.STOPPED),
        (patient.user, Kind.DECLINED),
        (patient.user, Kind.TAKEN_BACK),
    ]:
        with pytest.raises(lost_mailboxes.NotTheirs):
            lost_mailboxes.end(readdressing=asked, kind=kind, by=by)
    assert lost_mailboxes.waiting_of(patient) == asked


def test_passkeys_go_with_the_mailbox_and_the_patients_copy_says_so(
    patient, desk, clinician
):
    other, _theirs = (
        Factor.objects.create(
            user=user, kind="passkey", credential_digest=user.pk.bytes, sealed=b"key"
        )
        for user in (desk, patient.user)
    )

    lost_mailboxes.confirm(
        readdressing=ask(patient, desk), by=clinician, at=a_day_later()
    )

    assert list(Factor.objects.all()) == [other]
    assert Event.objects.get(action="factor.removed").actor_id == str(clinician.pk)
    moved = record_of(patient).moved
    assert [(one.by_clinic, one.passkeys) for one in moved] == [(True, 1)]
    shown = render_to_string("patient/parts/copy.html", {"record": {"moved": moved}})
    assert "two of our staff answered for another address" in shown
    assert "1 passkey was removed." in shown


def test_one_waits_at_a_time(patient, desk):
    ask(patient, desk)

    with pytest.raises(lost_mailboxes.AlreadyAsked):
        ask(patient, desk, "other@example.com")


def test_an_address_of_a_colleague_or_of_another_record_is_refused(
    patient, desk, clinician
):
    other = make_response().patient

    with pytest.raises(addresses.AddressOfStaff):
        ask(patient, desk, clinician.email.upper())
    with pytest.raises(addresses.AddressTaken):
        ask(patient, desk, mail_address_of(other))


def test_nobody_is_written_down_with_an_address_of_a_colleague(desk, clinician):
    with pytest.raises(addresses.AddressOfStaff):
        make_newcomer(desk, email=clinician.email)


def test_a_proved_address_is_changed_by_no_correction(patient, clinician):
    with pytest.raises(enrolling.AddressProved):
        enrolling.correct(
            patient=patient,
            identity=make_identity(),
            site=patient.site,
            email=NEW,
            by=clinician,
        )
