"""PHQ-9 scoring, checked against the cut-points of Kroenke et al. 2001."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, NOT_ASKED, SKIPPED, answered, from_plain
from intake.domain.scoring import phq9
from intake.domain.scoring.score import OffScale

LINES = (Path(__file__).parent / "vectors" / "phq9.jsonl").read_text(encoding="utf-8")
VECTORS = [
    pytest.param(vector, id=vector["id"])
    for vector in map(json.loads, LINES.splitlines())
    if "error" not in vector
]

points = st.integers(0, 3)
complete = st.fixed_dictionaries(dict.fromkeys(phq9.ITEMS, points))
partial = st.dictionaries(st.sampled_from(phq9.ITEMS), points)


def nine(values):
    return {
        item: from_plain(value) for item, value in zip(phq9.ITEMS, values, strict=True)
    }


def said(values):
    return {item: answered(value) for item, value in values.items()}


@pytest.mark.parametrize("vector", VECTORS)
def test_a_worked_example_scores_as_expected(vector):
    result = phq9.score(nine(vector["a"]))

    assert (result.total, result.band, result.safety, result.prorated) == (
        vector["total"],
        vector["band"],
        vector["safety"],
        vector.get("prorated"),
    )
    low_high = vector.get("range", [vector["total"]] * 2)
    assert [result.low, result.high] == low_high


@pytest.mark.parametrize("vector", [v for v in VECTORS if "mds" in v.values[0]])
def test_a_worked_example_suggests_a_syndrome_or_not(vector):
    assert phq9.major_syndrome(nine(vector["a"])) is vector["mds"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([2, 2, 2, 2, 2, 0, 0, 0, None], True, id="already met"),
        pytest.param([2, 2, 2, 2, None, 0, 0, 0, 0], None, id="one symptom short"),
        pytest.param([0, 0, None, 2, 2, 2, 2, 0, 0], False, id="core symptoms absent"),
        pytest.param([None] * 9, None, id="nothing answered"),
    ],
)
def test_a_syndrome_is_stated_only_when_missing_items_cannot_change_it(
    values, expected
):
    assert phq9.major_syndrome(nine(values)) is expected


@pytest.mark.parametrize("value", [4, -1, 1.0, "1", True], ids=repr)
def test_a_value_off_the_scale_names_its_item(value):
    answers = nine([0, 0, 0, 0, 0, 0, 0, 0, 0]) | {"phq9_4": answered(value)}

    with pytest.raises(OffScale, match="phq9_4") as refusal:
        phq9.score(answers)

    assert refusal.value.item == "phq9_4"


@pytest.mark.parametrize("state", [DECLINED, SKIPPED, NOT_ASKED], ids=str)
def test_an_unanswered_item_9_is_unknown_and_never_none(state):
    answers = nine([0] * 9) | {"phq9_9": state}

    result = phq9.score(answers)

    assert (result.safety, result.total) == ("unknown", None)
    assert result.missing == ("phq9_9",)


def test_an_item_left_out_is_missing():
    answers = {item: answered(1) for item in phq9.ITEMS[:8]}

    result = phq9.score(answers)

    assert (result.total, result.missing) == (None, ("phq9_9",))


def test_the_difficulty_item_is_not_scored():
    plain = nine([1] * 9)

    assert phq9.score(plain | {phq9.DIFFICULTY: answered(3)}) == phq9.score(plain)


@given(complete, st.sampled_from(phq9.ITEMS))
def test_a_worse_answer_never_lowers_the_total(values, item):
    worse = values | {item: 3}

    assert phq9.score(said(worse)).total >= phq9.score(said(values)).total


@given(complete, st.sampled_from(phq9.ITEMS))
def test_a_missing_item_never_gives_a_total(values, item):
    answers = said(values) | {item: DECLINED}

    result = phq9.score(answers)

    assert result.total is None
    assert result.low <= sum(values.values()) <= result.high


@given(complete, st.permutations(phq9.ITEMS))
def test_the_order_of_answers_does_not_matter(values, order):
    shuffled = {item: values[item] for item in order}

    assert phq9.score(said(shuffled)) == phq9.score(said(values))


@given(partial)
def test_a_band_holds_for_every_total_still_possible(values):
    result = phq9.score(said(values))

    bands = {
        next(band.name for band in phq9.BANDS if band.low <= total <= band.high)
        for total in range(result.low, result.high + 1)
    }
    assert result.band == (bands.pop() if len(bands) == 1 else None)
