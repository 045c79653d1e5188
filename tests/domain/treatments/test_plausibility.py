"""What is hardly possible in a history, and what is only unusual."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.doses import doses_of
from intake.domain.treatments.plausibility import (
    doubts,
    latest_day,
    overlapping,
    repeats,
)
from intake.domain.treatments.trials import Trial
from intake.domain.treatments.words import in_words

from .strategies import trials

ON, BORN = date(2026, 3, 15), date(1984, 5, 6)
SERTRALINE = load_agents()["sertraline"]
BUPROPION = load_agents()["bupropion"]
WITH_MINIMUM = [agent for agent in load_agents() if agent.min_mg]


def whys(**facts):
    return [d.note.why for d in doubts(Trial(agent=SERTRALINE, **facts), ON, BORN)]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        pytest.param({"dose": 600}, None, id="three times the greatest dose"),
        pytest.param({"dose": 601}, "doubt.dose", id="more than that"),
        pytest.param({"started": "1984"}, None, id="the year of birth"),
        pytest.param({"started": "1984-04"}, "doubt.before_birth", id="a month before"),
        pytest.param({"started": "1983"}, "doubt.before_birth", id="a year before"),
        pytest.param(
            {"started": "2026-03", "weeks_at_highest": 3}, None, id="this month"
        ),
        pytest.param(
            {"started": "2026-03", "weeks_at_highest": 4},
            "doubt.too_long",
            id="longer than this month",
        ),
        pytest.param(
            {"started": "2025", "weeks_total": 63}, None, id="since the first of a year"
        ),
        pytest.param(
            {"started": "2025", "weeks_total": 70}, "doubt.too_long", id="in all"
        ),
        pytest.param(
            {"weeks_at_highest": 8, "weeks_total": 7}, "doubt.whole", id="whole"
        ),
        pytest.param({}, None, id="nothing known"),
    ],
)
def test_what_is_hardly_possible_is_doubted(facts, why):
    assert whys(**facts) == ([why] if why else [])


def test_a_dose_of_an_unknown_agent_has_a_limit_too():
    assert not doubts(Trial(name="blue pill", dose=5000), ON)
    assert doubts(Trial(name="blue pill", dose=5001), ON)


@pytest.mark.parametrize("agent", WITH_MINIMUM, ids=lambda a: a.code)
def test_no_adequate_dose_is_doubted(agent):
    assert not doubts(Trial(agent=agent, dose=agent.strict_mg or agent.min_mg), ON)


def test_a_long_course_is_named_once():
    facts = {"started": "2026", "weeks_at_highest": 100, "weeks_total": 200}

    assert whys(**facts) == ["doubt.too_long"]


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        pytest.param({"agent": SERTRALINE}, True, id="both without a start"),
        pytest.param({"agent": SERTRALINE, "started": "2020"}, False, id="later"),
        pytest.param({"agent": BUPROPION}, False, id="another agent"),
        pytest.param({"name": "Sertralin"}, False, id="a name of none"),
    ],
)
def test_the_same_agent_with_the_same_start_is_a_repeat(other, is_same):
    assert bool(repeats(Trial(agent=SERTRALINE), [Trial(**other)])) is is_same


def test_trials_without_a_name_are_no_repeats():
    assert repeats(Trial(), [Trial()]) is None


def at(agent, started, weeks, *, added=False):
    return Trial(agent=agent, started=started, weeks_total=weeks, added_to=added)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        pytest.param(
            at(SERTRALINE, "2024-01", 30),
            at(BUPROPION, "2024-03", 20),
            1,
            id="at once",
        ),
        pytest.param(
            at(SERTRALINE, "2024-01", 8), at(BUPROPION, "2024-03", 20), 0, id="in turn"
        ),
        pytest.param(
            at(SERTRALINE, "2024", 30), at(BUPROPION, "2024", 20), 0, id="perhaps"
        ),
        pytest.param(
            at(SERTRALINE, "2024-01", 30),
            at(BUPROPION, "2024-03", 20, added=True),
            0,
            id="added",
        ),
        pytest.param(
            at(SERTRALINE, "2024-01", 30),
            at(SERTRALINE, "2024-03", 20),
            0,
            id="the same",
        ),
    ],
)
def test_two_antidepressants_at_once_are_noticed_only_for_certain(one, other, count):
    assert len(list(overlapping({"r1": one, "r2": other}))) == count


@given(trials, st.dates(date(1900, 1, 1), ON))
def test_every_doubt_has_a_sentence(trial, born_on):
    for doubt in doubts(trial, ON, born_on):
        assert in_words(doubt.note)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_the_last_day_of_a_year_or_month_is_its_last(day):
    text = day.isoformat()

    assert latest_day(text) == day
    assert (latest_day(text[:7]) + timedelta(days=1)).day == 1
    assert latest_day(text[:4]) == date(day.year, 12, 31)


def test_the_ceiling_is_what_the_table_says():
    assert doses_of(SERTRALINE).ceiling == 600
