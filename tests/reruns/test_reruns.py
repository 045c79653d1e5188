"""Evaluating open cases again under another version of the protocol."""

from copy import deepcopy

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from intake.audit.models import Event
from intake.domain.safety import Level
from intake.patients import vault
from intake.reruns import actions
from intake.reruns.models import Rerun, Turn
from intake.review import actions as review
from intake.review import evaluation
from intake.review.actions import CaseChanged, Verdict
from intake.review.models import Case, Evaluation
from intake.review.publishing import publish_protocol
from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff
from tests.questionnaires.test_races import at_once

pytestmark = pytest.mark.django_db
LOW = {f"phq9_{number}": 1 for number in range(1, 9)}  # IND-04, a caution
MOST_A_CASE, START = 30, 11  # queries: of one case, and of beginning
TRIAL, REAL = Rerun.Kind.TRIAL, Rerun.Kind.REAL
VERDICT = Verdict({"iv_im": "not_now", "in": "not_now"}, "Why", "What")


def publish_with(case, severity):
    """Another version, in which a low PHQ-9 weighs otherwise."""
    data = deepcopy(evaluation.active_protocol().data)
    (low,) = [one for one in data["criteria"] if one["id"] == "IND-04"]
    low["severity"] = {"iv_im": severity, "in": severity}
    return publish_protocol(data, supplied_by=case.response.definition)


@pytest.fixture
def director(site):
    return make_staff("medical_director", sites=(site,))


@pytest.fixture
def low(site):
    return make_case(LOW, site=site)


def rerun(kind, by):
    started = actions.start(kind=kind, by=by)
    while actions.work():
        pass
    return started


def decide(case, by, seen=None):
    seen = seen or review.revision_of(case)
    return review.record_decision(case=case, verdict=VERDICT, seen=seen, by=by)


def fresh(case):
    return Case.objects.get(pk=case.pk)


class TestTrying:
    def test_it_tells_what_would_change_and_touches_no_case(self, low, case, director):
        before = list(Case.objects.order_by("pk").values())
        publish_with(low, "CI")

        rerun(TRIAL, director)

        turn = Turn.objects.get(is_changed=True)
        assert (turn.case, turn.is_stricter, turn.after) == (low, True, None)
        found = actions.changes_of(turn)
        assert found.tier[1] == "contraindication_found"
        assert [after["id"] for _before, after in found.changed] == ["IND-04"]
        assert list(Case.objects.order_by("pk").values()) == before
        assert Evaluation.objects.count() == 2
        assert Event.objects.filter(action="case.evaluated").count() == 2

    def test_what_would_change_is_sealed(self, low, director):
        publish_with(low, "CI")
        rerun(TRIAL, director)

        assert b"IND-04" not in bytes(Turn.objects.get().sealed)

    def test_cases_under_the_version_in_use_are_not_looked_at(self, low, director):
        assert not rerun(TRIAL, director).turns.exists()


class TestCounting:
    def test_a_stricter_case_rises_among_its_equals(self, low, site, director):
        publish_with(low, "CI")

        rerun(REAL, director)

        turn = Turn.objects.get()
        assert turn.is_stricter
        assert fresh(low).tier == "contraindication_found"
        calm = review.urgency(fresh(low).tier, fresh(low).safety)
        assert fresh(low).urgency == calm + 1
        assert evaluation.latest(low) == turn.after
        assert turn.before.protocol.number < turn.after.protocol.number
        assert Event.objects.filter(action="case.rerun").count() == 1

    def test_a_milder_one_does_not(self, low, director):
        publish_with(low, "INF")

        rerun(REAL, director)

        turn = Turn.objects.get()
        assert (turn.is_changed, turn.is_stricter) == (True, False)
        assert fresh(low).urgency == review.urgency(fresh(low).tier, fresh(low).safety)

    def test_begun_twice_it_is_one(self, low, director):
        publish_with(low, "CI")

        first = actions.start(kind=REAL, by=director)

        assert actions.start(kind=REAL, by=director) == first
        rerun(REAL, director)
        assert not actions.start(kind=REAL, by=director).turns.exists()
        assert low.evaluations.count() == 2

    def test_a_decided_case_is_never_touched(self, low, director, clinician):
        publish_with(low, "CI")
        started = actions.start(kind=REAL, by=director)
        decide(low, clinician)

        actions.work()

        assert started.turns.get().state == Turn.State.LEFT
        assert low.evaluations.count() == 1

    def test_who_is_deciding_at_that_moment_has_to_look_again(
        self, low, director, clinician
    ):
        publish_with(low, "CI")
        seen = review.revision_of(low)
        rerun(REAL, director)

        with pytest.raises(CaseChanged):
            decide(low, clinician, seen)

    def test_a_level_of_safety_never_falls(self, low, director):
        graver = evaluation.latest(low)
        made = Evaluation(
            case=low,
            protocol=graver.protocol,
            on=graver.on,
            input_digest=graver.input_digest,
            tier="urgent_safety_review",
            safety=str(Level.HIGH),
        )
        vault.add(made, low.patient, sealed=evaluation.opened(graver))
        publish_with(low, "INF")

        rerun(REAL, director)

        assert (fresh(low).safety, fresh(low).tier) == ("high", "urgent_safety_review")

    def test_a_case_that_fails_is_named_and_the_others_go_on(
        self, low, case, director, monkeypatch
    ):
        publish_with(low, "CI")
        whole = evaluation.assess

        def fails(one, *more):
            if one.pk == case.pk:
                raise ValueError
            return whole(one, *more)

        monkeypatch.setattr(evaluation, "assess", fails)
        started = rerun(REAL, director)

        states = dict(started.turns.values_list("case", "state"))
        assert states == {low.pk: Turn.State.DONE, case.pk: Turn.State.FAILED}
        assert started.turns.get(case=case).problem == "ValueError"
        assert case.evaluations.count() == 1

        monkeypatch.setattr(evaluation, "assess", whole)
        again = rerun(REAL, director)
        assert [turn.case for turn in again.turns.all()] == [case]
        assert case.evaluations.count() == 2

    def test_a_worker_that_loses_the_database_goes_on_where_it_was(
        self, low, director, monkeypatch
    ):
        publish_with(low, "CI")
        started = actions.start(kind=REAL, by=director)
        with monkeypatch.context() as broken:
            broken.setattr(vault, "close", raises(OperationalError))
            with pytest.raises(OperationalError):
                actions.work()
        assert started.turns.get().state == Turn.State.WAITING

        actions.work()

        assert started.turns.get().state == Turn.State.DONE
        assert low.evaluations.count() == 2

    def test_a_version_that_came_meanwhile_ends_it(self, low, director):
        publish_with(low, "CI")
        started = actions.start(kind=REAL, by=director)
        publish_with(low, "INF")

        actions.work()

        assert started.turns.get().state == Turn.State.LEFT


def raises(problem):
    def fail(*_args, **_more):
        raise problem

    return fail


def test_every_case_costs_the_same(low, site, director):
    make_case(LOW, site=site)
    publish_with(low, "CI").rules  # noqa: B018 - read once in a process
    actions.start(kind=REAL, by=director)

    costs = []
    for _case in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert actions.work(1) == 1
        costs.append(len(asked))

    assert costs[0] == costs[1] <= MOST_A_CASE


def test_beginning_costs_the_same_for_one_and_for_many(
    low, site, director, django_assert_num_queries
):
    publish_with(low, "CI")
    with django_assert_num_queries(START):
        actions.start(kind=TRIAL, by=director)
    make_case(LOW, site=site)
    publish_with(low, "CLR")

    with django_assert_num_queries(START):
        actions.start(kind=TRIAL, by=director)


@pytest.mark.django_db(transaction=True)
def test_a_decision_and_a_rerun_at_once_are_one_after_the_other():
    site = make_site()
    low = make_case(LOW, site=site)
    clinician = make_staff("clinician", sites=(site,))
    director = make_staff("medical_director", sites=(site,))
    publish_with(low, "CI")
    seen = review.revision_of(low)
    started = actions.start(kind=REAL, by=director)

    decided, _taken = at_once(
        lambda: decide(fresh(low), clinician, seen), lambda: actions.work(1)
    )

    turn = started.turns.get()
    if turn.state == Turn.State.DONE:
        assert isinstance(decided, CaseChanged)
        assert not low.decisions.exists()
    else:
        assert turn.state == Turn.State.LEFT
        assert low.evaluations.count() == 1
        assert low.decisions.get() == decided
