"""Reminders of questions that were asked, and going on without an answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.audit.models import Event
from intake.messaging.models import Outbox
from intake.practice.models import Organisation
from intake.questionnaires.models import Response
from intake.reminders import actions as reminding
from intake.reminders.actions import follow_up
from intake.reminders.models import Step
from intake.reminders.standing import open_until, unanswered_step, without_answer
from intake.review import actions, asking
from intake.review.actions import Verdict
from intake.review.asked import open_request
from intake.review.models import Case, Decision
from tests.factories.cases import make_case
from tests.factories.responses import answer_until

pytestmark = pytest.mark.django_db
KINDS = ["reminded_once", "reminded_twice", "expired"]


@pytest.fixture
def asked(site, clinician):
    """A case whose patient was asked something just now."""
    case = make_case({"escort": "unsure"}, site=site)
    asking.ask_patient(case=case, items=["escort"], reason="Why", by=clinician)
    Outbox.objects.all().delete()
    return case


def after(days):
    return timezone.now() + timedelta(days=days, minutes=1)


def kinds(case):
    return [step.kind for step in case.reminder_steps.all()]


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_nobody_is_reminded_before_the_days_are_over(asked):
    assert follow_up(timezone.now() + timedelta(days=4, hours=23)) == 0
    assert kinds(asked) == []


def test_a_reminder_is_a_message_that_says_nothing(asked):
    assert follow_up(after(5)) == 1

    assert kinds(asked) == ["reminded_once"]
    assert [message.template for message in Outbox.objects.all()] == ["news"]
    assert Event.objects.filter(action="request.reminded").count() == 1


def test_one_that_fails_does_not_hold_up_the_others(
    asked, site, clinician, monkeypatch
):
    other = make_case({"escort": "unsure"}, site=site)
    asking.ask_patient(case=other, items=["escort"], reason="Why", by=clinician)
    tell = reminding._tell
    monkeypatch.setattr(
        reminding, "_tell", lambda step: 1 / 0 if step.case == asked else tell(step)
    )

    assert follow_up(after(5)) == 1
    assert (kinds(asked), kinds(other)) == ([], ["reminded_once"])


def test_the_same_round_again_sends_nothing_twice(asked):
    follow_up(after(5))

    assert follow_up(after(5)) == 0
    assert follow_up(after(9)) == 0
    assert Outbox.objects.count() == 1


def test_two_reminders_at_most_and_then_the_case_goes_on(asked):
    for days in range(1, 60):
        follow_up(after(days))

    assert kinds(asked) == KINDS
    assert Outbox.objects.count() == 3
    assert open_request(fresh(asked)) is None
    assert fresh(asked).stage == Case.Stage.REVIEWING
    assert Event.objects.filter(action="request.expired").count() == 1


def test_a_worker_that_was_away_does_not_skip_a_reminder(asked):
    follow_up(after(40))
    follow_up(after(40))

    assert kinds(asked) == ["reminded_once"]


def test_who_answers_in_time_is_left_alone(asked):
    request = open_request(asked)
    request.patient = asked.patient
    follow_up(after(5))
    answer_until(request, escort="yes")
    asking.receive_answers(response=request, by=request.patient.user)

    assert follow_up(after(30)) == 0
    assert unanswered_step(fresh(asked)) is None


def test_what_was_filled_in_is_kept_when_it_runs_out(asked):
    request = open_request(asked)

    for days in (5, 10, 15):
        follow_up(after(days))

    assert Response.objects.get(pk=request.pk).state == Response.State.WITHDRAWN


def test_questions_that_staff_took_back_are_not_reminded_of(asked, clinician):
    asking.stop_asking(case=asked, by=clinician)

    assert follow_up(after(30)) == 0


def test_a_withdrawn_case_is_left_alone(asked):
    actions.withdraw_case(case=asked, by=asked.patient.user)

    assert follow_up(after(30)) == 0


def test_the_clinic_sets_the_days(asked):
    Organisation.objects.update(remind_after_days=2)

    assert follow_up(after(2)) == 1


def test_each_reminder_gives_as_many_days_again(asked):
    organisation = Organisation.current()
    first = open_until(open_request(asked), organisation)
    follow_up(after(9))

    assert first == organisation.today(timezone.now() + timedelta(days=15))
    later = open_until(open_request(asked), organisation)
    assert later == organisation.today(timezone.now() + timedelta(days=19))


class TestNoAnswer:
    @pytest.fixture
    def silent(self, asked):
        for days in (5, 10, 15):
            follow_up(after(days))
        return fresh(asked)

    def test_the_case_is_marked(self, silent):
        assert unanswered_step(silent).kind == Step.Kind.EXPIRED
        assert without_answer([silent.pk]) == {silent.pk}

    def test_asking_again_ends_the_mark(self, silent, clinician):
        silent.response.patient = silent.patient
        asking.ask_patient(case=silent, items=["escort"], reason="Why", by=clinician)

        assert without_answer([silent.pk]) == set()

    def test_deciding_ends_it(self, silent, clinician, monkeypatch):
        later = after(20)
        decided_at = Decision._meta.get_field("decided_at")
        monkeypatch.setattr(decided_at, "_get_default", lambda: later)
        verdict = Verdict({"iv_im": "not_now", "in": "not_now"}, "Why", "What")
        actions.record_decision(
            case=silent, verdict=verdict, seen=actions.revision_of(silent), by=clinician
        )

        assert without_answer([silent.pk]) == set()

    def test_another_case_is_not_marked(self, silent, site):
        other = make_case(site=site)

        assert without_answer([silent.pk, other.pk]) == {silent.pk}

    def test_staff_see_it_in_the_worklist_and_on_the_case(
        self, client, clinician, silent
    ):
        client.force_login(clinician)

        assert "data-no-answer" in client.get("/staff/").text
        page = client.get(f"/staff/cases/{silent.reference}/").text
        assert "No answer: the questions ran out" in page

    def test_the_patient_is_told_kindly(self, client, silent):
        client.force_login(silent.patient.user)

        page = client.get("/patient/").text

        assert "We go on without these answers" in page
        assert "That is all right." in page


def test_the_patient_sees_until_when(client, asked):
    client.force_login(asked.patient.user)

    assert "Please answer by" in client.get("/patient/").text


def test_staff_see_until_when(client, clinician, asked):
    client.force_login(clinician)

    page = client.get(f"/staff/cases/{asked.reference}/").text

    assert "data-open-until" in page
