"""What a patient is told of who has looked at their record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.audit import actions as audit
from intake.audit.models import Event
from intake.practice.models import Organisation
from intake.review.models import Case
from intake.review.search import find
from tests.factories.cases import make_case
from tests.factories.staff import make_staff
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db
LOOKED = reverse("patient:looked")
HOME = reverse("patient:home")


@pytest.fixture
def case(db):
    return make_case()


@pytest.fixture
def clinician(case):
    name = "Dr. Dora Sample"
    return make_staff("clinician", name=name, sites=(case.patient.site,))


@pytest.fixture
def patient(case):
    client = Client()
    client.force_login(case.patient.user)
    return Visitor(client, case.response)


def open_case(user, case):
    client = Client()
    client.force_login(user)
    return client.get(reverse("staff:case_detail", args=[case.reference]))


def test_nobody_has_looked_yet(patient):
    page = patient.get(LOOKED)

    assert "Nobody has opened your record yet" in page.words()


def test_who_looked_is_named_with_the_day_and_how_often(patient, clinician, case):
    for _look in range(2):
        open_case(clinician, case)

    page = patient.get(LOOKED)

    entry = page.words("[data-look]")
    assert "Dr. Dora Sample" in entry
    assert "Clinician" in entry
    assert "opened your request 2 times" in entry
    today = Organisation.current().today()
    assert page.words("main h2").endswith(str(today.year))


def test_nothing_is_left_out_however_much_there_is(patient, clinician, case):
    open_case(clinician, case)
    desk = make_staff("front_desk", name="Fay Desk", sites=(case.patient.site,))
    with audit.unit():
        for _time in range(600):
            audit.record("case.read", by=desk, subject=case, patient=case.patient)

    page = patient.get(LOOKED)

    words = page.words()
    assert "Dr. Dora Sample" in words
    assert "opened your request 600 times" in words


def test_being_found_in_a_search_is_told(patient, clinician, case):
    find(by=clinician, text=case.reference)

    entry = patient.get(LOOKED).words("[data-look]")
    assert "saw your name in a search or a list once" in entry


def test_ones_own_looking_is_not_told(patient):
    patient.get(patient.url("answers"))
    patient.get(HOME)

    assert "Nobody has opened your record yet" in patient.get(LOOKED).words()


def test_looks_at_other_records_are_not_told(patient, clinician, case):
    open_case(clinician, make_case(site=case.patient.site))

    assert not patient.get(LOOKED).has("[data-look]")


def test_a_refused_look_is_none(patient, case):
    other = make_staff("clinician", login="other", sites=())
    assert open_case(other, case).status_code == 404

    assert not patient.get(LOOKED).has("[data-look]")


def test_looking_at_the_list_is_written_down_too(patient, case):
    patient.get(LOOKED)

    event = Event.objects.get(action="looks.read")
    assert event.patient_id == str(case.patient_id)


@pytest.mark.parametrize("many", [1, 5])
def test_the_page_costs_the_same_for_one_look_as_for_many(
    patient, clinician, case, many, django_assert_num_queries
):
    for number in range(many):
        name = f"colleague{number}"
        colleague = make_staff("clinician", login=name, sites=(case.patient.site,))
        open_case(colleague, case)

    with django_assert_num_queries(13):
        patient.get(LOOKED)


class TestThePromise:
    def test_a_day_is_named(self, patient):
        assert "You hear from us by" in patient.get(HOME).words()

    def test_being_late_is_said(self, patient, case):
        yesterday = timezone.now().date() - timedelta(days=2)
        Case.objects.filter(pk=case.pk).update(promised_on=yesterday)

        page = patient.get(HOME)

        assert "we are late. We are sorry." in page.words("[data-late]")
        assert "You hear from us by" not in page.words()
