"""Deciding a case: complete, on what was looked at, never edited, one at a time."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.messaging.models import Outbox
from intake.review import actions
from intake.review.actions import CaseChanged, IncompleteDecision, Verdict
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
YES = Verdict(
    outcomes={"iv_im": "eligible", "in": "conditional"},
    rationale="Meets the criteria.",
    message="You may go on to a first visit.",
)
NO = Verdict(
    outcomes={"iv_im": "not_now", "in": "not_now"},
    rationale="Blood pressure first.",
    message="Please see your doctor about your blood pressure first.",
)


def decide(case, by, verdict=YES, seen=None):
    return actions.record_decision(
        case=case, verdict=verdict, seen=seen or actions.revision_of(case), by=by
    )


def test_a_decision_is_kept_with_who_and_why(case, clinician):
    decision = decide(case, clinician)

    assert actions.verdict_of(decision) == YES
    assert (decision.decided_by, decision.replaces) == (clinician, None)
    assert decision.evaluation == case.evaluations.first()
    assert Case.objects.get().stage == Case.Stage.DECIDED


def test_reasons_and_message_are_sealed(case, clinician):
    decision = decide(case, clinician)

    assert b"criteria" not in bytes(decision.sealed_rationale)
    assert b"visit" not in bytes(decision.sealed_message)


def test_the_patient_is_told_that_there_is_news(case, clinician):
    before = Outbox.objects.count()

    decide(case, clinician)

    assert Outbox.objects.count() == before + 1
    assert Outbox.objects.filter(template="news").exists()


def test_a_question_to_the_patient_keeps_the_case_waiting(case, clinician):
    asks = Verdict({"iv_im": "more_information", "in": "eligible"}, "Why", "What")

    decide(case, clinician, asks)

    assert list(Case.objects.waiting()) == [case]
    assert case.stage == Case.Stage.MORE_INFORMATION


def test_a_second_decision_replaces_the_first_and_keeps_it(case, clinician):
    first = decide(case, clinician)

    second = decide(case, clinician, NO)

    assert list(case.decisions.current()) == [second]
    assert second.replaces == first
    assert actions.verdict_of(case.decisions.get(pk=first.pk)) == YES


@pytest.mark.parametrize(
    "verdict",
    [
        pytest.param(Verdict({"iv_im": "eligible"}, "Why", "What"), id="one missing"),
        pytest.param(Verdict({}, "Why", "What"), id="no outcome"),
        pytest.param(
            Verdict(
                {"iv_im": "eligible", "in": "eligible", "oral": "eligible"}, "W", "M"
            ),
            id="a route nobody offers",
        ),
        pytest.param(Verdict(YES.outcomes, " ", "What"), id="no reason"),
        pytest.param(Verdict(YES.outcomes, "Why", "\n"), id="no message"),
    ],
)
def test_an_incomplete_decision_is_refused_and_changes_nothing(
    case, clinician, verdict
):
    with pytest.raises(IncompleteDecision):
        decide(case, clinician, verdict)

    assert not case.decisions.exists()
    assert Event.objects.get(action="case.decided").outcome == "failed"


def test_an_outcome_for_a_route_that_was_not_asked_for_is_refused(site, clinician):
    case = make_case({"routes": ["in"]}, site=site)

    with pytest.raises(IncompleteDecision):
        decide(case, clinician)

    assert decide(case, clinician, Verdict({"in": "eligible"}, "Why", "What"))


def test_an_outcome_that_does_not_exist_never_reaches_the_table(case, clinician):
    odd = Verdict({"iv_im": "perhaps", "in": "eligible"}, "Why", "What")

    with pytest.raises(IntegrityError, match="outcome_is_known"), transaction.atomic():
        decide(case, clinician, odd)


def test_a_decision_on_an_earlier_evaluation_is_refused(case, clinician):
    seen = actions.revision_of(case)
    actions.observe(
        case=case, fact="capacity_concern", answer=answered("yes"), by=clinician
    )

    with pytest.raises(CaseChanged):
        decide(case, clinician, seen=seen)

    assert not case.decisions.exists()


def test_a_decision_that_did_not_see_another_one_is_refused(site, case, clinician):
    seen = actions.revision_of(case)
    first = decide(case, make_staff("clinician", sites=(site,)), seen=seen)

    with pytest.raises(CaseChanged):
        decide(case, clinician, NO, seen=seen)

    assert list(case.decisions.all()) == [first]


def test_the_same_decision_sent_twice_counts_once(case, clinician):
    seen = actions.revision_of(case)

    once, twice = (decide(case, clinician, seen=seen) for _ in range(2))

    assert once == twice
    assert Outbox.objects.filter(template="news").count() == 1
    assert Event.objects.filter(action="case.decided").count() == 1


def test_a_withdrawn_case_is_not_decided(case, clinician):
    actions.withdraw_case(case=case, by=case.patient.user)

    with pytest.raises(actions.CaseIsWithdrawn):
        decide(case, clinician)

    assert Case.objects.get().stage == Case.Stage.WITHDRAWN


def test_withdrawing_twice_is_refused(case):
    actions.withdraw_case(case=case, by=case.patient.user)

    with pytest.raises(actions.NothingToWithdraw):
        actions.withdraw_case(case=case, by=case.patient.user)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_decision SET decided_at = now()",
        "UPDATE review_routeoutcome SET outcome = 'not_suitable'",
        "DELETE FROM review_routeoutcome",
        "DELETE FROM review_decision",
    ],
)
def test_a_decision_cannot_be_changed_even_by_hand(case, clinician, statement):
    decide(case, clinician)

    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        connection.cursor().execute(statement)

    assert actions.verdict_of(case.decisions.get()) == YES


def test_the_first_look_of_a_clinician_moves_a_case_on(case, clinician):
    actions.read_case(case=case, by=clinician)

    assert Case.objects.get().stage == Case.Stage.REVIEWING


def test_a_look_of_the_front_desk_says_checking_and_never_undoes(desk, case, clinician):
    actions.read_case(case=case, by=desk)
    assert Case.objects.get().stage == Case.Stage.CHECKING

    actions.read_case(case=case, by=clinician)
    actions.read_case(case=case, by=desk)

    assert Case.objects.get().stage == Case.Stage.REVIEWING


def test_a_look_at_what_was_read_before_does_not_undo_a_decision(case, clinician):
    before = Case.objects.get()
    decide(case, clinician)

    actions.read_case(case=before, by=clinician)

    assert Case.objects.get().stage == Case.Stage.DECIDED


def test_every_look_is_recorded(case, clinician):
    actions.read_case(case=case, by=clinician)

    event = Event.objects.get(action="case.read")
    assert (event.actor_id, event.patient_id) == (
        str(clinician.pk),
        str(case.patient.pk),
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_in_the_same_second_one_counts_and_one_is_told():
    site = make_site()
    case = make_case(site=site)
    seen = actions.revision_of(case)
    staff = [make_staff("clinician", sites=(site,)) for _ in range(2)]
    start, results = Barrier(2, timeout=20), []

    def run(by, verdict):
        try:
            fresh = Case.objects.select_related("patient").get(pk=case.pk)
            start.wait()
            results.append(decide(fresh, by, verdict, seen))
        except CaseChanged as changed:
            results.append(changed)
        finally:
            connection.close()

    pairs = zip(staff, [YES, NO], strict=True)
    threads = [Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(type(result).__name__ for result in results) == [
        "CaseChanged",
        "Decision",
    ]
    assert case.decisions.count() == 1
