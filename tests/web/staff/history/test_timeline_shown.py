"""The drawing of trials over time, and what stands in words beside it."""

from datetime import date

import pytest

from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.evidence import Evidence, Status
from intake.domain.treatments.trials import Outcome, Trial, judge
from intake.review.treatments import KnownTrial
from intake.web.staff.history.timeline_shown import OUTCOMES, timeline_shown

ON = date(2026, 11, 22)
KNOWN = {
    "dose": 100,
    "weeks_at_highest": 8,
    "adherence": "good",
    "improvement": 20,
}


def known(started=None, agent="sertraline", row="a", **facts):
    trial = Trial(agent=load_agents()[agent], started=started, **KNOWN | facts)
    told = Evidence(Status.PATIENT_REPORTED)
    return KnownTrial(row, trial, trial, judge(trial), told)


def share(text):
    assert text.endswith("%")
    return float(text[:-1])


def test_bars_stand_in_the_order_of_their_beginning():
    later, sooner = known("2024-03", row="later"), known("2021", row="sooner")

    drawn = timeline_shown([later, sooner], ON)

    assert [bar["row"] for bar in drawn["bars"]] == ["sooner", "later"]
    assert drawn["bars"][0]["top"] < drawn["bars"][1]["top"]


def test_a_bar_is_as_long_as_the_trial_was():
    (bar,) = timeline_shown([known("2025-01", weeks_total=52)], ON)["bars"]

    assert share(bar["left"]) == 0
    assert share(bar["width"]) == pytest.approx(50, abs=0.5)  # one year of two


def test_bars_of_the_same_time_lie_beneath_each_other():
    one = known("2024-01", row="one", weeks_total=40)
    other = known("2024-04", row="other", weeks_total=40)

    first, second = timeline_shown([one, other], ON)["bars"]

    assert share(second["left"]) < share(first["left"]) + share(first["width"])
    assert first["top"] + 18 < second["top"]


def test_where_only_the_year_is_known_a_line_says_that_it_may_lie_later():
    vague, exact = timeline_shown([known("2021"), known("2022-02")], ON)["bars"]

    assert share(vague["vague_to"]) > share(vague["right"])
    assert exact["vague_to"] == ""


@pytest.mark.parametrize(
    ("facts", "pattern", "words"),
    [
        ({}, "solid", "sertraline 100 mg: failed, counts"),
        ({"improvement": 80}, "lines", "sertraline 100 mg: helped"),
        ({"dose": None}, "dots", "sertraline: not known"),
        ({"dose": 25}, "empty", "sertraline 25 mg: dose too low"),
        ({"ongoing": True}, "solid", "sertraline 100 mg: failed, counts, still taken"),
    ],
)
def test_the_outcome_is_told_by_pattern_and_by_word(facts, pattern, words):
    (bar,) = timeline_shown([known("2021", **facts)], ON)["bars"]

    assert (bar["pattern"], bar["label"]) == (pattern, words)
    assert bar["words"].startswith(words)


def test_every_outcome_has_its_word():
    assert OUTCOMES.keys() == set(Outcome)


@pytest.mark.parametrize("started", [None, "2027", "2026-12"])
def test_what_cannot_be_drawn_is_listed(started):
    drawn = timeline_shown([known("2021"), known(started, row="b")], ON)

    assert [bar["row"] for bar in drawn["bars"]] == ["a"]
    assert [trial["row"] for trial in drawn["undated"]] == ["b"]


def test_without_any_date_there_is_no_drawing():
    drawn = timeline_shown([known()], ON)

    assert drawn["bars"] == []
    assert len(drawn["undated"]) == 1


@pytest.mark.parametrize("first", ["2026", "2021", "2009", "1975", "1930"])
def test_years_stand_beneath_but_never_crowded(first):
    ticks = timeline_shown([known(first)], ON)["ticks"]

    assert 1 <= len(ticks) <= 6
    assert all(0 <= share(tick["at"]) < 100 for tick in ticks)


def test_a_trial_longer_than_the_time_since_stays_on_the_page():
    (bar,) = timeline_shown([known("2026-06", weeks_total=500)], ON)["bars"]

    assert share(bar["left"]) + share(bar["width"]) <= 100


def test_a_long_name_is_cut_and_a_trial_without_one_says_so():
    named = KnownTrial(
        "a", None, t := Trial(name="x" * 80, started="2021"), judge(t), Evidence("")
    )
    unnamed = KnownTrial("b", None, t := Trial(started="2022"), judge(t), Evidence(""))

    first, second = timeline_shown([named, unnamed], ON)["bars"]

    assert first["label"].startswith("x" * 22 + "…:")
    assert second["label"].startswith("Not named:")
