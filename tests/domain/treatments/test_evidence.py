"""Facts of a trial that are stated again, from a list or a record."""

import pytest
from hypothesis import given

from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.evidence import Status, as_facts, restated, trial_of
from intake.domain.treatments.trials import Outcome, Trial, judge

from .strategies import trials

SERTRALINE = load_agents()["sertraline"]
TOLD = Trial(
    agent=SERTRALINE,
    dose=25,
    weeks_at_highest=8,
    weeks_total=10,
    adherence="good",
    improvement=20,
    stop_reason="no_benefit",
    ongoing=False,
)


def test_a_fact_that_is_stated_again_takes_the_place_of_what_was_told():
    corrected = restated(TOLD, {"dose": 100})

    assert judge(TOLD).outcome is Outcome.INADEQUATE_DOSE
    assert judge(corrected).outcome is Outcome.FAILED_ADEQUATE
    assert corrected.weeks_at_highest == TOLD.weeks_at_highest


def test_an_agent_may_be_stated_by_brand():
    assert restated(TOLD, {"agent": "Lexapro"}).agent.generic == "escitalopram"


def test_an_agent_that_is_not_in_the_table_is_kept_as_written():
    other = restated(TOLD, {"agent": "Study drug 7"})

    assert (other.agent, other.name) == (None, "Study drug 7")
    assert judge(other).outcome is Outcome.INDETERMINATE


def test_a_fact_may_be_stated_as_not_known():
    assert judge(restated(TOLD, {"dose": None})).outcome is Outcome.INDETERMINATE


def test_a_whole_time_that_cannot_be_right_any_more_is_not_known():
    assert restated(TOLD, {"weeks_at_highest": 20}).weeks_total is None


def test_of_a_trial_that_only_a_source_knows_nothing_is_taken_for_granted():
    found = trial_of({"agent": "sertraline", "dose": 100, "weeks_at_highest": 8})

    unknown = judge(found).values["missing"]

    assert {"adherence", "improvement", "indication", "episode"} <= set(unknown)


@given(trials)
def test_facts_say_everything_that_a_trial_says(trial):
    assert trial_of(as_facts(trial)) == trial


@given(trials)
def test_to_state_what_was_told_changes_nothing(trial):
    assert restated(trial, as_facts(trial)) == trial


@pytest.mark.parametrize(
    ("status", "is_checked"),
    [
        (Status.PATIENT_REPORTED, False),
        (Status.STAFF_ENTERED, False),
        (Status.PHARMACY_LIST, True),
        (Status.RECORD_VERIFIED, True),
    ],
)
def test_only_a_source_outside_memory_is_a_check(status, is_checked):
    assert status.is_checked is is_checked
