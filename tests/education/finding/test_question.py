"""What a reader typed, as the words to look for."""

import pytest

from intake.education.finding.question import (
    LONGEST,
    MOST_WORDS,
    Term,
    Vocabulary,
    terms_of,
    vocabulary,
    words_of,
)

KNOWN = Vocabulary(
    means={"spray": ("esketamine",), "nasal spray": ("esketamine", "nose")},
    suggest=("P1",),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Can I DRIVE?", ["can", "i", "drive"], id="case and marks"),
        pytest.param("off-label", ["off", "label"], id="hyphen"),
        pytest.param("I can’t go on", ["i", "can't", "go", "on"], id="apostrophe"),
        pytest.param("¿Qué es?", ["qué", "es"], id="accents"),
        pytest.param(" & | ! () <->", [], id="operators"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_question_is_read_as_words(text, words):
    assert words_of(text) == words


def test_a_very_long_question_is_cut():
    assert len(words_of("a " * 500)) == MOST_WORDS
    assert words_of("x" * 5000) == ["x" * LONGEST]


def test_another_name_brings_the_name_of_the_pages_along():
    assert terms_of(["spray", "today"], KNOWN) == [
        Term("spray", ("esketamine",)),
        Term("today", ("today",)),
    ]


def test_the_longest_saying_is_taken_first():
    assert terms_of(["nasal", "spray"], KNOWN) == [
        Term("nasal spray", ("esketamine", "nose"))
    ]


def test_a_word_that_is_said_twice_counts_once():
    assert len(terms_of(["pain", "pain"], KNOWN)) == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_said_in_two_ways_of_one_language(language):
    known = vocabulary(language)

    assert known.means
    for said in known.means:
        assert " ".join(words_of(said)) == said
    assert all(known.means.values())


def test_a_language_without_a_list_has_an_empty_one():
    assert vocabulary("fr") == Vocabulary({}, ())
