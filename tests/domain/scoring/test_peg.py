"""PEG: the mean of three items, to one decimal, halves up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import answered, from_plain
from intake.domain.scoring import peg
from intake.domain.scoring.score import OffScale

item_points = st.integers(0, 10)


def three(*values):
    return dict(zip(peg.ITEMS, map(from_plain, values), strict=True))


@pytest.mark.parametrize(
    ("values", "mean", "shown"),
    [
        ((0, 0, 0), 0.0, 0),
        ((10, 10, 10), 10.0, 10),
        ((6, 7, 5), 6.0, 6),
        ((5, 5, 6), 5.3, 5),
        ((4, 5, 5), 4.7, 5),
        ((0, 0, 1), 0.3, 0),
        ((7, 8, 6), 7.0, 7),
    ],
)
def test_the_mean_has_one_decimal_and_is_shown_whole(values, mean, shown):
    result = peg.score(three(*values))

    assert (result.total, result.low, result.high) == (mean, mean, mean)
    assert peg.whole(result.total) == shown
    assert result.band is None


@pytest.mark.parametrize(("mean", "shown"), [(0.5, 1), (2.5, 3), (4.5, 5), (4.4, 4)])
def test_halves_are_shown_rounded_up(mean, shown):
    assert peg.whole(mean) == shown


def test_a_missing_item_gives_a_range_and_no_mean():
    result = peg.score(three(3, 4, None))

    assert (result.total, result.low, result.high) == (None, 2.3, 5.7)
    assert result.missing == ("peg_3",)


def test_a_value_off_the_scale_names_its_item():
    with pytest.raises(OffScale) as refusal:
        peg.score(three(11, 0, 0))

    assert refusal.value.item == "peg_1"


@pytest.mark.parametrize(
    ("before", "after", "meaningful"),
    [(7.0, 4.9, True), (7.0, 5.0, False), (7.0, 8.0, False), (0.0, 0.0, False)],
)
def test_a_fall_by_30_per_cent_is_meaningful(before, after, meaningful):
    assert peg.is_meaningful_fall(before, after) is meaningful


@given(item_points, item_points, st.integers(0, 9))
def test_a_worse_answer_never_lowers_the_mean(first, second, third):
    before = peg.score(three(first, second, third))
    after = peg.score(three(first, second, third + 1))

    assert after.total > before.total


@given(st.permutations([1, 4, 10]))
def test_the_order_of_answers_does_not_matter(values):
    answers = {item: answered(v) for item, v in zip(peg.ITEMS, values, strict=True)}

    assert peg.score(answers).total == 5.0
