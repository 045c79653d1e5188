"""Times as people read them."""

from datetime import timedelta

import pytest

from intake.web.staff.reports.times_in_words import minutes_in_words, time_in_words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (15, "15 min"),
        (60, "1 h"),
        (90, "1 h 30 min"),
        (480, "8 h"),
        (2880, "48 h"),
    ],
)
def test_minutes_of_a_clock_are_hours_and_minutes_and_never_days(minutes, words):
    assert minutes_in_words(minutes) == words


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (None, "–"),
        (timedelta(seconds=59), "under 1 min"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (timedelta(days=2, hours=4, minutes=9), "2 days 4 h"),
    ],
)
def test_time_that_passed_is_in_the_two_units_that_matter(time, words):
    assert time_in_words(time) == words
