"""A patient says that something is wrong; a colleague of the decider answers."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from intake.audit.models import Event
from intake.decisions import appeals
from intake.decisions.models import Appeal, AppealAnswer
from intake.messaging.models import Outbox
from intake.review import actions as review
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.letters import NOT_NOW, sign
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
Outcome = AppealAnswer.Outcome


@pytest.fixture
def colleague(site):
    return make_staff("clinician", sites=(site,))


@pytest.fixture
def decided(case, clinician):
    sign(case, clinician, NOT_NOW)
    return case


def appeal(case, kind="disagree", words="I was well at that time."):
    return appeals.appeal(case=case, kind=kind, words=words, by=case.patient.user)


def answer(made, by, outcome=Outcome.STANDS, reply="I read it again."):
    return appeals.answer_appeal(appeal=made, outcome=outcome, reply=reply, by=by)


def test_what_is_said_is_sealed_and_stands_on_the_decision(decided):
    made = appeal(decided)

    assert b"well" not in bytes(made.sealed)
    assert appeals.words_of(made, decided) == "I was well at that time."
    assert made.decision == decided.decisions.get()


def test_it_waits_for_whoever_may_see_the_case(decided, clinician, desk):
    made = appeal(decided)

    assert list(appeals.waiting_for(clinician)) == [made]
    assert not appeals.waiting_for(desk).exists()
    assert not appeals.waiting_for(
        make_staff("clinician", sites=(make_site(),))
    ).exists()


def test_a_fact_may_be_wrong_before_anything_is_decided(case):
    assert appeal(case, kind="fact").decision is None


def test_nobody_disagrees_with_a_decision_that_there_is_not(case):
    with pytest.raises(appeals.NothingDecided):
        appeal(case)

    with pytest.raises(IntegrityError, match="disagrees"), transaction.atomic():
        Appeal.objects.create(
            case=case, kind="disagree", sealed=b"", by=case.patient.user
        )


def test_the_same_words_twice_count_once(decided):
    assert appeal(decided) == appeal(decided)
    assert Event.objects.filter(action="appeal.sent").count() == 1


def test_something_else_waits_until_the_first_is_answered(decided, colleague):
    made = appeal(decided)
    with pytest.raises(appeals.AppealOpen):
        appeal(decided, words="And another thing.")

    answer(made, colleague)

    assert appeal(decided, words="And another thing.") != made


def test_a_colleague_answers_and_the_patient_is_told_that_there_is_news(
    decided, colleague
):
    made = appeal(decided)
    before = Outbox.objects.filter(template="news").count()

    answer(made, colleague, Outcome.AGAIN, "We look again.")

    said = appeals.latest_of(decided)
    assert (said.answer.outcome, said.reply) == ("again", "We look again.")
    assert said.answer.by == colleague
    assert Outbox.objects.filter(template="news").count() == before + 1
    assert not appeals.waiting_for(colleague).exists()


def test_whoever_decided_does_not_answer_while_a_colleague_can(
    decided, clinician, colleague
):
    made = appeal(decided)

    with pytest.raises(appeals.OwnDecision):
        answer(made, clinician)

    assert not AppealAnswer.objects.exists()
    assert Event.objects.get(action="appeal.answered").outcome == "failed"


def test_the_only_clinician_of_a_site_answers_themselves(decided, clinician):
    assert answer(appeal(decided), clinician).by == clinician


def test_a_colleague_of_another_site_does_not_count(decided, clinician):
    make_staff("clinician", sites=(make_site(),))

    assert appeals.may_answer(appeal(decided), clinician)


def test_an_answer_that_stands_is_not_given_twice(site, decided, colleague):
    made = appeal(decided)
    first = answer(made, colleague)

    assert answer(made, colleague, reply="Another") == first
    with pytest.raises(appeals.AnsweredMeanwhile):
        answer(made, make_staff("clinician", sites=(site,)))


def test_a_withdrawn_case_is_neither_appealed_nor_answered(decided, colleague):
    made = appeal(decided)
    review.withdraw_case(case=decided, by=decided.patient.user)

    with pytest.raises(review.CaseIsWithdrawn):
        answer(made, colleague)
    with pytest.raises(review.CaseIsWithdrawn):
        appeal(decided, words="More")
    assert not appeals.waiting_for(colleague).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_who_answer_at_once_one_is_told():
    site = make_site()
    decider, *others = (make_staff("clinician", sites=(site,)) for _ in range(3))
    case = make_case(site=site)
    sign(case, decider, NOT_NOW)
    made = appeal(case)
    start, results = Barrier(2, timeout=20), []

    def run(by):
        try:
            fresh = Appeal.objects.select_related("decision").get(pk=made.pk)
            fresh.case = Case.objects.select_related("patient").get(pk=case.pk)
            start.wait()
            answer(fresh, by)
            results.append("answered")
        except appeals.AnsweredMeanwhile:
            results.append("told")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(by,)) for by in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(results) == ["answered", "told"]
    assert AppealAnswer.objects.count() == 1
