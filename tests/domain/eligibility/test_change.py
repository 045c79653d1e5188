"""Which answers hold a finding."""

import pytest

from intake.domain.eligibility.change import holding
from intake.domain.predicate import read_predicate

BETWEEN = {
    "all": [
        {
            "any": [
                {"fact": "sys", "op": ">", "value": 140},
                {"fact": "dia", "op": ">", "value": 90},
            ]
        },
        {"fact": "sys", "op": "<", "value": 180},
        {"fact": "dia", "op": "<", "value": 110},
    ]
}


def held(data, facts):
    found = holding(read_predicate(data), facts)
    return [(part.name, part.op, part.value) for part in found]


def test_a_fact_that_meets_the_condition_holds_it():
    condition = {"fact": "stroke", "value": "yes"}

    assert held(condition, {"stroke": "yes"}) == [("stroke", "=", "yes")]


@pytest.mark.parametrize("value", ["no", "unsure", None])
def test_one_that_does_not_meet_it_holds_nothing(value):
    assert held({"fact": "stroke", "value": "yes"}, {"stroke": value}) == []


def test_of_two_bounds_only_the_first_would_end_the_finding():
    assert held(BETWEEN, {"sys": 152, "dia": 80}) == [("sys", ">", 140)]
    assert held(BETWEEN, {"sys": 152, "dia": 94}) == [
        ("sys", ">", 140),
        ("dia", ">", 90),
    ]


def test_the_absence_of_a_value_holds_a_rule_about_it():
    condition = {"fact": "phq9", "op": "exists", "value": False}

    assert held(condition, {"phq9": None}) == [("phq9", "exists", False)]
    assert held(condition, {"phq9": 12}) == []


def test_a_state_that_a_rule_names_holds_it():
    condition = {"fact": "escort", "op": "in", "value": ["no", "unsure"]}

    assert held(condition, {"escort": "unsure"}) == [("escort", "in", ("no", "unsure"))]


def test_what_stands_inside_a_reverse_is_left_out():
    condition = {"not": {"fact": "escort", "value": "yes"}}

    assert held(condition, {"escort": "no"}) == []


def test_a_fact_that_the_finding_does_not_have_holds_nothing():
    assert held({"fact": "a", "op": "!=", "value": "x"}, {"b": 1}) == []
