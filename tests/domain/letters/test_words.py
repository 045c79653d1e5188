"""The words of letters: complete, in order, and in a reviewed language."""

import copy
import tomllib

import pytest

from intake.domain.letters.words import (
    FOLDER,
    OUTCOMES,
    UnusableWords,
    read_words,
    shipped_words,
    words_for,
)
from intake.domain.reading_level import is_too_hard

ENGLISH = tomllib.loads((FOLDER / "en.toml").read_text(encoding="utf-8"))


def other(**changes):
    data = copy.deepcopy(ENGLISH)
    data.update(language="es", **changes)
    return read_words(data)


def test_the_shipped_words_have_a_sentence_for_every_outcome():
    words = shipped_words()["en"]

    assert set(words.outcomes) == set(words.following) == set(OUTCOMES)
    assert all("{route}" in sentence for sentence in words.outcomes.values())


def test_a_reason_against_a_treatment_says_what_would_change_it():
    words = shipped_words()["en"]

    silent = {code for code, reason in words.reasons.items() if not reason.change}
    assert silent == {"meets_criteria", "patient_choice"}


def test_what_patients_read_is_easy_to_read():
    words = shipped_words()["en"]
    lists = (words.conditions, words.reasons, words.alternatives)
    entries = [entry for known in lists for entry in known.values()]
    texts = [text for entry in entries for text in (entry.text, entry.change)]
    said = [words.outcomes, words.parts, words.following]
    texts += [text for known in said for text in known.values()]

    assert [text for text in texts if is_too_hard(text)] == []


def test_an_unreviewed_language_is_read_in_english():
    known = shipped_words() | {"es": other(reviewed_by="")}

    assert words_for("es", known).language == "en"


def test_a_reviewed_language_is_used():
    known = shipped_words() | {"es": other(reviewed_by="A. Reviewer, 2026-11-01")}

    assert words_for("es", known).language == "es"


def test_an_unknown_language_is_read_in_english():
    assert words_for("").language == words_for("tlh").language == "en"


@pytest.mark.parametrize(
    "lacking", ["routes", "outcomes", "parts", "next", "conditions", "reasons"]
)
def test_words_that_lack_a_part_are_refused(lacking):
    data = {name: value for name, value in ENGLISH.items() if name != lacking}

    with pytest.raises(UnusableWords, match=lacking):
        read_words(data)


def test_words_without_a_sentence_for_an_outcome_are_refused():
    data = copy.deepcopy(ENGLISH)
    del data["outcomes"]["not_now"]

    with pytest.raises(UnusableWords, match="not_now"):
        read_words(data)


def test_a_code_that_stands_there_twice_is_refused():
    data = copy.deepcopy(ENGLISH)
    data["reasons"].append(data["reasons"][0])

    with pytest.raises(UnusableWords, match="twice"):
        read_words(data)
