"""Asking a patient in one's own words, from the clinician to the answer and back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.audit.models import Event
from intake.messaging.models import Outbox
from intake.practice.models import Organisation
from intake.questions import actions
from intake.questions.models import Ending, Question
from intake.reminders.actions import follow_up
from intake.reminders.standing import question_open_until, without_answer
from intake.review import asking
from intake.review.actions import CaseIsWithdrawn, read_case, withdraw_case
from intake.review.models import Case
from intake.review.worklist import cases_for
from tests.factories.cases import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
WORDS = "Which dose did you take in spring?"
Stage = Case.Stage


@pytest.fixture
def asked(case, clinician):
    question = actions.ask(case=case, words=WORDS, by=clinician)
    Outbox.objects.all().delete()
    return question


def answer(question, words="About 10 mg."):
    by = question.case.patient.user
    return actions.answer(question=question, words=words, by=by)


def fresh(question):
    return Case.objects.get(pk=question.case_id)


def after(days):
    return timezone.now() + timedelta(days=days, minutes=1)


class TestAsking:
    def test_the_case_waits_and_the_message_says_nothing(self, case, clinician):
        Outbox.objects.all().delete()
        question = actions.ask(case=case, words=WORDS, by=clinician)

        assert fresh(question).stage == Stage.MORE_INFORMATION
        assert [one.template for one in Outbox.objects.all()] == ["news"]
        assert WORDS not in str(Event.objects.get(action="question.asked").detail)

    def test_the_words_are_sealed(self, asked):
        assert WORDS.encode() not in bytes(asked.sealed)
        assert actions.words_of(asked, asked.case) == WORDS

    def test_the_same_question_twice_is_one(self, asked, case, clinician):
        again = actions.ask(case=case, words=f" {WORDS}\n", by=clinician)

        assert again == asked
        assert not Outbox.objects.exists()

    def test_no_words_are_no_question(self, case, clinician):
        with pytest.raises(actions.NoWords):
            actions.ask(case=case, words="  ", by=clinician)

    def test_who_withdrew_is_asked_nothing(self, case, clinician):
        withdraw_case(case=case, by=case.patient.user)

        with pytest.raises(CaseIsWithdrawn):
            actions.ask(case=case, words=WORDS, by=clinician)

    def test_with_questions_of_the_questionnaire_the_patient_is_told_once(
        self, case, clinician
    ):
        Outbox.objects.all().delete()
        actions.ask_all(
            case=case, items=["escort"], reason="Why", words=WORDS, by=clinician
        )

        assert Outbox.objects.count() == 1
        assert asking.open_request(case) is not None
        assert case.questions.open().count() == 1

    def test_one_thing_is_asked_after_the_other(self, asked, case, clinician):
        with pytest.raises(asking.AskedMeanwhile):
            actions.ask_all(
                case=case, items=["escort"], reason="Why", words="", by=clinician
            )
        assert asking.open_request(case) is None


class TestAnswering:
    def test_it_brings_the_case_back_to_the_top(self, asked, clinician, site):
        for _number in range(2):
            make_case(site=site)

        answer(asked)

        assert fresh(asked).stage == Stage.CHECKING
        first = cases_for(clinician)[0][0].case
        assert (first.pk, first.replied_at is None) == (asked.case_id, False)

    def test_it_stands_where_it_was_once_a_clinician_has_read_it(
        self, asked, clinician
    ):
        before = fresh(asked).urgency
        answer(asked)

        read_case(case=fresh(asked), by=clinician)

        assert (fresh(asked).replied_at, fresh(asked).urgency) == (None, before)

    def test_nothing_is_evaluated_again(self, asked):
        answer(asked, "I want to die.")

        assert asked.case.evaluations.count() == 1

    def test_to_rather_not_say_is_an_answer_without_words(self, asked):
        ending = answer(asked, "")

        assert (ending.kind, ending.sealed) == (Ending.Kind.DECLINED, None)
        assert fresh(asked).stage == Stage.CHECKING

    def test_the_same_answer_twice_is_one(self, asked):
        assert answer(asked) == answer(asked)

    def test_another_answer_does_not_replace_it(self, asked):
        answer(asked)

        with pytest.raises(actions.EndedMeanwhile):
            answer(asked, "Something else.")

    @pytest.mark.parametrize(
        "ends",
        [
            lambda case, by: actions.stop_all(case=case, by=by),
            lambda case, by: withdraw_case(case=case, by=case.patient.user),
        ],
        ids=["taken back", "withdrawn"],
    )
    def test_nobody_waits_any_more(self, asked, clinician, ends):
        ends(asked.case, clinician)

        with pytest.raises(actions.EndedMeanwhile):
            answer(asked)
        assert follow_up(after(30)) == 0

    def test_while_more_is_asked_the_case_waits(self, asked, case, clinician):
        asking.ask_patient(case=case, items=["escort"], reason="Why", by=clinician)

        answer(asked)

        assert fresh(asked).stage == Stage.MORE_INFORMATION
        assert fresh(asked).replied_at is not None


def test_taken_back_the_case_stands_where_it_would(asked, clinician):
    assert actions.stop_all(case=asked.case, by=clinician)

    assert fresh(asked).stage == Stage.REVIEWING
    assert not actions.stop_all(case=asked.case, by=clinician)


def test_it_is_reminded_of_twice_and_then_the_review_goes_on(asked):
    until = question_open_until(asked, Organisation.current())
    for days in range(1, 30):
        follow_up(after(days))

    kinds = [step.kind for step in asked.reminder_steps.all()]
    assert kinds == ["reminded_once", "reminded_twice", "expired"]
    assert Outbox.objects.count() == 3
    assert Ending.objects.get().kind == Ending.Kind.EXPIRED
    assert fresh(asked).stage == Stage.REVIEWING
    assert until == Organisation.current().today(timezone.now() + timedelta(days=15))


def test_after_it_ran_out_the_case_is_marked_until_something_happens(asked, clinician):
    for days in (5, 10, 15):
        follow_up(after(days))
    assert without_answer([asked.case_id]) == {asked.case_id}

    Question.objects.create(
        case=asked.case, sealed=asked.sealed, by=clinician, at=after(20)
    )

    assert without_answer([asked.case_id]) == set()


def test_a_reminder_of_one_kind_does_not_hold_back_the_other(asked, case, clinician):
    asking.ask_patient(case=case, items=["escort"], reason="Why", by=clinician)

    assert follow_up(after(5)) == 2
    assert follow_up(after(5)) == 0
