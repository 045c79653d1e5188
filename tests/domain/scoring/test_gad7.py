"""GAD-7 scoring, checked against the cut-points of Spitzer et al. 2006."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, answered, from_plain
from intake.domain.scoring import gad7
from intake.domain.scoring.score import OffScale

LINES = (Path(__file__).parent / "vectors" / "gad7.jsonl").read_text(encoding="utf-8")
VECTORS = [
    pytest.param(vector, id=vector["id"])
    for vector in map(json.loads, LINES.splitlines())
]

complete = st.fixed_dictionaries({item: st.integers(0, 3) for item in gad7.ITEMS})


def said(values):
    return {item: from_plain(value) for item, value in values.items()}


@pytest.mark.parametrize("vector", VECTORS)
def test_a_worked_example_scores_as_expected(vector):
    result = gad7.score(said(dict(zip(gad7.ITEMS, vector["a"], strict=True))))

    assert (result.total, result.band, result.prorated) == (
        vector["total"],
        vector["band"],
        vector.get("prorated"),
    )
    low_high = vector.get("range", [vector["total"]] * 2)
    assert [result.low, result.high] == low_high


def test_there_is_no_safety_item():
    assert gad7.score({}).safety is None


def test_a_value_off_the_scale_names_its_item():
    with pytest.raises(OffScale) as refusal:
        gad7.score({"gad7_7": answered(4)})

    assert refusal.value.item == "gad7_7"


@given(complete, st.sampled_from(gad7.ITEMS))
def test_a_worse_answer_never_lowers_the_total(values, item):
    worse = values | {item: 3}

    assert gad7.score(said(worse)).total >= gad7.score(said(values)).total


@given(complete, st.sampled_from(gad7.ITEMS))
def test_a_missing_item_never_gives_a_total(values, item):
    result = gad7.score(said(values) | {item: DECLINED})

    assert (result.total, result.missing) == (None, (item,))
