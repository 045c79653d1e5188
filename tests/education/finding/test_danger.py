"""Whether somebody who asks may be in danger: in any words, in any language."""

import tomllib
from pathlib import Path

import pytest

from intake.education.finding.danger import EITHER_END, danger_heard, plain_words

FOLDER = Path(__file__).parents[1]
TABLE = tomllib.loads((FOLDER / "danger.toml").read_text(encoding="utf-8"))
ASKED = tomllib.loads((FOLDER / "questions.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", ["en", "es"])
@pytest.mark.parametrize("text", [*TABLE["en"], *TABLE["es"]])
def test_danger_is_heard_on_the_page_of_any_language(text, page):
    assert danger_heard(text, page)


@pytest.mark.parametrize("language", ["en", "es"])
def test_help_answers_in_the_language_of_whoever_asks(language):
    other = "es" if language == "en" else "en"
    both = {"suicid", "sucid", "crisis"}  # these are said in both
    for text in TABLE[language]:
        if not any(part in text for part in both):
            assert danger_heard(text, other) == language, text


def test_what_is_said_last_is_heard():
    story = "I had six drips in spring and it helped for a while. " * 30

    assert danger_heard(f"{story} Now I want to die.", "en")
    assert danger_heard("x" * EITHER_END * 3 + " I want to die", "en")


@pytest.mark.parametrize("text", TABLE["calm"])
def test_other_questions_are_not_taken_for_danger(text):
    assert not danger_heard(text, "en")


def test_what_readers_ask_most_is_not_taken_for_danger():
    heard = [
        row["asked"]
        for row in [*ASKED["question"], *ASKED["missed"]]
        if danger_heard(row["asked"], "en")
    ]

    assert heard == ["I want to kill myself"]


def test_of_what_nobody_types_by_hand_both_ends_are_enough():
    assert len(plain_words("want to take " * 200_000)) <= 2 * EITHER_END + 1
