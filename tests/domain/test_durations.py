"""Times summed up: worked out by hand, and true whatever the times are."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.durations import Summary, percentile, place, summary

MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)

times = st.lists(st.integers(0, 10**7).map(lambda s: timedelta(seconds=s)), min_size=1)


def minutes(*numbers):
    return [timedelta(minutes=number) for number in numbers]


@pytest.mark.parametrize(
    ("given_times", "percent", "expected"),
    [
        # Ranks by hand: the number of times, times the share, rounded up.
        pytest.param([7], 50, 7, id="one time, rank 1"),
        pytest.param([7], 90, 7, id="one time is every percentile"),
        pytest.param([1, 9], 50, 1, id="two times, rank 1"),
        pytest.param([1, 9], 90, 9, id="two times, 1.8 is rank 2"),
        pytest.param([5, 1, 3], 50, 3, id="three times, 1.5 is rank 2"),
        pytest.param([4, 1, 3, 2], 50, 2, id="four times, rank 2"),
        pytest.param([15, 20, 35, 40, 50], 30, 20, id="five times, 1.5 is rank 2"),
        pytest.param([15, 20, 35, 40, 50], 40, 20, id="five times, rank 2"),
        pytest.param([15, 20, 35, 40, 50], 100, 50, id="five times, rank 5"),
        pytest.param(range(1, 11), 50, 5, id="ten times, rank 5"),
        pytest.param(range(1, 11), 90, 9, id="ten times, rank 9"),
        pytest.param(range(1, 12), 90, 10, id="eleven times, 9.9 is rank 10"),
        pytest.param([3, 3, 3, 60], 50, 3, id="equal times"),
        pytest.param([3, 3, 3, 60], 90, 60, id="3.6 is rank 4"),
    ],
)
def test_a_percentile_is_the_time_of_its_rank(given_times, percent, expected):
    found = percentile(minutes(*given_times), percent)

    assert found == timedelta(minutes=expected)


def test_no_times_have_no_percentile():
    assert percentile([], 50) is None
    assert summary([]) == Summary(0, None, None, None)


@pytest.mark.parametrize("percent", [0, -1, 101])
def test_a_percentage_out_of_range_is_refused(percent):
    with pytest.raises(ValueError, match="from 1 to 100"):
        percentile([MINUTE], percent)


def test_a_summary_holds_the_middle_the_slow_end_and_the_worst():
    found = summary(minutes(12, 4, 600, 30, 8))

    assert found == Summary(5, *minutes(12, 600, 600))


@given(times, st.integers(1, 100))
def test_a_percentile_is_a_time_that_happened(known, percent):
    assert percentile(known, percent) in known


@given(times, st.integers(1, 100))
def test_at_least_that_share_was_done_within_it(known, percent):
    within = sum(time <= percentile(known, percent) for time in known)

    assert within * 100 >= len(known) * percent


@given(times, st.randoms())
def test_the_order_does_not_matter(known, random):
    other = list(known)
    random.shuffle(other)

    assert summary(other) == summary(known)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (MINUTE, 0),
        (timedelta(0), 0),
        (WEEK, 1),
        (2 * WEEK, 1),
        (10 * MINUTE, 0.25),
        (100 * MINUTE, 0.5),
    ],
)
def test_a_scale_of_equal_ratios(time, expected):
    longest = 10_000 * MINUTE if expected not in (0, 1) else WEEK

    assert place(time, MINUTE, longest) == pytest.approx(expected)
