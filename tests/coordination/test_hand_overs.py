"""Handing over: offered, accepted or declined, and never lost in between."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from intake.audit.models import Event
from intake.coordination import hand_overs
from intake.coordination.for_you import for_you
from intake.coordination.hand_overs import Offer
from intake.coordination.models import HandOver
from intake.messaging.models import Outbox
from intake.review import assigning
from intake.review.models import Case
from tests.factories.staff import make_staff


def offer(case, by, to, key=None):
    made = Offer(to, "Wait for the letter.", key or uuid4())
    return hand_overs.offer(case=case, offer=made, by=by)


def has(case):
    return Case.objects.get(pk=case.pk).assignee


def told():
    return Outbox.objects.filter(template="colleague").count()


@pytest.mark.django_db
class TestOffer:
    def test_whoever_has_the_case_keeps_it_until_the_colleague_accepts(
        self, case, clinician, colleague
    ):
        assigning.claim(case=case, by=clinician)

        made = offer(case, clinician, colleague)

        assert has(case) == clinician
        assert for_you(colleague).hand_overs == [made]
        assert told() == 1
        hand_overs.accept(hand_over=made, by=colleague)
        assert has(case) == colleague
        assert not for_you(colleague)

    def test_a_form_sent_twice_is_one_offer(self, case, clinician, colleague):
        key = uuid4()

        assert offer(case, clinician, colleague, key) == offer(
            case, clinician, colleague, key
        )
        assert told() == 1

    def test_a_case_is_offered_to_one_at_a_time(self, case, clinician, colleague, site):
        offer(case, clinician, colleague)
        third = make_staff("clinician", sites=(site,))

        with pytest.raises(hand_overs.WaitsForAnother) as refused:
            offer(case, clinician, third)

        assert refused.value.colleague == colleague

    @pytest.mark.parametrize("who", ["stranger", "desk", "clinician"])
    def test_only_a_colleague_who_reviews_here_can_be_asked(
        self, case, clinician, who, request
    ):
        with pytest.raises(assigning.CannotHaveIt):
            offer(case, clinician, request.getfixturevalue(who))

    def test_a_closed_case_is_not_handed_over(self, case, clinician, colleague):
        Case.objects.update(stage=Case.Stage.WITHDRAWN)

        with pytest.raises(assigning.NothingToAssign):
            offer(case, clinician, colleague)


@pytest.mark.django_db
class TestAnswer:
    @pytest.fixture
    def made(self, case, clinician, colleague):
        assigning.claim(case=case, by=clinician)
        return offer(case, clinician, colleague)

    def test_a_declined_case_stays_and_its_giver_is_told_why(
        self, made, case, clinician, colleague
    ):
        hand_overs.decline(hand_over=made, why="Off from Monday.", by=colleague)

        assert has(case) == clinician
        assert told() == 1  # the giver of the fixture has no address
        (declined,) = for_you(clinician).hand_overs
        assert hand_overs.reply_of(declined, case) == "Off from Monday."
        hand_overs.see(hand_over=declined, by=clinician)
        assert not for_you(clinician)

    def test_only_who_was_asked_answers(self, made, clinician):
        for act in (
            lambda: hand_overs.accept(hand_over=made, by=clinician),
            lambda: hand_overs.decline(hand_over=made, why="No.", by=clinician),
        ):
            with pytest.raises(hand_overs.IsOver):
                act()

    def test_only_who_offered_it_takes_it_back(self, made, clinician, colleague):
        with pytest.raises(hand_overs.IsOver):
            hand_overs.take_back(hand_over=made, by=colleague)

        hand_overs.take_back(hand_over=made, by=clinician)

        assert not for_you(colleague)
        with pytest.raises(hand_overs.IsOver):
            hand_overs.accept(hand_over=made, by=colleague)

    def test_the_same_answer_twice_has_one_effect(self, made, colleague):
        hand_overs.accept(hand_over=made, by=colleague)
        hand_overs.accept(hand_over=made, by=colleague)

        assert Event.objects.filter(action="hand_over.accepted").count() == 1

    def test_a_case_closed_meanwhile_is_not_accepted(self, made, case, colleague):
        Case.objects.update(stage=Case.Stage.DECIDED)

        assert not for_you(colleague)
        with pytest.raises(assigning.NothingToAssign):
            hand_overs.accept(hand_over=made, by=colleague)

        assert HandOver.objects.get().answer == ""


@pytest.mark.django_db(transaction=True)
def test_accepted_and_taken_back_at_once_has_one_end(case, clinician, colleague):
    assigning.claim(case=case, by=clinician)
    made = offer(case, clinician, colleague)
    start, ended = threading.Barrier(2), []

    def run(act, by):
        try:
            start.wait()
            ended.append(act(hand_over=made, by=by).answer)
        except hand_overs.IsOver:
            ended.append("over")
        finally:
            connection.close()

    runs = [
        threading.Thread(target=run, args=pair)
        for pair in (
            (hand_overs.accept, colleague),
            (hand_overs.take_back, clinician),
        )
    ]
    for one in runs:
        one.start()
    for one in runs:
        one.join()

    (answer,) = set(ended) - {"over"}
    assert len(ended) == 2
    assert HandOver.objects.get().answer == answer
    assert has(case) == (colleague if answer == "accepted" else clinician)
