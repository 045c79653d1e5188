"""What waits for whom, in which order, and at what cost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from intake.domain.safety import Level
from intake.practice.models import Organisation
from intake.review.models import Case
from intake.review.references import new_reference
from intake.review.views import EVERYTHING, Queue, View
from intake.review.worklist import PAGE, Cursor, alerts_for, cases_for
from intake.safety import actions as safety
from intake.safety.actions import Concern
from intake.safety.models import Alert
from tests.factories.cases import make_patient, make_response
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
CLOSED = View(queue=Queue.CLOSED)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def response(site):
    return make_response(site=site)


def row(response, urgency=0, hours=0, **fields):
    """A case as the worklist sees it, received so many hours after noon."""
    values = {
        "reference": new_reference(),
        "urgency": urgency,
        "received_at": NOON + timedelta(hours=hours),
        "promised_on": NOON.date(),
        **fields,
    }
    return Case.objects.create(patient=response.patient, response=response, **values)


def shown(user, view=EVERYTHING, after=None):
    return [waiting.case for waiting in cases_for(user, view, after=after)[0]]


def alert(patient, level=Level.LOW, medical=""):
    return safety.note_level(
        patient=patient, concern=Concern(level=level, medical=medical), by=None
    ).alert


def test_the_most_urgent_comes_first_and_then_who_waits_longest(clinician, response):
    late_calm, early_calm = row(response, 10, hours=2), row(response, 10, hours=1)
    late_urgent, early_urgent = row(response, 44, hours=4), row(response, 44, hours=3)

    assert shown(clinician) == [early_urgent, late_urgent, early_calm, late_calm]


def test_the_front_desk_sees_no_order_of_urgency(desk, response):
    early_calm, late_urgent = row(response, 0, hours=1), row(response, 44, hours=2)

    assert shown(desk) == [early_calm, late_urgent]


def test_closed_cases_stand_apart_the_newest_first(clinician, response):
    waiting = row(response)
    decided = row(response, hours=1, stage=Case.Stage.DECIDED)
    withdrawn = row(response, hours=2, stage=Case.Stage.WITHDRAWN)

    assert shown(clinician) == [waiting]
    assert shown(clinician, CLOSED) == [withdrawn, decided]


def test_a_case_that_waits_for_the_patient_is_not_closed(clinician, response):
    asked = row(response, stage=Case.Stage.MORE_INFORMATION)

    assert shown(clinician) == [asked]


def test_cases_of_other_sites_are_not_there(response):
    row(response)

    assert shown(make_staff("clinician", sites=(make_site(),))) == []


@pytest.mark.parametrize("role", ["content_editor", "privacy_officer", "administrator"])
def test_roles_outside_the_care_team_see_no_case(site, response, role):
    row(response)

    assert shown(make_staff(role, sites=(site,))) == []


def test_somebody_who_left_sees_no_case(clinician, response):
    row(response)
    clinician.is_active = False

    assert shown(clinician) == []


def test_every_case_is_on_exactly_one_page(clinician, response):
    # Many share urgency and second, as after an import; the id then decides.
    known = [row(response, number % 3, hours=number % 2) for number in range(130)]

    pages, after = [], None
    while not pages or after is not None:
        found, after = cases_for(clinician, after=after and Cursor.parse(str(after)))
        pages.append([waiting.case for waiting in found])

    assert [len(page) for page in pages] == [PAGE, PAGE, 30]
    together = [case for page in pages for case in page]
    assert len(together) == len(set(together)) == len(known)
    assert [case.urgency for case in together] == sorted(
        (case.urgency for case in known), reverse=True
    )


def test_a_case_that_arrives_meanwhile_moves_nobody_to_another_page(
    clinician, response
):
    known = [row(response, hours=number) for number in range(PAGE + 2)]
    _first, after = cases_for(clinician)
    row(response, 44, hours=99)

    assert shown(clinician, after=after) == known[PAGE:]


def test_closed_cases_are_paged_too(clinician, response):
    known = [
        row(response, hours=number, stage=Case.Stage.DECIDED)
        for number in range(PAGE + 1)
    ]
    _first, after = cases_for(clinician, CLOSED)

    assert shown(clinician, CLOSED, after=after) == [known[0]]


def test_the_last_page_leads_nowhere(clinician, response):
    row(response)

    assert cases_for(clinician)[1] is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "1_2",
        "1_2_3",
        "x_1_1_9b2f1c1e-3b5c-4a9e-9d7b-0a1b2c3d4e5f",
        "1_1_nan_9b2f1c1e-3b5c-4a9e-9d7b-0a1b2c3d4e5f",
        "1_1_99999999999999999999999_9b2f1c1e-3b5c-4a9e-9d7b-0a1b2c3d4e5f",
        "1_99999999999_1_9b2f1c1e-3b5c-4a9e-9d7b-0a1b2c3d4e5f",
        "1_1_1_\x00",
    ],
)
def test_a_cursor_made_up_by_somebody_is_no_cursor(text):
    assert Cursor.parse(text) is None


def test_a_cursor_beyond_every_case_shows_them_all(clinician, response):
    case = row(response)
    after = Cursor.parse(f"{10**40}_1_1_{case.pk}")

    assert shown(clinician, after=after) == [case]


def test_a_cursor_says_what_it_was_made_from():
    at = datetime(2026, 3, 4, 12, 0, 0, 123457, tzinfo=UTC)
    cursor = Cursor.parse(f"3_1_{int(at.timestamp())}123457_{'0' * 32}")

    assert cursor.received_at == at
    assert Cursor.parse(str(cursor)) == cursor


def test_a_promise_is_late_from_the_day_after_at_the_clinic(clinician, response):
    today = Organisation.current().today()
    due = row(response, promised_on=today, hours=1)
    late = row(response, promised_on=today - timedelta(days=1), hours=2)

    found, _after = cases_for(clinician)

    assert {waiting.case: waiting.is_late for waiting in found} == {
        due: False,
        late: True,
    }


def test_a_closed_case_is_never_late(clinician, response):
    long_ago = NOON.date() - timedelta(days=90)
    row(response, stage=Case.Stage.DECIDED, promised_on=long_ago)

    (waiting,), _after = cases_for(clinician, CLOSED)

    assert not waiting.is_late


def test_waiting_is_counted_in_whole_days(clinician, response):
    row(response, received_at=timezone.now() - timedelta(days=3, hours=23))

    (waiting,), _after = cases_for(clinician)

    assert waiting.waits_for == 3


def test_the_list_costs_the_same_for_one_case_as_for_fifty(
    clinician, response, django_assert_num_queries
):
    row(response)

    with django_assert_num_queries(2):  # the cases, and the clinic's clock
        cases_for(clinician)

    for number in range(PAGE):
        row(make_response(site=response.patient.site), hours=number)

    with django_assert_num_queries(2):
        found, _after = cases_for(clinician)
        assert len({waiting.identity.full_name for waiting in found}) == PAGE


def test_alerts_stand_in_order_of_level_then_of_time(clinician, site):
    patients = [make_patient(site=site) for _ in range(4)]
    low = alert(patients[0], Level.LOW)
    second_high = alert(patients[1], Level.HIGH)
    first_high = alert(patients[2], Level.HIGH)
    emergency = alert(patients[3], Level.NONE, Alert.Medical.EMERGENCY)
    Alert.objects.filter(pk=first_high.pk).update(opened_at=NOON)

    assert alerts_for(clinician) == [emergency, first_high, second_high, low]


def test_a_medical_task_stands_among_the_alerts_of_the_same_day(clinician, site):
    patients = [make_patient(site=site) for _ in range(3)]
    moderate = alert(patients[0], Level.MODERATE)
    medical = alert(patients[1], Level.NONE, Alert.Medical.SAME_DAY)
    high = alert(patients[2], Level.HIGH)

    assert alerts_for(clinician) == [high, medical, moderate]


def test_closed_alerts_and_those_of_other_sites_are_not_there(clinician, site):
    closed = alert(make_patient(site=site))
    safety.close(alert=closed, outcome="not_a_risk", note="Spoke.", by=clinician)
    alert(make_patient(site=make_site()))

    assert alerts_for(clinician) == []


def test_the_front_desk_sees_no_alert(site, desk):
    alert(make_patient(site=site))

    assert alerts_for(desk) == []


def test_alerts_cost_the_same_for_one_as_for_many(
    clinician, site, django_assert_num_queries
):
    for _ in range(5):
        alert(make_patient(site=site))

    with django_assert_num_queries(1):
        assert len(alerts_for(clinician)) == 5
