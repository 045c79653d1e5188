"""Erasing a person: nothing opens, nothing is found, every page still answers."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, transaction
from django.test import Client
from django.utils import timezone

from intake.accounts import codes
from intake.accounts.access import ADDRESSES
from intake.accounts.models import BrowserSession as Session
from intake.accounts.models import SignInCode
from intake.accounts.roles import Role
from intake.audit.models import Event
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox
from intake.patients import actions as patients
from intake.patients import vault
from intake.patients.identity import email_of
from intake.patients.models import Patient
from intake.review.actions import verdict_of
from intake.review.models import Case
from intake.rights import erasing
from intake.rights.models import Erasure
from intake.safety import actions as safety
from tests.architecture.test_access import addresses
from tests.factories.cases import make_case, make_response
from tests.factories.decisions import decide
from tests.factories.decisions import decided as count_decided
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

ASKED = Erasure.Why.ASKED


@pytest.fixture
def decided(site, clinician):
    case = make_case(site=site, first_name="Canary", last_name="Birdsong")
    decide(case, by=clinician)
    return case


@pytest.fixture
def officer():
    return make_staff("privacy_officer")


def erased(case, by, **how):
    erasing.erase(patient=case.patient, why=ASKED, by=by, **how)
    return Patient.objects.get(pk=case.patient_id)


def test_nothing_of_an_erased_person_opens(decided, officer):
    patient = erased(decided, officer)
    decision = decided.decisions.get()
    decision.case.patient = patient

    with pytest.raises(vault.CannotOpen):
        verdict_of(decision)
    with pytest.raises(vault.CannotOpen):
        vault.open_value(patient, "identity", patient.identities.get().sealed)
    assert email_of(patient) == ""


def test_an_erased_person_is_signed_out_found_nowhere_and_written_to_no_more(
    decided, officer
):
    address = email_of(decided.patient)
    phone = Client()
    phone.force_login(decided.patient.user)
    codes.ask(address=address, language="en")
    messaging.send_later(to=address, template="news", language="en")
    other = messaging.send_later(to="else@a.example", template="news", language="en")

    erased(decided, officer)

    assert phone.get("/patient/").status_code == 302
    assert not Session.objects.exists()
    assert not SignInCode.objects.exists()
    waiting = Outbox.objects.exclude(sealed=None)
    assert list(waiting) == [other]
    again = patients.find_or_create(address)
    assert again.pk != decided.patient_id


def test_what_reports_need_stays(decided, officer, clinician):
    director = make_staff("medical_director", sites=(decided.patient.site,))

    patient = erased(decided, officer)

    assert [one.case for one in count_decided(director)] == [decided]
    assert not Case.objects.visible_to(clinician).filter(pk=decided.pk).exists()
    assert Event.objects.about(patient.pk).first().action == "patient.erased"
    assert patient.cases.get().decisions.get().outcomes.exists()


def test_nothing_brings_an_erased_person_back(decided, officer):
    before = Patient.objects.get(pk=decided.patient_id)

    erased(decided, officer)

    before.erased_at = None
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        before.save()


def test_whoever_may_be_in_danger_is_not_erased(site, officer):
    response = make_response(site=site)
    late = timezone.now() + timedelta(minutes=15)
    type(response).objects.filter(pk=response.pk).update(screen_due_at=late)

    with pytest.raises(erasing.SafetyComesFirst):
        erasing.erase(patient=response.patient, why=ASKED, by=officer)

    assert Patient.objects.get(pk=response.patient_id).wrapped_key is not None


def test_twice_has_one_effect(decided, officer):
    erased(decided, officer)
    erased(decided, officer)

    assert Event.objects.filter(action="patient.erased").count() == 1


def test_who_comes_back_with_a_backup_is_erased_again(
    settings, tmp_path, decided, officer, django_capture_on_commit_callbacks
):
    settings.ERASED_LIST = tmp_path / "kept" / "erased.txt"
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        inner = transaction.savepoint()
        erased(decided, officer)
        first = Erasure.objects.get().at
        listed = io.StringIO()
        call_command("erase", "--list", stdout=listed)
        noted = listed.getvalue()
        transaction.savepoint_rollback(inner)
    settings.ERASED_LIST.parent.mkdir(exist_ok=True)
    settings.ERASED_LIST.write_text(noted)

    err = io.StringIO()
    call_command("erase", "--again", stderr=err)

    assert "1 erased again" in err.getvalue()
    patient = Patient.objects.get(pk=decided.patient_id)
    assert (patient.wrapped_key, patient.erased_at) == (None, first)
    call_command("erase", "--again", str(settings.ERASED_LIST), stderr=err)
    assert "0 erased again" in err.getvalue()


def test_the_list_is_kept_outside_of_the_database(
    settings, tmp_path, decided, officer, django_capture_on_commit_callbacks
):
    settings.ERASED_LIST = tmp_path / "erased.txt"

    with django_capture_on_commit_callbacks(execute=True):
        erased(decided, officer)

    assert settings.ERASED_LIST.read_text().startswith(f"{decided.patient_id} ")


def test_a_list_that_is_none_is_refused(tmp_path):
    file = tmp_path / "list"
    file.write_text("somebody")

    with pytest.raises(CommandError, match="no list"):
        call_command("erase", "--again", str(file))


def test_every_staff_page_answers_about_an_erased_person(site, clinician, officer):
    case = make_case({"phq9_9": 1}, site=site, last_name="Birdsong")
    decide(case, by=clinician)
    alert = case.patient.alerts.get()
    safety.acknowledge(alert=alert, note="", by=clinician)
    safety.close(alert=alert, outcome="safe_plan", note="", by=clinician)
    erased(case, officer)
    everything = make_staff(*Role, sites=(site,))
    client = Client()
    client.force_login(everything)
    ids = {
        "CDFG-HJKM": case.reference,
        "/alerts/00000000-0000-0000-0000-000000000001": f"/alerts/{alert.pk}",
        "/patients/00000000-0000-0000-0000-000000000001": (
            f"/patients/{case.patient_id}"
        ),
        "00000000-0000-0000-0000-000000000001": str(case.response_id),
    }
    wrong, gone = [], 0

    for name, pattern in addresses():
        if not pattern.startswith("/staff/") or name not in ADDRESSES:
            continue
        path = pattern
        for placeholder, value in ids.items():
            path = path.replace(placeholder, str(value))
        reply = client.get(path)
        gone += reply.status_code == 410
        if reply.status_code >= 500 or b"Birdsong" in reply.content:
            wrong.append((name, path, reply.status_code))

    assert wrong == []
    assert gone > 30
    page = client.get(f"/staff/cases/{case.reference}/")
    assert page.status_code == 410
    assert "This record was erased on" in page.text
