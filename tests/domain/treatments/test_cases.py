"""Reading treatment histories, and refusing what cannot be right."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.treatments.cases import CaseError, holds_several, read_cases
from intake.domain.treatments.maudsley import Course, Severity
from intake.domain.treatments.trials import Trial

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["trials", "agent", "dose", "severity", "x"]), inner
        )
    ),
    max_leaves=8,
)


def only_trial(**facts):
    (case,) = read_cases([facts])
    return case.trials[0]


def refused(data):
    with pytest.raises(CaseError) as caught:
        read_cases(data)
    return [(each.place, each.sentence) for each in caught.value.problems]


def test_what_is_absent_or_null_is_unknown_but_for_purpose_and_episode():
    empty = Trial(indication="depression", episode="current")

    assert only_trial() == empty
    assert only_trial(agent=None, dose=None, indication=None, episode=None) == empty


def test_every_fact_of_a_trial_is_read():
    read = only_trial(
        agent="Zoloft",
        dose=100,
        unit="mg",
        weeks_at_highest=8,
        weeks_total=10.5,
        adherence="good",
        improvement=20,
        lost_later=False,
        stop_reason="both",
        ongoing="no",
        indication="other",
        episode="other",
        added_to=True,
    )

    assert read.agent.generic == "sertraline"
    assert read == Trial(
        agent=read.agent,
        name="Zoloft",
        dose=100,
        weeks_at_highest=8,
        weeks_total=10.5,
        adherence="good",
        improvement=20,
        lost_later=False,
        stop_reason="both",
        ongoing=False,
        indication="other",
        episode="other",
        added_to=True,
    )


def test_unsure_is_unknown():
    facts = ("adherence", "stop_reason", "lost_later", "indication", "episode")

    read = only_trial(**dict.fromkeys(facts, "unsure"))

    assert [getattr(read, fact) for fact in facts] == [None] * len(facts)


def test_an_agent_outside_the_table_keeps_its_name():
    read = only_trial(agent="zorblax")

    assert (read.agent, read.name) == (None, "zorblax")


@pytest.mark.parametrize(
    ("dose", "unit", "mg"),
    [
        pytest.param(25, "mcg", 0.025, id="liothyronine"),
        pytest.param(0.3, "g", 300, id="grams"),
        pytest.param(37.5, "mg", 37.5, id="milligrams"),
        pytest.param(50, None, 50, id="no unit is milligrams"),
        pytest.param(0, "mg", 0, id="nothing taken"),
    ],
)
def test_doses_are_turned_into_milligrams(dose, unit, mg):
    assert only_trial(dose=dose, unit=unit).dose == mg


def test_a_case_carries_its_course():
    (case,) = read_cases(
        {
            "trials": [],
            "episode_months": 30,
            "severity": "severe",
            "augmentation": True,
            "ect": "no",
        }
    )

    assert case.course == Course(30, Severity.SEVERE, True, False)


@pytest.mark.parametrize(
    ("written", "severity"),
    [
        ("subsyndromal", Severity.SUBSYNDROMAL),
        ("mild", Severity.MILD),
        ("moderate", Severity.MODERATE),
        ("severe_without_psychosis", Severity.SEVERE),
        ("severe_with_psychosis", Severity.SEVERE_WITH_PSYCHOSIS),
        ("severe + psychosis", Severity.SEVERE_WITH_PSYCHOSIS),
        ("Severe with psychosis", Severity.SEVERE_WITH_PSYCHOSIS),
    ],
)
def test_severity_is_read_however_it_is_spelt(written, severity):
    (case,) = read_cases({"trials": [], "severity": written})

    assert case.course.severity is severity


@pytest.mark.parametrize(
    ("data", "several", "cases"),
    [
        pytest.param([], False, 1, id="no trials"),
        pytest.param([{}, {}], False, 1, id="two trials"),
        pytest.param({"trials": [{}]}, False, 1, id="one case"),
        pytest.param([{"trials": [{}]}], True, 1, id="list of one case"),
        pytest.param([{"trials": []}, {"trials": []}], True, 2, id="two cases"),
    ],
)
def test_a_file_holds_one_case_or_several(data, several, cases):
    assert holds_several(data) is several
    assert len(read_cases(data)) == cases


NUMBER = "Give a number."
TO_100 = "Give a number from 0 to 100."


@pytest.mark.parametrize(
    ("fact", "value", "sentence"),
    [
        pytest.param("agent", 3, "Give a text.", id="agent as a number"),
        pytest.param("dose", "100", NUMBER, id="dose as text"),
        pytest.param("dose", True, NUMBER, id="dose as truth"),
        pytest.param("dose", [1], NUMBER, id="dose as a list"),
        pytest.param("dose", 10_001, "Give at most 10,000 mg a day.", id="huge dose"),
        pytest.param("improvement", -1, TO_100, id="worse than nothing"),
        pytest.param("improvement", 101, TO_100, id="better than well"),
        pytest.param("improvement", float("nan"), TO_100, id="not a number"),
        pytest.param("improvement", float("inf"), TO_100, id="infinite"),
        pytest.param("improvement", 10**400, TO_100, id="beyond any float"),
        pytest.param("unit", "drops", "Give one of: mg, mcg, g.", id="unit"),
        pytest.param(
            "weeks_at_highest",
            -1,
            "Give a number from 0 to 5,200.",
            id="negative weeks",
        ),
        pytest.param(
            "adherence", "mostly", "Give one of: good, poor, unsure.", id="adherence"
        ),
        pytest.param(
            "ongoing",
            "perhaps",
            "Give one of: yes, no, unsure.",
            id="neither yes nor no",
        ),
        pytest.param(
            "ongoing", 1, "Give one of: yes, no, unsure.", id="one is not yes"
        ),
    ],
)
def test_an_impossible_value_is_refused_with_its_place(fact, value, sentence):
    assert refused([{fact: value}]) == [(f"trials[0].{fact}", sentence)]


def test_a_negative_dose_is_refused():
    ((place, sentence),) = refused([{"dose": -5}])

    assert place == "trials[0].dose"
    assert sentence.startswith("Give a number from 0")


def test_a_fact_that_does_not_exist_is_refused_and_the_known_ones_named():
    ((place, sentence),) = refused([{"weeks": 8}])

    assert place == "trials[0].weeks"
    assert "weeks_at_highest" in sentence


def test_more_weeks_at_the_highest_dose_than_in_all_are_refused():
    problems = refused([{"weeks_at_highest": 8, "weeks_total": 4}])

    assert problems == [
        ("trials[0].weeks_total", "Give at least the weeks at the highest dose.")
    ]


@pytest.mark.parametrize(
    ("data", "places"),
    [
        pytest.param("sertraline", ["trials"], id="a text"),
        pytest.param({"agent": "sertraline"}, ["trials"], id="a trial alone"),
        pytest.param({"trials": None}, ["trials"], id="null for the list"),
        pytest.param([3], ["trials[0]"], id="a number for a trial"),
        pytest.param({"trials": [], "severity": 3}, ["severity"], id="severity"),
        pytest.param(
            {"trials": [], "severity": "bad"}, ["severity"], id="bad severity"
        ),
        pytest.param(
            [{"trials": [{}, {"dose": "x"}]}, {"ect": "x"}],
            ["[0].trials[1].dose", "[1].trials"],
            id="in a list of cases",
        ),
    ],
)
def test_every_place_that_is_wrong_is_named(data, places):
    assert [place for place, _ in refused(data)] == places


def test_the_refusal_says_everything_at_once():
    with pytest.raises(CaseError) as caught:
        read_cases({"trials": [{"dose": "x"}], "ect": 4})

    assert str(caught.value).splitlines() == [
        "trials[0].dose: Give a number.",
        "ect: Give one of: yes, no, unsure.",
    ]


@given(json_values)
def test_any_data_is_read_or_refused(data):
    cases = problems = ()

    try:
        cases = read_cases(data)
    except CaseError as error:
        problems = error.problems

    assert bool(cases) != bool(problems)


def test_a_written_history_survives_the_way_through_json():
    data = [{"agent": "Zoloft", "dose": 50, "improvement": 20}]

    assert read_cases(json.loads(json.dumps(data))) == read_cases(data)
