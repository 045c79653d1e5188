"""The single question about drugs: a number of times, positive from one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, SKIPPED, UNSURE, answered
from intake.domain.scoring import drug1
from intake.domain.scoring.score import OffScale


@pytest.mark.parametrize(
    ("times", "positive"),
    [(0, False), (1, True), (2, True), (12, True), (365, True), (1000, True)],
)
def test_once_in_the_past_year_is_positive(times, positive):
    result = drug1.score({drug1.TIMES: answered(times)})

    assert (result.total, result.low, result.high) == (times, times, times)
    assert result.positive is positive


@pytest.mark.parametrize("state", [DECLINED, SKIPPED, UNSURE], ids=str)
def test_no_answer_is_neither_positive_nor_negative(state):
    result = drug1.score({drug1.TIMES: state})

    assert (result.total, result.low, result.positive) == (None, None, None)
    assert result.missing == ("drug_days",)


@pytest.mark.parametrize("times", [-1, 1.5, "12", False], ids=repr)
def test_anything_but_a_count_is_refused(times):
    with pytest.raises(OffScale) as refusal:
        drug1.score({drug1.TIMES: answered(times)})

    assert refusal.value.item == "drug_days"


@given(st.integers(0, 10_000))
def test_more_times_never_turn_a_positive_screen_negative(times):
    fewer = drug1.score({drug1.TIMES: answered(times)})
    more = drug1.score({drug1.TIMES: answered(times + 1)})

    assert more.positive >= fewer.positive
