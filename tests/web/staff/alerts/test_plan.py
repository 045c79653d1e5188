"""The pages of a plan for hard times, for clinicians and for the patient."""

import pytest
from django.test import Client

from intake.audit.models import Event
from intake.safety.plans import Plan, save_plan
from tests.factories.cases import make_patient
from tests.factories.staff import make_site, make_staff
from tests.web.staff.reading import one, parsed, text

pytestmark = pytest.mark.django_db

WALK = {"warning_signs": "I stop answering the phone.", "own_steps": "Walk the dog."}


@pytest.fixture
def patient(site):
    return make_patient(site=site)


@pytest.fixture
def home(patient):
    client = Client()
    client.force_login(patient.user)
    return client


def url(patient, more=""):
    return f"/staff/patients/{patient.pk}/plan/{more}"


def write(client, patient, revision=0, **parts):
    return client.post(url(patient, "write/"), {"_revision": revision, **parts})


def test_without_a_plan_the_page_says_how_one_comes_about(signed_in, patient):
    page = signed_in.get(url(patient))

    assert "There is no plan yet" in page.text
    assert one(page, "a[data-write]")["href"] == url(patient, "write/")


def test_what_was_written_together_is_on_the_patients_first_page(
    signed_in, patient, home
):
    done = write(signed_in, patient, **WALK)

    assert done.url == url(patient)
    assert "Walk the dog." in text(one(home.get("/patient/"), "[data-plan]"))
    printed = home.get("/patient/plan/")
    assert "I stop answering the phone." in printed.text
    assert one(printed, "main a[href='tel:988']")
    assert "Places where I feel better" not in printed.text


def test_an_empty_plan_is_refused(signed_in, patient):
    page = write(signed_in, patient, people=" ")

    assert page.status_code == 422
    assert one(page, "#error-summary a")["href"] == "#id_warning_signs"


def test_the_next_version_begins_with_the_last_one(signed_in, patient):
    write(signed_in, patient, **WALK)

    page = signed_in.get(url(patient, "write/"))
    write(signed_in, patient, revision=1, own_steps="Call Ana.")

    assert "Walk the dog." in text(one(page, "[name=own_steps]"))
    latest = signed_in.get(url(patient))
    assert "Call Ana." in text(one(latest, "dl.plan"))
    earlier = signed_in.get(url(patient, "?version=1"))
    assert "Walk the dog." in text(one(earlier, "dl.plan"))
    assert "This is an earlier version." in earlier.text


def test_a_version_written_meanwhile_is_shown_and_not_overwritten(
    signed_in, clinician, patient
):
    theirs = Plan(places="The library")
    save_plan(patient=patient, plan=theirs, seen=0, by=clinician)

    page = write(signed_in, patient, **WALK)
    revision = one(page, "[name=_revision]")["value"]
    again = write(signed_in, patient, revision=revision, **WALK)

    assert page.status_code == 409
    assert "The library" in text(one(page, "[role=alert]"))
    assert "Walk the dog." in text(one(page, "[name=own_steps]"))
    assert again.status_code == 302
    assert patient.safety_plans.count() == 2


@pytest.mark.parametrize("version", ["9", "x", "-1", "1" * 40])
def test_a_version_that_is_not_there_is_the_latest(signed_in, patient, version):
    write(signed_in, patient, **WALK)

    page = signed_in.get(url(patient, f"?version={version}"))

    assert "Walk the dog." in text(one(page, "dl.plan"))


def test_alert_and_case_lead_to_it(signed_in, case):
    page = signed_in.get(f"/staff/cases/{case.reference}/")

    assert one(page, "a[data-plan]")["href"] == url(case.patient)


def test_every_look_is_recorded_the_patients_too(signed_in, patient, home):
    write(signed_in, patient, **WALK)
    signed_in.get(url(patient))

    home.get("/patient/plan/")

    looks = Event.objects.filter(action="plan.read", patient_id=str(patient.pk))
    assert looks.count() == 2


def test_a_patient_without_a_plan_sees_nothing_of_it(home):
    assert not parsed(home.get("/patient/")).select("[data-plan]")
    assert home.get("/patient/plan/").url == "/patient/"


@pytest.mark.parametrize("more", ["", "write/"])
@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="front desk"),
        pytest.param(lambda: make_staff("administrator"), 403, id="administrator"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)), 404, id="other site"
        ),
    ],
)
def test_others_have_no_such_page(client, patient, visitor, status, more):
    if visitor:
        client.force_login(visitor())

    assert client.get(url(patient, more)).status_code == status
