"""Times of trials: what they span, and what in them cannot be."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.timeline import (
    Circumstances,
    Span,
    flags,
    overlap,
    span_of,
)
from intake.domain.treatments.trials import Trial
from intake.domain.treatments.words import in_words

from .strategies import trials

ON = date(2026, 11, 22)
AGENTS = load_agents()
SERTRALINE = Trial(agent=AGENTS["sertraline"], dose=100, weeks_at_highest=8)
DULOXETINE = Trial(agent=AGENTS["duloxetine"], dose=60, weeks_at_highest=8)
JANUARY = 2026 * 12


def codes(*given, **how):
    found = flags(given, Circumstances(ON, **how))
    return [[note.why for note in notes] for notes in found]


def dated(trial, started, weeks=None, **more):
    return replace(trial, started=started, weeks_total=weeks, **more)


def test_a_month_is_exact_and_a_year_is_not():
    exact = span_of(dated(SERTRALINE, "2026-03", 13), ON)
    vague = span_of(dated(SERTRALINE, "2026", 13), ON)

    assert (exact.begin, exact.vague) == (JANUARY + 2, 0)
    assert (vague.begin, vague.vague) == (JANUARY, 11)
    assert exact.end == pytest.approx(JANUARY + 2 + 3, abs=0.05)


def test_what_is_still_taken_lasts_until_now():
    span = span_of(dated(SERTRALINE, "2026-03", ongoing=True), ON)

    assert span == Span(JANUARY + 2, 0, JANUARY + 11, ongoing=True, at_least=False)


def test_of_the_time_at_the_highest_dose_alone_the_span_is_at_least():
    assert span_of(dated(SERTRALINE, "2026-03"), ON).at_least


def test_a_length_that_is_not_known_has_no_end():
    nothing = replace(SERTRALINE, weeks_at_highest=None, started="2020")

    assert span_of(nothing, ON).end is None


@pytest.mark.parametrize("started", [None, "2026-12", "2027"])
def test_without_a_start_or_with_one_ahead_there_is_no_span(started):
    assert span_of(dated(SERTRALINE, started), ON) is None


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        (dated(SERTRALINE, "2026-10", 20), ["flag.too_long"]),
        (dated(SERTRALINE, "2026-10", 8), []),
        (dated(SERTRALINE, "2026", 46), []),
        (dated(SERTRALINE, "2026", 49), ["flag.too_long"]),
        (dated(SERTRALINE, "2026-12", 8), ["flag.ahead"]),
        (dated(SERTRALINE, "1983", 8), ["flag.before_birth"]),
        (dated(SERTRALINE, "1984", 8), []),
        (dated(SERTRALINE, None, 5000), []),
    ],
)
def test_times_that_cannot_be_are_flagged(trial, expected):
    assert codes(trial, born_on=date(1984, 5, 6)) == [expected]


def test_a_trial_before_the_episode_in_which_it_is_said_to_be_is_flagged():
    old = dated(SERTRALINE, "2020-01", 8)

    assert codes(old, episode_months=18) == [["flag.before_episode"]]
    assert codes(replace(old, episode="other"), episode_months=18) == [[]]
    assert codes(dated(SERTRALINE, "2025-06"), episode_months=18) == [[]]
    assert codes(old) == [[]]


def test_two_antidepressants_at_once_are_flagged_unless_they_were_combined():
    one, other = dated(SERTRALINE, "2024-01", 40), dated(DULOXETINE, "2024-03", 40)

    assert codes(one, other) == [["flag.overlap"], ["flag.overlap"]]
    assert codes(one, replace(other, added_to=True)) == [[], []]


def test_to_replace_one_by_the_other_takes_time():
    one, other = dated(SERTRALINE, "2024-01", 20), dated(DULOXETINE, "2024-04", 40)

    assert codes(one, other) == [[], []]


def test_an_augmentation_runs_beside_another_without_a_flag():
    added = Trial(agent=AGENTS["aripiprazole"], dose=5, weeks_at_highest=8)

    assert codes(dated(SERTRALINE, "2024-01", 40), dated(added, "2024-03", 30)) == [
        [],
        [],
    ]


def test_the_same_drug_at_the_same_time_may_be_one_trial():
    one, other = dated(SERTRALINE, "2024-01", 40), dated(SERTRALINE, "2024-06", 40)

    assert codes(one, other) == [["flag.duplicate"], ["flag.duplicate"]]
    assert codes(SERTRALINE, SERTRALINE) == [["flag.duplicate"], ["flag.duplicate"]]


def test_the_same_drug_at_another_time_is_another_trial():
    assert codes(
        dated(SERTRALINE, "2019-01", 20), dated(SERTRALINE, "2024-06", 40)
    ) == [[], []]


def test_only_what_is_certain_overlaps():
    year, month = dated(SERTRALINE, "2024", 30), dated(DULOXETINE, "2024-02", 30)

    assert overlap(span_of(year, ON), span_of(month, ON)) == 0


def test_a_flag_is_told_in_a_sentence():
    ((note,),) = flags([dated(SERTRALINE, "2026-10", 20)], Circumstances(ON))

    assert in_words(note) == "20 weeks are longer than the time since 2026-10."


@given(st.lists(trials, max_size=4), st.sampled_from([None, "2019", "2024-05", "2027"]))
def test_every_trial_has_its_flags_and_each_a_sentence(history, started):
    history = [replace(trial, started=started) for trial in history]

    found = flags(history, Circumstances(ON, date(1990, 1, 1), 12))

    assert len(found) == len(history)
    assert all(in_words(note) for notes in found for note in notes)
