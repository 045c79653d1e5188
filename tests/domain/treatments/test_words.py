"""Every judgement and note has its sentence."""

from string import Formatter

import pytest
from hypothesis import given

from intake.domain.treatments.resistance import Note, summarise
from intake.domain.treatments.trials import Trial, judge
from intake.domain.treatments.words import (
    MISSING,
    SENTENCES,
    SETTLED,
    in_words,
    what_settles,
)

from .strategies import histories, trials
from .vectors import TRIALS, trial


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        pytest.param(
            TRIALS["TR-01"],
            "Adequate and failed: 100 mg a day (at least 50 mg) for 8 weeks "
            "(at least 6), best improvement 20 %.",
            id="failed",
        ),
        pytest.param(
            TRIALS["TR-09"],
            "Highest dose 50 mg a day; at least 200 mg is needed.",
            id="dose",
        ),
        pytest.param(
            TRIALS["TR-22"],
            "Still running, 3 weeks so far; at least 6 are needed.",
            id="still running",
        ),
        pytest.param(
            TRIALS["TR-20"],
            "Not known: the time at 50 mg or more.",
            id="time at the minimum",
        ),
        pytest.param(
            trial("Stablon", dose=12.5),
            "Highest dose 12.5 mg a day; at least 37.5 mg is needed.",
            id="decimals only where needed",
        ),
        pytest.param(
            Trial(name="zorblax", adherence="good", improvement=0, dose=5),
            "Not known: which medicine (zorblax), the weeks at the highest dose.",
            id="two things missing",
        ),
        pytest.param(
            Trial(adherence="good", improvement=0, dose=5, weeks_at_highest=8),
            "Not known: which medicine (not named).",
            id="no name",
        ),
    ],
)
def test_sentences_name_the_figures(facts, sentence):
    assert in_words(judge(facts)) == sentence


def test_a_note_has_its_sentence():
    note = Note("note.same_drug", {"drug": "sertraline"})

    assert in_words(note) == "sertraline is listed more than once and counts once."


@given(trials)
def test_no_sentence_has_a_gap(facts):
    said = in_words(judge(facts))

    assert "None" not in said
    assert "{" not in said
    assert said.endswith(".")


@given(histories)
def test_every_note_can_be_said(history):
    assert all(in_words(note) for note in summarise(history).notes)


def test_the_figures_of_every_sentence_are_values_of_a_judgement():
    known = {*judge(Trial()).values, "drug", "other", "started", "months"}
    judged = (text for code, text in SENTENCES.items() if "doubt." not in code)
    texts = [*judged, *MISSING.values()]

    named = {
        name for text in texts for _, name, _, _ in Formatter().parse(text) if name
    }

    assert named <= known


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        pytest.param(TRIALS["TR-08"], "A record of the highest dose.", id="dose"),
        pytest.param(
            TRIALS["TR-20"], "A record of the weeks at 50 mg or more.", id="minimum"
        ),
        pytest.param(
            Trial(name="zorblax", adherence="good", improvement=0, dose=5),
            "A record of the name of the medicine and the weeks at the highest dose.",
            id="two things",
        ),
        pytest.param(
            TRIALS["TR-11"],
            "A judgment of what dose of gepirone is enough.",
            id="no record can say it",
        ),
        pytest.param(TRIALS["TR-01"], "", id="nothing is missing"),
    ],
)
def test_what_would_settle_a_trial_is_named(facts, sentence):
    assert what_settles(judge(facts)) == sentence


def test_whatever_is_missing_can_be_settled():
    assert MISSING.keys() - SETTLED.keys() == {"minimum"}
