"""AUDIT-C: three items, a cut by sex, and a short way for people who never drink."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, from_plain
from intake.domain.scoring import auditc
from intake.domain.scoring.score import OffScale

LINES = (Path(__file__).parent / "vectors" / "auditc.jsonl").read_text(encoding="utf-8")
VECTORS = [
    pytest.param(vector, id=vector["id"])
    for vector in map(json.loads, LINES.splitlines())
]
SEX = {"M": "male", "F": "female", None: None}

item_points = st.integers(0, 4)


def three(*values):
    return dict(zip(auditc.ITEMS, map(from_plain, values), strict=True))


@pytest.mark.parametrize("vector", VECTORS)
def test_a_worked_example_scores_as_expected(vector):
    result = auditc.score(three(*vector["a"]), sex=SEX[vector["sex"]])

    assert (result.total, result.positive) == (vector["total"], vector["pos"])
    assert auditc.is_high_risk(result) is vector.get("high", False)
    low_high = vector.get("range", [vector["total"]] * 2)
    assert [result.low, result.high] == low_high


@pytest.mark.parametrize(
    ("sex", "positive"),
    [
        ("male", False),
        ("female", True),
        ("other", True),
        ("declined", True),
        (None, True),
    ],
)
def test_only_men_take_the_higher_cut(sex, positive):
    assert auditc.score(three(2, 1, 0), sex=sex).positive is positive


@pytest.mark.parametrize("rest", [(None, None), ("declined", None), (0, 0), (3, 2)])
def test_somebody_who_never_drinks_scores_0(rest):
    result = auditc.score(three(0, *rest))

    assert (result.total, result.low, result.high) == (0, 0, 0)
    assert (result.positive, result.missing) == (False, ())


@pytest.mark.parametrize(
    ("values", "alone"),
    [
        ((4, 0, 0), True),
        ((4, 1, 0), False),
        ((4, 0, None), False),
        ((0, 0, 0), False),
        ((None, 0, 0), False),
    ],
)
def test_points_from_frequency_alone_are_pointed_out(values, alone):
    assert auditc.is_frequency_alone(three(*values)) is alone


def test_a_value_off_the_scale_names_its_item():
    with pytest.raises(OffScale) as refusal:
        auditc.score(three(1, 5, 0))

    assert refusal.value.item == "auditc_2"


@given(item_points, item_points, item_points, st.integers(0, 2))
def test_a_worse_answer_never_lowers_the_total(first, second, third, place):
    values = [first, second, third]
    worse = [*values[:place], 4, *values[place + 1 :]]

    assert auditc.score(three(*worse)).total >= auditc.score(three(*values)).total


@given(st.integers(1, 4), item_points, st.sampled_from(auditc.ITEMS[1:]))
def test_a_missing_item_never_gives_a_total(often, amount, item):
    answers = three(often, amount, amount) | {item: DECLINED}

    result = auditc.score(answers)

    assert (result.total, result.missing) == (None, (item,))


@pytest.mark.parametrize("item", auditc.ITEMS)
def test_the_smallest_possible_total_counts_what_was_answered(item):
    answers = three(4, 4, 4) | {item: DECLINED}

    result = auditc.score(answers)

    assert (result.low, result.high, result.positive) == (8, 12, True)
    assert auditc.is_high_risk(result)
