"""QIDS-SR16: the worst item of each of nine domains, and item 12 on its own."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, NOT_ASKED, SKIPPED, answered, from_plain
from intake.domain.scoring import qids
from intake.domain.scoring.score import OffScale

LINES = (Path(__file__).parent / "vectors" / "qids.jsonl").read_text(encoding="utf-8")
VECTORS = [
    pytest.param(vector, id=vector["id"])
    for vector in map(json.loads, LINES.splitlines())
]

sixteen = st.lists(st.integers(0, 3), min_size=16, max_size=16)
some = st.lists(st.none() | st.integers(0, 3), min_size=16, max_size=16)


def sheet(values):
    return dict(zip(qids.ITEMS, map(from_plain, values), strict=True))


@pytest.mark.parametrize("vector", VECTORS)
def test_a_worked_example_scores_as_expected(vector):
    result = qids.score(sheet(vector["a"]))

    assert (result.total, result.band, result.safety) == (
        vector["total"],
        vector["band"],
        vector["safety"],
    )
    assert (result.low, result.high, result.missing) == (result.total, result.total, ())


def test_the_domains_hold_every_item_once():
    assert [item for domain in qids.DOMAINS for item in domain] == list(qids.ITEMS)
    assert len(qids.DOMAINS) == 9


@pytest.mark.parametrize("item", qids.ITEMS)
def test_any_missing_item_leaves_no_total(item):
    result = qids.score(sheet([1] * 16) | {item: DECLINED})

    assert (result.total, result.missing) == (None, (item,))
    assert (result.low <= 9, result.high) == (True, 11)


def test_a_domain_that_is_at_its_worst_already_keeps_the_range_narrow():
    values = [3, None, 0, 0] + [0] * 12

    result = qids.score(sheet(values))

    assert (result.total, result.low, result.high) == (None, 3, 3)
    assert result.band == "none"


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "none"),
        (5, "none"),
        (6, "mild"),
        (10, "mild"),
        (11, "moderate"),
        (15, "moderate"),
        (16, "severe"),
        (20, "severe"),
        (21, "very_severe"),
        (27, "very_severe"),
    ],
)
def test_a_total_alone_gives_its_band(total, band):
    result = qids.score({qids.TOTAL: answered(total), "qids_12": answered(0)})

    assert (result.total, result.low, result.high) == (total, total, total)
    assert (result.band, result.missing, result.safety) == (band, (), "none")


@pytest.mark.parametrize("state", [DECLINED, SKIPPED, NOT_ASKED], ids=str)
@pytest.mark.parametrize("rest", [{}, {qids.TOTAL: answered(0)}], ids=["items", "sum"])
def test_an_unanswered_item_12_is_unknown_and_never_none(state, rest):
    assert qids.score(rest | {"qids_12": state}).safety == "unknown"


@pytest.mark.parametrize("value", [1, 2, 3])
def test_item_12_is_followed_up_beside_a_total_too(value):
    result = qids.score({qids.TOTAL: answered(4), "qids_12": answered(value)})

    assert (result.band, result.safety) == ("none", "follow_up")


@pytest.mark.parametrize(
    ("answers", "item"),
    [
        ({"qids_3": answered(4)}, "qids_3"),
        ({qids.TOTAL: answered(28)}, "qids_total"),
        ({qids.TOTAL: answered("9")}, "qids_total"),
        ({qids.TOTAL: answered(9), "qids_4": answered(0)}, "qids_4"),
        ({qids.TOTAL: answered(9), "qids_12": answered(4)}, "qids_12"),
    ],
)
def test_what_cannot_be_is_refused_with_its_item(answers, item):
    with pytest.raises(OffScale) as refusal:
        qids.score(answers)

    assert refusal.value.item == item


@given(sixteen, st.integers(0, 15))
def test_a_worse_answer_never_lowers_the_total(values, place):
    worse = [*values[:place], 3, *values[place + 1 :]]

    assert qids.score(sheet(worse)).total >= qids.score(sheet(values)).total


@given(some)
def test_the_range_ends_at_the_best_and_the_worst_answers_to_what_is_missing(values):
    result = qids.score(sheet(values))

    ends = [
        qids.score(sheet([fill if v is None else v for v in values])).total
        for fill in (0, 3)
    ]
    assert [result.low, result.high] == ends
