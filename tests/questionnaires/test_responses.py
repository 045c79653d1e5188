"""Beginning, sending and taking back a response."""

from datetime import date

import pytest

from intake.audit.models import Event
from intake.domain.safety import Level
from intake.patients import actions as patients
from intake.patients.identity import Identity, identity_of
from intake.patients.models import PrivacyNotice
from intake.practice.models import Location
from intake.questionnaires import actions
from intake.questionnaires.actions import NotComplete, NotOpen
from intake.questionnaires.models import Response, ScoreRecord
from intake.questionnaires.scores import open_score
from intake.safety.models import Alert
from tests.factories.cases import make_response
from tests.factories.questionnaires import LISTS, RISK, publish_part
from tests.factories.responses import answer, answer_partly, answer_until, fresh

pytestmark = pytest.mark.django_db

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


def introduce(patient, identity=KIM):
    return actions.introduce(
        patient=patient,
        identity=identity,
        site=Location.objects.first(),
        notice=PrivacyNotice.current(),
        by=patient.user,
    )


@pytest.fixture
def patient(db):
    return patients.find_or_create("kim@example.com")


class TestIntroducing:
    def test_a_new_patient_is_recorded_and_begins(self, patient):
        response = introduce(patient)

        assert response.is_open
        assert identity_of(response.patient) == KIM
        assert patient.acceptances.get().notice == PrivacyNotice.current()

    def test_a_response_begins_on_the_version_that_is_active(self, patient):
        version = publish_part(*LISTS)

        assert introduce(patient).version == version

    def test_a_response_finishes_on_the_version_it_began_on(self, risk):
        publish_part(*LISTS)

        groups = [item.link_id for item in fresh(risk).definition.items]
        assert groups == [*RISK]

    def test_whoever_says_it_again_goes_on_with_the_same_response(self, patient):
        assert introduce(patient) == introduce(patient)
        assert patient.identities.count() == 1

    def test_whoever_has_sent_everything_does_not_begin_again(self, patient):
        publish_part(*LISTS)
        response = introduce(patient)
        answer_until(response)
        actions.complete_response(response=response, by=patient.user)

        assert introduce(patient) is None

    def test_what_happened_is_in_the_trail(self, patient):
        introduce(patient)

        recorded = Event.objects.about(patient.pk).values_list("action", flat=True)
        assert set(recorded) >= {
            "patient.identity_saved",
            "notice.accepted",
            "response.started",
        }


class TestStarting:
    def test_there_is_one_open_response_at_a_time(self, risk):
        again = actions.start_response(patient=risk.patient, by=risk.patient.user)

        assert again == risk

    def test_another_begins_after_the_first_was_withdrawn(self, risk):
        actions.withdraw_response(response=risk, by=risk.patient.user)

        again = actions.start_response(patient=risk.patient, by=risk.patient.user)

        assert again != risk
        assert fresh(again).stored == {}


class TestCompleting:
    def test_a_response_is_closed_with_its_time_and_scores(self, risk):
        answer_until(risk, phq9_1=3)

        done = actions.complete_response(response=risk, by=risk.patient.user)

        assert done.state == Response.State.COMPLETED
        assert done.completed_at
        assert done.screen_due_at is None
        scores = ScoreRecord.objects.filter(response=risk)
        assert {score.instrument for score in scores} == {"phq9", "asq"}
        assert open_score(scores.get(instrument="phq9"))["total"] == 3

    def test_what_is_stored_is_what_was_answered(self, risk):
        answer_until(risk)

        actions.complete_response(response=risk, by=risk.patient.user)

        assert Response.objects.get(pk=risk.pk).state == Response.State.COMPLETED

    def test_one_with_a_page_never_saved_is_not_closed(self, risk):
        answer_until(risk, "today")

        with pytest.raises(NotComplete):
            actions.complete_response(response=risk, by=risk.patient.user)

        assert Response.objects.get(pk=risk.pk).is_open
        assert not ScoreRecord.objects.exists()

    def test_one_with_a_refused_page_is_not_closed(self, risk):
        answer_until(risk)
        answer_partly(risk, "mood", phq9_1=1)

        with pytest.raises(NotComplete):
            actions.complete_response(response=risk, by=risk.patient.user)

    def test_an_attempt_that_failed_is_in_the_trail(self, risk):
        with pytest.raises(NotComplete):
            actions.complete_response(response=risk, by=risk.patient.user)

        event = Event.objects.get(action="response.completed")
        assert event.outcome == Event.Outcome.FAILED

    def test_it_is_closed_once(self, risk):
        answer_until(risk)
        actions.complete_response(response=risk, by=risk.patient.user)

        with pytest.raises(NotOpen):
            actions.complete_response(response=risk, by=risk.patient.user)

        assert ScoreRecord.objects.filter(instrument="phq9").count() == 1

    def test_a_sent_response_takes_no_more_answers(self, risk):
        answer_until(risk)
        actions.complete_response(response=risk, by=risk.patient.user)

        with pytest.raises(NotOpen):
            answer(risk, "wanted", reasons=["pain"])

    def test_sending_grades_once_more(self, risk, monkeypatch):
        answer_until(risk, phq9_9=1)
        Alert.objects.update(present_level=Level.NONE)

        actions.complete_response(response=risk, by=risk.patient.user)

        assert Alert.objects.get().present_level == Level.LOW


class TestWithdrawing:
    def test_it_closes_the_response_and_keeps_its_answers(self, risk):
        answer(risk, "wanted", reasons=["pain"])

        done = actions.withdraw_response(response=risk, by=risk.patient.user)

        assert done.state == Response.State.WITHDRAWN
        assert fresh(risk).latest("wanted")

    def test_an_alert_stays_open(self, risk):
        answer_until(risk, "screen", phq9_9=3)

        actions.withdraw_response(response=risk, by=risk.patient.user)

        assert Alert.objects.open().exists()

    def test_it_happens_once(self, risk):
        actions.withdraw_response(response=risk, by=risk.patient.user)

        with pytest.raises(NotOpen):
            actions.withdraw_response(response=risk, by=risk.patient.user)


def test_one_may_see_ones_own_responses_only(risk, db):
    other = make_response()

    seen = Response.objects.visible_to(risk.patient.user)

    assert set(seen) == {risk}
    assert other not in seen
