"""What is hardly possible in a trial, and what is only unusual."""

from datetime import date

import pytest
from hypothesis import given

from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.doses import doses_of
from intake.domain.treatments.plausibility import doubts, figures
from intake.domain.treatments.timeline import Circumstances
from intake.domain.treatments.trials import Trial
from intake.domain.treatments.words import in_words

from .strategies import trials

NOW = Circumstances(on=date(2026, 3, 15), born_on=date(1984, 5, 6))
SERTRALINE = load_agents()["sertraline"]
BUPROPION = load_agents()["bupropion"]
WITH_MINIMUM = [agent for agent in load_agents() if agent.min_mg]


def found(*others, **facts):
    told = doubts(Trial(agent=SERTRALINE, **facts), others, NOW)
    return [(doubt.fact, doubt.note.why) for doubt in told]


@pytest.mark.parametrize(
    ("facts", "doubt"),
    [
        pytest.param({"dose": 600}, None, id="three times the greatest dose"),
        pytest.param({"dose": 601}, ("dose", "doubt.dose"), id="more than that"),
        pytest.param({"started": "1984"}, None, id="the year of birth"),
        pytest.param(
            {"started": "1984-04"}, ("started", "flag.before_birth"), id="before birth"
        ),
        pytest.param(
            {"started": "2026-03", "weeks_at_highest": 4}, None, id="this month"
        ),
        pytest.param(
            {"started": "2026-03", "weeks_at_highest": 5},
            ("weeks_at_highest", "flag.too_long"),
            id="longer than this month",
        ),
        pytest.param(
            {"started": "2025", "weeks_at_highest": 8, "weeks_total": 70},
            ("weeks_total", "flag.too_long"),
            id="longer in all than since the first of a year",
        ),
        pytest.param(
            {"weeks_at_highest": 8, "weeks_total": 7},
            ("weeks_total", "doubt.whole"),
            id="a whole shorter than its part",
        ),
        pytest.param({}, None, id="nothing known"),
    ],
)
def test_what_is_hardly_possible_is_doubted(facts, doubt):
    assert found(**facts) == ([doubt] if doubt else [])


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        pytest.param(Trial(agent=SERTRALINE), True, id="nothing else known of either"),
        pytest.param(Trial(agent=SERTRALINE, started="2020"), False, id="later"),
        pytest.param(Trial(agent=BUPROPION), False, id="another agent"),
    ],
)
def test_the_same_trial_again_is_doubted(other, is_same):
    assert found(other) == ([("agent", "flag.duplicate")] if is_same else [])


def test_a_dose_of_an_unknown_agent_has_a_limit_too():
    assert not list(figures(Trial(name="blue pill", dose=5000)))
    assert list(figures(Trial(name="blue pill", dose=5001)))


@pytest.mark.parametrize("agent", WITH_MINIMUM, ids=lambda agent: agent.code)
def test_no_adequate_dose_is_doubted(agent):
    dose = agent.strict_mg or agent.min_mg

    assert not list(figures(Trial(agent=agent, dose=dose)))


def test_the_ceiling_is_what_the_table_says():
    assert doses_of(SERTRALINE).ceiling == 600


@given(trials)
def test_every_doubt_has_a_sentence(trial):
    for doubt in doubts(trial, [], NOW):
        assert in_words(doubt.note)
