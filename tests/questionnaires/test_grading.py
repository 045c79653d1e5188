"""Every save is graded at once; a screen that is left does not stay ungraded."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from intake.domain.safety import Level
from intake.practice.models import Organisation
from intake.questionnaires import actions
from intake.questionnaires.models import Response, SavedPage
from intake.safety.actions import causes_of
from intake.safety.models import Alert, AlertEvent
from tests.factories.cases import make_response
from tests.factories.questionnaires import BODY, LISTS, publish_part
from tests.factories.responses import (
    answer,
    answer_partly,
    answer_until,
    fresh,
    save,
)

pytestmark = pytest.mark.django_db

MINUTES = 15


def present():
    """The highest and the present level of the only open alert."""
    alert = Alert.objects.open().get()
    return alert.level, alert.present_level


def later(minutes=MINUTES, seconds=1):
    return timezone.now() + timedelta(minutes=minutes, seconds=seconds)


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        pytest.param({"phq9_9": 0}, None, id="never thought of it"),
        pytest.param({"phq9_9": 1}, Level.LOW, id="several days"),
        pytest.param({"phq9_9": 2}, Level.LOW, id="more than half the days"),
        pytest.param({"phq9_9": 3}, Level.SAME_DAY, id="nearly every day"),
    ],
)
def test_item_nine_acts_when_its_page_is_saved(risk, answers, level):
    answer_until(risk, "mood")

    saved = answer(risk, "mood", **answers)

    if level is None:
        assert saved.noted is None
        assert not Alert.objects.exists()
    else:
        assert present() == (level, level)


@pytest.mark.parametrize(
    ("screen", "now", "level"),
    [
        pytest.param({"asq_1": "yes"}, {"asq_5": "no"}, Level.SAME_DAY, id="wish"),
        pytest.param(
            {"asq_2": "declined"}, {"asq_5": "no"}, Level.SAME_DAY, id="no say"
        ),
        pytest.param({"asq_3": "yes"}, {"asq_5": "yes"}, Level.ACUTE, id="now"),
        pytest.param(
            {"asq_3": "yes"}, {"asq_5": "declined"}, Level.HIGH, id="not said"
        ),
        pytest.param(
            {"asq_4": "yes"},
            {"asq_4_when": "last_3_months", "asq_5": "no"},
            Level.HIGH,
            id="lately",
        ),
        pytest.param(
            {"asq_4": "yes"},
            {"asq_4_when": "longer_ago", "asq_5": "no"},
            Level.MODERATE,
            id="long ago",
        ),
    ],
)
def test_the_screen_acts_page_by_page(risk, screen, now, level):
    answer_until(risk, "screen")
    answer(risk, "screen", **screen)

    answer_until(risk, "today", **now)

    assert present() == (level, level)


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        pytest.param({"self_harm_now": "yes"}, Level.ACUTE, id="harmed oneself"),
        pytest.param({"self_harm_now": "declined"}, Level.SAME_DAY, id="does not say"),
        pytest.param({"harm_others_now": "yes"}, Level.ACUTE, id="others"),
        pytest.param({"harm_others_now": "unsure"}, Level.SAME_DAY, id="not sure"),
    ],
)
def test_the_questions_about_today_act(risk, answers, level):
    (asked,) = answers
    page = risk.definition.page_of(asked).link_id
    answer_until(risk, page)

    answer(risk, page, **answers)

    assert present() == (level, level)


def test_a_refused_page_raises_its_alert_in_the_same_transaction(risk):
    answer_until(risk, "mood")

    saved = answer_partly(risk, "mood", phq9_9=3)

    assert saved.needs_help_page
    assert present() == (Level.SAME_DAY, Level.SAME_DAY)


def test_an_alert_that_cannot_be_stored_undoes_the_save(risk, monkeypatch):
    answer_until(risk, "mood")
    saved = SavedPage.objects.count()
    monkeypatch.setattr(AlertEvent, "save", _fail)

    with pytest.raises(RuntimeError):
        answer(risk, "mood", phq9_9=3)

    assert not Alert.objects.exists()
    assert SavedPage.objects.count() == saved


def _fail(_self, **_values):
    raise RuntimeError


def test_the_alert_names_the_answers_that_caused_it(risk):
    answer_until(risk, "mood")

    answer(risk, "mood", phq9_9=3)

    event = Alert.objects.get().events.get()
    assert causes_of(event) == ["phq9_9"]
    assert event.source_id == risk.pk
    assert event.by == risk.patient.user


def test_the_level_never_falls_but_the_present_one_is_told(risk):
    answer_until(risk, "mood")
    answer(risk, "mood", phq9_9=3)

    saved = answer(risk, "mood", phq9_9=0)

    assert present() == (Level.SAME_DAY, Level.NOT_ASSESSED)
    assert not saved.needs_help_page


def test_help_comes_first_only_when_the_level_rises(risk):
    answer_until(risk, "screen", phq9_9=3)

    same = answer(risk, "screen", asq_3="yes")
    higher = answer(risk, "screen_now", asq_5="yes")

    assert not same.needs_help_page
    assert higher.needs_help_page


def test_a_further_answer_of_the_same_level_is_added_to_the_alert(risk):
    answer_until(risk, "screen", phq9_9=3)

    answer(risk, "screen", asq_3="yes")

    events = Alert.objects.get().events.all()
    assert [event.level for event in events] == [Level.SAME_DAY, Level.SAME_DAY]
    assert "asq_3" in causes_of(events[1])


def test_a_page_without_risk_adds_nothing_to_the_alert(risk):
    answer_until(risk, "screen", phq9_9=3)

    answer(risk, "wanted", reasons=["pain"])

    assert Alert.objects.get().events.count() == 1


def test_low_and_moderate_bring_no_page_of_help(risk):
    answer_until(risk, "mood")

    saved = answer(risk, "mood", phq9_9=1)

    assert saved.noted.worse
    assert not saved.needs_help_page


@pytest.mark.parametrize(
    ("where", "answers", "medical"),
    [
        pytest.param(
            "right_now", {"medical_emergency": "yes"}, "emergency", id="emergency"
        ),
        pytest.param("heart_now", {"cv_unstable": "yes"}, "same_day", id="heart"),
        pytest.param(
            "blood_pressure_more", {"bp_sys": 180, "bp_dia": 90}, "same_day", id="upper"
        ),
        pytest.param(
            "blood_pressure_more",
            {"bp_sys": 150, "bp_dia": 120},
            "same_day",
            id="lower",
        ),
    ],
)
def test_a_warning_of_the_body_raises_an_alert_of_its_own_kind(
    db, where, answers, medical
):
    publish_part(*BODY)
    response = make_response()
    answer_until(response, where, bp_known="yes")

    saved = answer(response, where, **answers)

    alert = Alert.objects.open().get()
    assert (alert.medical, alert.level) == (medical, Level.NONE)
    assert set(answers) & set(causes_of(alert.events.get()))
    assert saved.needs_help_page


def test_a_questionnaire_without_a_screen_raises_nothing(db):
    publish_part(*LISTS)
    response = make_response()

    answer_until(response)
    actions.complete_response(response=response, by=response.patient.user)

    assert not Alert.objects.exists()


class TestTheClock:
    def test_it_starts_when_a_page_of_the_screen_is_shown(self, risk):
        answer_until(risk, "mood")

        actions.note_screen_shown(fresh(risk))

        due = fresh(risk).response.screen_due_at
        assert timedelta(minutes=14) < due - timezone.now() <= timedelta(minutes=15)

    def test_showing_the_page_again_does_not_put_it_off(self, risk):
        answer_until(risk, "mood")
        actions.note_screen_shown(fresh(risk))
        due = fresh(risk).response.screen_due_at

        actions.note_screen_shown(fresh(risk))

        assert fresh(risk).response.screen_due_at == due

    def test_the_clinic_sets_its_minutes(self, risk):
        Organisation.objects.update(screen_minutes=3)
        answer_until(risk, "screen", phq9_9=1)

        due = fresh(risk).response.screen_due_at

        assert due - timezone.now() <= timedelta(minutes=3)

    def test_it_stops_when_the_screen_is_finished(self, risk):
        answer_until(risk, "screen")
        assert fresh(risk).response.screen_due_at

        answer(risk, "screen")

        assert fresh(risk).response.screen_due_at is None

    @pytest.mark.parametrize(
        ("item9", "level"), [(0, Level.UNKNOWN), (1, Level.UNKNOWN_POSITIVE)]
    )
    def test_an_unfinished_screen_is_graded_when_time_is_up(self, risk, item9, level):
        answer_until(risk, "screen", phq9_9=item9)

        graded = actions.grade_unfinished(later())

        assert graded == 1
        assert present() == (level, level)
        assert Alert.objects.get().events.last().kind == AlertEvent.Kind.UNFINISHED

    def test_not_before(self, risk):
        answer_until(risk, "screen", phq9_9=1)

        graded = actions.grade_unfinished(later(minutes=14))

        assert graded == 0
        assert present() == (Level.LOW, Level.LOW)

    def test_and_not_twice(self, risk):
        answer_until(risk, "screen", phq9_9=1)
        actions.grade_unfinished(later())

        again = actions.grade_unfinished(later())

        assert again == 0
        assert fresh(risk).response.screen_due_at is None

    def test_a_page_that_was_seen_and_never_saved_counts_as_unanswered(self, risk):
        answer_until(risk, "mood")
        actions.note_screen_shown(fresh(risk))

        actions.grade_unfinished(later())

        assert present() == (Level.UNKNOWN, Level.UNKNOWN)
        assert "phq9_9" in causes_of(Alert.objects.get().events.get())

    def test_a_response_that_was_sent_or_withdrawn_is_left_alone(self, risk):
        answer_until(risk, "screen", phq9_9=0)
        actions.withdraw_response(response=risk, by=risk.patient.user)

        assert actions.grade_unfinished(later()) == 0
        assert not Alert.objects.exists()

    def test_it_runs_again_when_the_person_comes_back(self, risk):
        answer_until(risk, "screen", phq9_9=1)
        actions.grade_unfinished(later())

        answer(risk, "wanted", reasons=["pain"])

        assert fresh(risk).response.screen_due_at
        assert present() == (Level.UNKNOWN_POSITIVE, Level.LOW)

    def test_one_that_cannot_be_graded_does_not_hold_up_the_others(self, risk, caplog):
        broken = make_response()
        for response in (broken, risk):
            answer_until(response, "screen", phq9_9=1)
        Response.objects.filter(pk=broken.pk).update(
            screen_due_at=timezone.now() - timedelta(days=1)
        )
        type(broken.patient).objects.filter(pk=broken.patient_id).update(
            wrapped_key=None
        )
        caplog.set_level(logging.ERROR)

        graded = actions.grade_unfinished(later())

        assert graded == 1
        assert Alert.objects.get(patient=risk.patient).level == Level.UNKNOWN_POSITIVE
        assert [record.problem for record in caplog.records] == ["CannotOpen"]


class TestLeaving:
    def test_whoever_leaves_within_the_screen_is_graded_as_it_is(self, risk):
        answer_until(risk, "screen", phq9_9=1)

        saved = actions.leave(response=risk, by=risk.patient.user)

        assert saved.needs_help_page
        assert present() == (Level.UNKNOWN_POSITIVE, Level.UNKNOWN_POSITIVE)

    def test_whoever_leaves_before_it_is_not(self, risk):
        answer(risk, "wanted")

        saved = actions.leave(response=risk, by=risk.patient.user)

        assert saved.noted is None
        assert not Alert.objects.exists()

    def test_a_page_may_be_saved_and_left_at_once(self, risk):
        answer_until(risk, "screen", phq9_9=0)
        data = {"asq_1": {"value": "no"}}

        save(risk, "screen", data, accepted=False, leaving=True)

        assert present() == (Level.UNKNOWN, Level.UNKNOWN)


class TestAfterClosing:
    @pytest.fixture
    def closed(self, risk, close_alert):
        """A response whose alert was closed after the page on mood."""
        answer_until(risk, "screen", phq9_9=3)
        close_alert()
        return risk

    def test_a_page_about_something_else_opens_none(self, closed):
        saved = answer(closed, "wanted", reasons=["pain"])

        assert saved.noted is None
        assert not Alert.objects.open().exists()

    def test_reassuring_answers_open_none(self, closed):
        answer_until(closed)

        assert not Alert.objects.open().exists()

    def test_another_answer_of_the_same_page_opens_none(self, closed):
        answer(closed, "mood", phq9_9=3, phq9_1=2)

        assert not Alert.objects.open().exists()

    def test_a_new_risk_answer_of_the_same_level_opens_one(self, closed):
        answer(closed, "screen", asq_3="yes")

        assert present() == (Level.SAME_DAY, Level.SAME_DAY)

    def test_a_risk_answer_that_was_taken_back_and_comes_again_opens_one(self, closed):
        answer(closed, "mood", phq9_9=0)
        assert not Alert.objects.open().exists()

        answer(closed, "mood", phq9_9=1)

        assert present() == (Level.LOW, Level.LOW)

    def test_the_same_answer_in_another_response_opens_one(self, closed):
        actions.withdraw_response(response=closed, by=closed.patient.user)
        again = actions.start_response(patient=closed.patient, by=closed.patient.user)

        answer_until(again, "screen", phq9_9=3)

        assert present() == (Level.SAME_DAY, Level.SAME_DAY)

    def test_leaving_the_screen_unfinished_opens_one(self, closed):
        answer(closed, "wanted", reasons=["pain"])

        actions.leave(response=closed, by=closed.patient.user)

        assert present() == (Level.UNKNOWN_POSITIVE, Level.UNKNOWN_POSITIVE)
