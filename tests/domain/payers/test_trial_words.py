"""A trial in the words of a sheet for a payer."""

from dataclasses import fields

import pytest
from hypothesis import given

from intake.domain.payers import trial_words as words
from intake.domain.treatments.trials import Outcome, Trial
from tests.domain.treatments.strategies import trials

from .histories import failed

NOTHING = Trial(indication=None, episode=None, added_to=None)


def test_everything_that_is_known_is_told():
    trial = failed("sertraline")

    assert words.name(trial) == "sertraline (Zoloft, Altruline, Lustral)"
    assert words.short_name(trial) == "sertraline"
    assert words.dose(trial) == "300 mg a day"
    assert words.weeks(trial) == "at this dose: 12 weeks; in all: 14 weeks"
    assert words.begun(trial) == "March 2025"
    assert words.stopped(trial) == "did not help enough"
    assert words.purpose(trial) == (
        "for depression; present episode; taken by itself; taken nearly every day"
    )
    assert words.gaps(trial) == ()


def test_what_is_not_known_says_so_and_is_a_gap():
    assert words.name(NOTHING) == words.dose(NOTHING) == "not known"
    assert words.weeks(NOTHING) == "at this dose: not known"
    assert words.begun(NOTHING) == words.response(NOTHING) == "not known"
    assert words.stopped(NOTHING) == "not known"
    assert words.purpose(NOTHING) == (
        "purpose not known; episode not known; not known whether added to another; "
        "not known how regularly"
    )
    assert words.gaps(NOTHING) == (
        "which medicine",
        "highest dose",
        "weeks",
        "when it was begun",
        "response",
        "why it was stopped",
    )


def test_a_name_that_is_not_in_the_table_stands_as_it_was_written():
    assert words.name(Trial(name="a white tablet")) == "a white tablet"
    assert words.short_name(Trial(name="a white tablet")) == "a white tablet"


@pytest.mark.parametrize(
    ("improvement", "expected"),
    [
        (0, "no improvement"),
        (20, "less than 25 % better"),
        (25, "25 to 49 % better"),
        (49, "25 to 49 % better"),
        (50, "50 % or more better"),
        (80, "50 % or more better"),
    ],
)
def test_response_is_the_range_that_was_asked(improvement, expected):
    assert words.response(Trial(improvement=improvement)) == expected


def test_a_benefit_that_was_lost_says_so():
    lost = Trial(improvement=80, lost_later=True)

    assert words.response(lost) == "50 % or more better; lost later"


def test_what_is_still_taken_has_no_reason_to_stop_and_is_no_gap():
    trial = failed("sertraline", ongoing=True, stop_reason=None, started="2025")

    assert words.begun(trial) == "2025, still taken"
    assert words.stopped(trial) == "still taken"
    assert words.gaps(trial) == ()


def test_every_outcome_has_words():
    assert set(words.OUTCOMES) == set(Outcome)


def test_every_fact_of_a_trial_has_a_name():
    assert set(words.FACTS) == {each.name for each in fields(Trial)} - {"name"}


@given(trials)
def test_every_trial_can_be_told(trial):
    told = [
        words.name(trial),
        words.dose(trial),
        words.weeks(trial),
        words.begun(trial),
        words.response(trial),
        words.stopped(trial),
        words.purpose(trial),
    ]

    assert all(told)
    assert "None" not in " ".join(told)
