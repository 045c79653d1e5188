"""Judging single trials."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.trials import Outcome, Rules, Trial, judge

from .strategies import agents, trial_and_less_known, trials
from .vectors import OUTCOMES, TRIALS, trial

ADEQUATE = trial("sertraline", dose=50, weeks_at_highest=6, improvement=49)


@pytest.mark.parametrize("vector", list(TRIALS))
def test_worked_trials_have_the_outcome_written_beside_them(vector):
    assert judge(TRIALS[vector]).outcome == OUTCOMES[vector]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        pytest.param({}, "failed_adequate", id="all at the boundary"),
        pytest.param({"dose": 49.9}, "inadequate_dose", id="dose just below"),
        pytest.param(
            {"weeks_at_highest": 5.9}, "inadequate_duration", id="time just below"
        ),
        pytest.param({"improvement": 50}, "responded", id="half better"),
        pytest.param(
            {"improvement": 50, "lost_later": True}, "lost_response", id="then lost"
        ),
        pytest.param({"lost_later": True}, "failed_adequate", id="nothing to lose"),
        pytest.param(
            {"stop_reason": "both"}, "failed_adequate", id="reason is no matter"
        ),
    ],
)
def test_outcomes_change_at_the_boundaries(changes, outcome):
    assert judge(replace(ADEQUATE, **changes)).outcome == outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        pytest.param({"improvement": 60, "dose": 25}, "responded", id="before dose"),
        pytest.param(
            {"stop_reason": "side_effects", "adherence": "poor", "dose": 25},
            "intolerance",
            id="intolerance before adherence",
        ),
        pytest.param(
            {"stop_reason": "both", "adherence": "poor", "dose": 25},
            "poor_adherence",
            id="stopped not only for side effects",
        ),
        pytest.param(
            {"adherence": "poor", "dose": 25}, "poor_adherence", id="before dose too"
        ),
        pytest.param(
            {"dose": 25, "weeks_at_highest": 2},
            "inadequate_dose",
            id="dose before time",
        ),
        pytest.param(
            {"weeks_at_highest": 2, "indication": "other"},
            "inadequate_duration",
            id="time before purpose",
        ),
        pytest.param(
            {"indication": "other", "episode": "other"},
            "not_for_depression",
            id="purpose before episode",
        ),
        pytest.param(
            {"episode": "other", "adherence": None},
            "other_episode",
            id="before unknown",
        ),
    ],
)
def test_the_first_reason_in_the_order_decides(changes, outcome):
    assert judge(replace(ADEQUATE, **changes)).outcome == outcome


@pytest.mark.parametrize(
    ("agent", "why"),
    [
        ("lithium", "trial.augmentation"),
        ("esketamine", "trial.ketamine_history"),
        ("melatonin", "trial.not_counted"),
        ("Silenor", "trial.not_counted"),
        ("Contrave", "trial.not_counted"),
    ],
)
def test_what_is_no_antidepressant_is_not_counted_whatever_came_of_it(agent, why):
    judgement = judge(trial(agent, dose=600, weeks_at_highest=8, improvement=90))

    assert (judgement.outcome, judgement.why) == (Outcome.NOT_COUNTED, why)


@pytest.mark.parametrize(
    ("dose", "at_highest", "total", "outcome"),
    [
        pytest.param(150, 3, 11, "indeterminate", id="may have been enough"),
        pytest.param(150, 3, 6, "indeterminate", id="just enough in all"),
        pytest.param(150, 3, 5, "inadequate_duration", id="too short in all"),
        pytest.param(150, 3, None, "indeterminate", id="total not known"),
        pytest.param(150, 6, None, "failed_adequate", id="highest suffices alone"),
        pytest.param(50, 3, 11, "inadequate_duration", id="highest is the minimum"),
        pytest.param(None, 3, 11, "indeterminate", id="dose not known"),
        pytest.param(150, None, 11, "indeterminate", id="weeks at highest not known"),
        pytest.param(150, None, 5, "inadequate_duration", id="short whatever the dose"),
    ],
)
def test_weeks_below_the_highest_dose_may_count(dose, at_highest, total, outcome):
    judged = judge(
        replace(ADEQUATE, dose=dose, weeks_at_highest=at_highest, weeks_total=total)
    )

    assert judged.outcome == outcome


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"agent": None}, ("agent",)),
        ({"dose": None}, ("dose",)),
        ({"weeks_at_highest": None}, ("weeks",)),
        ({"dose": 150, "weeks_at_highest": 3}, ("time_at_minimum",)),
        ({"adherence": None, "improvement": None}, ("adherence", "improvement")),
        ({"indication": None, "episode": None}, ("indication", "episode")),
        ({"agent": load_agents()["gepirone"]}, ("minimum",)),
    ],
)
def test_an_indeterminate_trial_names_what_is_missing(changes, missing):
    judgement = judge(replace(ADEQUATE, **changes))

    assert judgement.outcome is Outcome.INDETERMINATE
    assert judgement.values["missing"] == missing


def test_an_agent_outside_the_table_can_respond_but_not_fail():
    unnamed = Trial(name="zorblax", dose=500, weeks_at_highest=1, improvement=80)

    assert judge(unnamed).outcome is Outcome.RESPONDED
    assert judge(replace(unnamed, improvement=0)).outcome is Outcome.INDETERMINATE
    assert judge(replace(unnamed, improvement=0)).values["agent"] == "zorblax"


def test_a_trial_still_running_says_how_long_so_far():
    judgement = judge(TRIALS["TR-22"])

    assert judgement.why == "trial.still_running"
    assert judgement.values["most_weeks"] == 3


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        pytest.param(Rules(), "failed_adequate", id="default"),
        pytest.param(Rules(weeks=8), "inadequate_duration", id="eight weeks"),
        pytest.param(Rules(weeks=4), "failed_adequate", id="four weeks"),
        pytest.param(Rules(strict_doses=True), "inadequate_dose", id="strict doses"),
        pytest.param(Rules(response=40), "responded", id="response from 40 %"),
    ],
)
def test_the_clinic_may_set_weeks_doses_and_response(rules, outcome):
    assert judge(ADEQUATE, rules).outcome == outcome


@given(agents, st.data())
def test_brand_and_generic_name_have_the_same_outcome(agent, data):
    facts = data.draw(trials)
    found = [load_agents().find(name) for name in agent.names]

    judgements = [judge(replace(facts, agent=each)) for each in found]

    assert all(judgement == judgements[0] for judgement in judgements)


@given(trial_and_less_known())
def test_an_unknown_answer_never_makes_a_failure(pair):
    known, less_known = pair

    if judge(known).outcome is not Outcome.FAILED_ADEQUATE:
        assert judge(less_known).outcome is not Outcome.FAILED_ADEQUATE


@given(trial_and_less_known())
def test_an_unknown_answer_leaves_a_failure_possible(pair):
    known, less_known = pair

    if judge(known).outcome is Outcome.FAILED_ADEQUATE:
        assert judge(less_known).outcome in (
            Outcome.FAILED_ADEQUATE,
            Outcome.INDETERMINATE,
        )


@given(trials)
def test_only_a_trial_with_everything_known_fails(facts):
    judgement = judge(facts)

    if judgement.outcome is Outcome.FAILED_ADEQUATE:
        assert judgement.values["missing"] == ()
        assert facts.dose >= judgement.values["minimum"]
        assert facts.weeks_at_highest >= 6
        assert facts.improvement < 50
