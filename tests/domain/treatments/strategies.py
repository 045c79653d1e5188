"""Trials of every kind, for properties that hold of them all."""

from dataclasses import fields, replace

from hypothesis import strategies as st

from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.trials import Trial

agents = st.sampled_from(list(load_agents()))
antidepressants = st.sampled_from(
    [agent for agent in load_agents() if agent.is_antidepressant]
)
truths = st.sampled_from([True, False, None])
FACTS = {
    "dose": st.none() | st.sampled_from([0, 6, 20, 25, 50, 100, 150, 300, 600]),
    "weeks_at_highest": st.none() | st.integers(0, 12),
    "weeks_total": st.none() | st.integers(0, 52),
    "adherence": st.sampled_from(["good", "poor", None]),
    "improvement": st.none() | st.sampled_from([0, 20, 49, 50, 80]),
    "lost_later": truths,
    "stop_reason": st.sampled_from(
        ["no_benefit", "side_effects", "both", "other", None]
    ),
    "ongoing": truths,
    "indication": st.sampled_from(["depression", "other", None]),
    "episode": st.sampled_from(["current", "other", None]),
    "added_to": truths,
}
# Doses and weeks that make most antidepressant trials failed and adequate.
LIKELY = {
    "dose": st.sampled_from([150, 300]),
    "weeks_at_highest": st.integers(5, 12),
    "weeks_total": st.none() | st.integers(12, 52),
    "adherence": st.just("good"),
    "improvement": st.sampled_from([0, 49]),
}


def is_possible(trial):
    """No more weeks at the highest dose than in all."""
    weeks, total = trial.weeks_at_highest, trial.weeks_total
    return weeks is None or total is None or weeks <= total


anything = st.builds(Trial, agent=st.none() | agents, **FACTS).filter(is_possible)
likely = st.builds(Trial, agent=antidepressants, **LIKELY)
trials = likely | anything
histories = st.lists(trials, max_size=6)
names_of_facts = st.sampled_from(
    [each.name for each in fields(Trial) if each.name not in ("name", "added_to")]
)


@st.composite
def trial_and_less_known(draw):
    """A trial, and the same with one fact made unknown."""
    trial = draw(trials)
    return trial, replace(trial, **{draw(names_of_facts): None})
