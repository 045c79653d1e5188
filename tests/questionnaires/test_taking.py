"""New patients begin only on an open version, and where somebody would hear them."""

import pytest

from intake.accounts import directory
from intake.accounts.models import User
from intake.patients.models import Patient
from intake.practice.models import CrisisRecord, Location
from intake.questionnaires import actions, taking
from intake.questionnaires.actions import NotTaking
from intake.questionnaires.models import Questionnaire
from intake.questionnaires.taking import Gap
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import answer
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
CALM = [
    {
        "link_id": "page",
        "type": "group",
        "items": [{"link_id": "asked", "type": "string", "text": "Say something"}],
    }
]


@pytest.fixture
def closed():
    Questionnaire.objects.update(active_version=None)


def begin(patient):
    return actions.start_response(patient=patient, by=patient.user)


def forget_who_is_on_call():
    User.objects.filter(login="on.call").update(is_active=False)


def test_a_clinic_with_numbers_and_somebody_on_call_takes_patients():
    assert taking.gaps() == ()
    assert taking.startable_version() == taking.active_version()
    assert make_response().is_open


def test_a_closed_questionnaire_is_begun_by_nobody(closed):
    assert make_response() is None


def test_a_patient_is_recorded_although_nothing_can_be_begun(closed):
    make_response(first_name="Kim")

    assert Patient.objects.get().identity is not None


def test_who_has_begun_goes_on_after_it_was_closed():
    response = make_response()
    Questionnaire.objects.update(active_version=None)

    assert begin(response.patient) == response
    assert answer(response, "wanted").now.latest("wanted").accepted


def test_whoever_withdrew_cannot_begin_again_after_it_was_closed(closed):
    Questionnaire.objects.update(active_version=publish(items=CALM))
    response = make_response()
    actions.withdraw_response(response=response, by=response.patient.user)
    Questionnaire.objects.update(active_version=None)

    with pytest.raises(NotTaking):
        begin(response.patient)


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        pytest.param(
            lambda: CrisisRecord.objects.update(confirmed_at=None),
            Gap.NUMBERS,
            id="numbers that nobody tried",
        ),
        pytest.param(
            lambda: CrisisRecord.objects.all().delete(), Gap.NUMBERS, id="no numbers"
        ),
        pytest.param(forget_who_is_on_call, Gap.RECIPIENT, id="nobody on call"),
    ],
)
def test_nobody_meets_risk_questions_without_cover(change, gap):
    change()

    assert taking.gaps() == (gap,)
    assert make_response() is None


def test_questions_without_danger_can_be_begun_without_cover():
    CrisisRecord.objects.all().delete()
    version = publish(items=CALM)

    assert make_response().version == version


@pytest.mark.parametrize("role", ["clinician", "medical_director"])
def test_a_clinician_with_a_site_hears_alerts(role):
    forget_who_is_on_call()
    assert not directory.has_alert_recipient()

    make_staff(role, sites=(make_site(),))

    assert directory.has_alert_recipient()


@pytest.mark.parametrize(
    ("roles", "details"),
    [
        pytest.param(["front_desk"], {}, id="another role"),
        pytest.param(["clinician"], {"sites": ()}, id="no site"),
        pytest.param(["clinician"], {"password": ""}, id="invited, never came"),
    ],
)
def test_others_do_not(roles, details):
    forget_who_is_on_call()

    make_staff(*roles, **{"sites": (make_site(),), **details})

    assert not directory.has_alert_recipient()


def test_an_open_site_where_nobody_sees_alerts_is_named():
    watched, unwatched, shut = (make_site() for _site in range(3))
    make_staff("clinician", sites=(watched,))
    make_staff("front_desk", sites=(unwatched,))
    Location.objects.filter(pk=shut.pk).update(is_open=False)

    assert list(directory.unwatched_sites()) == [unwatched]


def test_asking_whether_patients_may_begin_costs_little(django_assert_num_queries):
    taking.startable_version()

    with django_assert_num_queries(3):  # the version, the numbers, the people
        taking.startable_version()
