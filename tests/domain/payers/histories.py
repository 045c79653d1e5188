"""Histories of every kind, and one by which most payers are satisfied."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from intake.domain.answer import DECLINED, SKIPPED, UNSURE, answered
from intake.domain.payers.history import History, Measured, Tried
from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.trials import Trial
from tests.domain.treatments.strategies import trials

ON = date(2026, 11, 22)
FAILED = {
    "dose": 300,
    "weeks_at_highest": 12,
    "weeks_total": 14,
    "adherence": "good",
    "improvement": 10,
    "stop_reason": "no_benefit",
    "ongoing": False,
    "started": "2025-03",
}
FACTS = {
    "age": 40,
    "dx_mdd": "yes",
    "psychotherapy": "yes",
    "sud_active": "no",
    "bmi": 24.2,
    "episode_months": 30,
}


def failed(name, **facts):
    return Trial(agent=load_agents().find(name), name=name, **(FAILED | facts))


def numbered(found):
    return tuple(Tried(number, trial) for number, trial in enumerate(found, start=1))


def history(*found, scores=(), confirmed=True, **facts):
    return History(
        on=ON,
        tried=numbered(found),
        is_confirmed=confirmed,
        scores=tuple(scores),
        facts={name: answered(value) for name, value in (FACTS | facts).items()},
    )


def phq9(total, on=date(2026, 11, 15), highest=None):
    return Measured("phq9", on, total, highest)


started = st.none() | st.sampled_from(["2015", "2021-11", "2022", "2025-03"])
dated_trials = st.builds(
    lambda trial, begun: replace(trial, started=begun), trials, started
)
answers = st.sampled_from(["yes", "no"]).map(answered) | st.sampled_from(
    [UNSURE, DECLINED, SKIPPED]
)
facts = st.fixed_dictionaries(
    {
        "age": st.integers(18, 90).map(answered) | st.just(SKIPPED),
        "bmi": st.floats(12, 60).map(answered) | st.just(SKIPPED),
        "episode_months": st.integers(0, 200).map(answered) | st.just(UNSURE),
        "dx_mdd": answers,
        "psychotherapy": answers,
        "sud_active": answers,
    }
)
scores = st.lists(
    st.builds(
        Measured,
        st.sampled_from(["phq9", "qids"]),
        st.dates(date(2026, 6, 1), date(2026, 12, 1)),
        st.none() | st.integers(0, 27),
        st.none() | st.integers(0, 27),
    ),
    max_size=4,
).map(tuple)
histories = st.builds(
    History,
    on=st.just(ON),
    tried=st.lists(dated_trials, max_size=6).map(numbered),
    is_confirmed=st.booleans(),
    scores=scores,
    facts=facts,
)
