"""Two browsers at once: nothing is lost, nothing is stored twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from intake.audit.models import Event
from intake.domain.safety import Level
from intake.patients import actions as patients
from intake.questionnaires import actions
from intake.questionnaires.actions import NotOpen
from intake.questionnaires.models import Response, SavedPage
from intake.safety import actions as safety
from intake.safety.actions import Concern
from intake.safety.models import Alert
from tests.factories.cases import make_response
from tests.factories.questionnaires import LISTS, RISK, publish_part
from tests.factories.responses import add_row, answer, answer_until, fresh, save
from tests.factories.staff import make_staff
from tests.questionnaires.test_responses import KIM, introduce

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    """Run each job in a thread of its own, all from the same moment.

    Gives back what they returned, or the exception that ended them.
    """
    gate = threading.Barrier(len(jobs))

    def run(job):
        try:
            gate.wait(10)
            return job()
        except Exception as problem:  # noqa: BLE001 - it is what the job came to
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def risk():
    publish_part(*RISK)
    return make_response()


def wanting(response, route, revision=0):
    data = {"routes": {"value": [route]}}
    return lambda: save(response, "wanted", data, revision=revision)


def test_two_different_posts_of_one_page_are_one_save_and_one_conflict(risk):
    saved = at_once(wanting(risk, "in"), wanting(risk, "iv_im"))

    assert sorted(found.conflict for found in saved) == [False, True]
    assert SavedPage.objects.count() == 1
    assert Event.objects.filter(action="response.saved").count() == 1


def test_the_same_post_from_four_windows_has_one_effect(risk):
    saved = at_once(*[wanting(risk, "in")] * 4)

    assert [found.conflict for found in saved] == [False] * 4
    assert SavedPage.objects.count() == 1


def test_posts_of_different_pages_are_all_stored(risk):
    answer_until(risk, "screen")

    at_once(
        lambda: answer(risk, "wanted", routes=["in"]),
        lambda: answer(risk, "mood", phq9_1=3),
        lambda: answer(risk, "screen"),
    )

    now = fresh(risk)
    assert now.sheet.answers["routes"].value == ["in"]
    assert now.sheet.answers["phq9_1"].value == 3
    assert now.latest("screen")


def test_rows_added_at_once_are_all_there_and_numbered_apart():
    publish_part(*LISTS)
    response = make_response()

    at_once(
        *(lambda n=n: add_row(response, "medicines", rx_name=f"a {n}") for n in "123")
    )

    assert len(fresh(response).sheet.rows("medicines").rows) == 3
    lists = SavedPage.objects.filter(page="medicines", row="")
    assert sorted(lists.values_list("number", flat=True)) == [1, 2, 3]


def test_two_risk_answers_at_once_open_one_alert(risk):
    answer_until(risk, "today")

    at_once(
        lambda: answer(risk, "today", self_harm_now="yes"),
        lambda: answer(risk, "mood", phq9_9=3),
    )

    alert = Alert.objects.get()
    assert alert.level == Level.ACUTE
    assert alert.events.count() == 2


def test_concerns_from_several_sides_at_once_are_one_alert(risk):
    patient = risk.patient

    def note():
        return safety.note_level(
            patient=patient, concern=Concern(Level.HIGH), by=patient.user
        )

    noted = at_once(*[note] * 6)

    assert len({found.alert for found in noted}) == 1
    assert Alert.objects.count() == 1


def test_a_risk_answer_is_not_swallowed_by_an_alert_that_is_being_closed(
    risk, monkeypatch
):
    answer_until(risk, "screen", phq9_9=1)
    alert, clinician = Alert.objects.get(), make_staff("clinician")
    is_closing, may_commit = threading.Event(), threading.Event()
    write = safety.write_event

    def write_slowly(*event, **values):
        is_closing.set()
        may_commit.wait(10)
        return write(*event, **values)

    def answer_meanwhile():
        is_closing.wait(10)
        threading.Timer(0.5, may_commit.set).start()
        return answer(risk, "screen", asq_3="yes")

    monkeypatch.setattr(safety, "write_event", write_slowly)

    at_once(
        lambda: safety.close(alert=alert, outcome="other_care", note="", by=clinician),
        answer_meanwhile,
    )

    closed, standing = Alert.objects.order_by("opened_at")
    assert (closed.level, closed.outcome) == (Level.LOW, "other_care")
    assert standing.is_open
    assert standing.level == Level.SAME_DAY


def test_a_response_is_sent_once(risk):
    answer_until(risk)
    by = risk.patient.user

    done = at_once(
        *[lambda: actions.complete_response(response=risk, by=by)] * 3,
    )

    assert sorted(isinstance(found, NotOpen) for found in done) == [False, True, True]
    assert risk.scores.filter(instrument="phq9").count() == 1


def test_an_answer_is_in_before_sending_or_it_is_told_that_it_came_too_late(risk):
    answer_until(risk)
    by = risk.patient.user

    _sent, saved = at_once(
        lambda: actions.complete_response(response=risk, by=by),
        lambda: answer(risk, "wanted", routes=["in"]),
    )

    in_time = fresh(risk).sheet.answers["routes"].value == ["in"]
    assert in_time != isinstance(saved, NotOpen)


def test_the_clock_and_the_person_grade_one_after_the_other(risk):
    answer_until(risk, "screen", phq9_9=1)
    Response.objects.update(screen_due_at="2020-01-01T00:00Z")

    at_once(
        actions.grade_unfinished,
        lambda: answer(risk, "screen"),
    )

    assert fresh(risk).latest("screen")
    assert Alert.objects.open().count() == 1


def test_a_patient_who_introduces_themselves_twice_at_once_begins_once():
    patient = patients.find_or_create("kim@example.com")

    begun = at_once(*[lambda: introduce(_again(patient), KIM)] * 3)

    assert len({response.pk for response in begun}) == 1
    assert patient.identities.count() == 1
    assert patient.acceptances.count() == 1


def test_two_different_introductions_at_once_keep_both(db):
    patient = patients.find_or_create("kim@example.com")
    others = [KIM.__class__(**{**KIM.__dict__, "first_name": n}) for n in ("A", "B")]

    begun = at_once(
        *(lambda who=who: introduce(_again(patient), who) for who in others)
    )

    assert len({response.pk for response in begun}) == 1
    assert patient.identities.count() == 2


def _again(patient):
    return type(patient).objects.select_related("user").get(pk=patient.pk)


def test_an_address_used_in_two_browsers_at_once_is_one_patient():
    found = at_once(*[lambda: patients.find_or_create("lee@example.com")] * 3)

    made = [patient for patient in found if not isinstance(patient, Exception)]
    assert len({patient.pk for patient in made}) == 1
