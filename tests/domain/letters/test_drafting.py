"""Drafting a letter from outcomes, conditions, reasons and a day to come back."""

from datetime import date

import pytest

from intake.domain.letters.drafting import Choices, draft
from intake.domain.letters.words import OUTCOMES, shipped_words

WORDS = shipped_words()["en"]


def letter(outcomes, **choices):
    return draft(WORDS, "Kit", outcomes, Choices(**choices))


def test_it_greets_by_name_and_says_each_outcome_as_a_sentence():
    text = letter({"iv_im": "eligible", "in": "not_suitable"})

    assert text.startswith("Hello Kit,\n\n")
    assert "first visit for ketamine by drip or injection." in text
    assert "the nasal spray is not a safe choice for you." in text


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_a_letter_without_a_gap(outcome):
    text = letter({"in": outcome})

    assert "{" not in text
    assert "\n\n\n" not in text
    assert WORDS.following[outcome] in text


def test_conditions_are_told_in_the_patients_words_own_ones_too():
    text = letter(
        {"in": "conditional"},
        conditions=("bp_log", "escort"),
        own_conditions=("Call Dr. Grey.",),
    )

    points = [line for line in text.splitlines() if line.startswith("- ")]
    assert points == [
        f"- {WORDS.conditions['bp_log'].text}",
        f"- {WORDS.conditions['escort'].text}",
        "- Call Dr. Grey.",
    ]


def test_a_not_now_says_what_would_change_it_and_from_when_one_may_come_back():
    text = letter(
        {"in": "not_now"},
        reasons=("blood_pressure",),
        alternatives=("tms",),
        return_on=date(2027, 3, 1),
    )

    assert WORDS.reasons["blood_pressure"].text in text
    assert WORDS.reasons["blood_pressure"].change in text
    assert WORDS.alternatives["tms"].text in text
    assert "From March 1, 2027 on you can come back." in text


def test_a_yes_does_not_speak_of_what_would_change_it():
    text = letter({"in": "eligible"}, reasons=("blood_pressure",))

    assert WORDS.parts["change"] not in text


def test_the_outcome_that_leads_furthest_says_what_comes_next():
    text = letter({"iv_im": "not_now", "in": "conditional"})

    assert WORDS.following["conditional"] in text
    assert WORDS.following["not_now"] not in text


def test_a_code_that_the_words_lack_is_left_out():
    assert letter({"in": "eligible"}, reasons=("gone",)) == letter({"in": "eligible"})


def test_everybody_is_told_how_to_say_that_something_is_wrong():
    assert WORDS.parts["wrong"] in letter({"in": "eligible"})
