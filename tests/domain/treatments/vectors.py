"""Worked trials, one a line, that several tests use."""

from dataclasses import replace

from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.trials import Trial


def trial(name, **facts):
    """A trial of a known agent with good adherence, changed by the given facts."""
    agent = load_agents().find(name)
    assert agent, name
    return replace(Trial(agent, name, adherence="good"), **facts)


TRIALS = {
    "TR-01": trial(
        "sertraline",
        dose=100,
        weeks_at_highest=8,
        improvement=20,
        stop_reason="no_benefit",
    ),
    "TR-02": trial(
        "sertraline",
        dose=25,
        weeks_at_highest=12,
        improvement=0,
        stop_reason="no_benefit",
    ),
    "TR-03": trial(
        "escitalopram",
        dose=10,
        weeks_at_highest=6,
        improvement=49,
        stop_reason="no_benefit",
    ),
    "TR-04": trial(
        "escitalopram",
        dose=10,
        weeks_at_highest=5,
        improvement=10,
        stop_reason="no_benefit",
    ),
    "TR-05": trial("escitalopram", dose=10, weeks_at_highest=6, improvement=50),
    "TR-06": trial(
        "venlafaxine XR",
        dose=150,
        weeks_at_highest=3,
        improvement=0,
        stop_reason="side_effects",
    ),
    "TR-07": trial(
        "duloxetine", dose=60, weeks_at_highest=10, adherence="poor", improvement=0
    ),
    "TR-08": trial("bupropion", weeks_at_highest=12, improvement=10),
    "TR-09": trial("trazodone", dose=50, weeks_at_highest=52, improvement=0),
    "TR-10": trial("fluoxetine", dose=20, improvement=10),
    "TR-11": trial("gepirone", dose=36.3, weeks_at_highest=8, improvement=0),
    "TR-16": trial(
        "sertraline",
        dose=100,
        weeks_at_highest=10,
        improvement=10,
        stop_reason="side_effects",
    ),
    "TR-17": trial(
        "sertraline",
        dose=25,
        weeks_at_highest=12,
        improvement=0,
        stop_reason="side_effects",
    ),
    "TR-18": trial(
        "duloxetine",
        dose=60,
        weeks_at_highest=20,
        improvement=0,
        indication="other",
    ),
    "TR-19": trial(
        "escitalopram", dose=20, weeks_at_highest=12, improvement=20, episode="other"
    ),
    "TR-20": trial(
        "sertraline", dose=150, weeks_at_highest=3, weeks_total=11, improvement=10
    ),
    "TR-21": trial(
        "duloxetine", dose=90, weeks_at_highest=100, improvement=80, lost_later=True
    ),
    "TR-22": trial(
        "vortioxetine", dose=10, weeks_at_highest=3, improvement=0, ongoing=True
    ),
    "TR-23": trial(
        "olanzapine-fluoxetine", dose=25, weeks_at_highest=8, improvement=20
    ),
    "TR-24": trial("fluoxetine", dose=40, weeks_at_highest=8, improvement=10),
    "TR-25": trial(
        "bupropion", dose=300, weeks_at_highest=8, improvement=10, indication=None
    ),
}

OUTCOMES = {
    "TR-01": "failed_adequate",
    "TR-02": "inadequate_dose",
    "TR-03": "failed_adequate",
    "TR-04": "inadequate_duration",
    "TR-05": "responded",
    "TR-06": "intolerance",
    "TR-07": "poor_adherence",
    "TR-08": "indeterminate",
    "TR-09": "inadequate_dose",
    "TR-10": "indeterminate",
    "TR-11": "indeterminate",
    "TR-16": "failed_adequate",
    "TR-17": "intolerance",
    "TR-18": "not_for_depression",
    "TR-19": "other_episode",
    "TR-20": "indeterminate",
    "TR-21": "lost_response",
    "TR-22": "inadequate_duration",
    "TR-23": "failed_adequate",
    "TR-24": "failed_adequate",
    "TR-25": "indeterminate",
}
