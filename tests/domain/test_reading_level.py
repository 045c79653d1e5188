"""The measure that keeps questions and portal pages easy to read."""

import pytest

from intake.domain.reading_level import grade, is_too_hard, sentences, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("make", 1),
        ("staff", 1),
        ("asked", 1),
        ("wanted", 2),
        ("table", 2),
        ("doses", 2),
        ("illness", 2),
        ("doctor", 2),
        ("pressure", 2),
        ("clinician", 3),
        ("depression", 3),
        ("ketamine", 3),
        ("medical", 3),
        ("treatment", 2),
        ("anesthetic", 4),
        ("esketamine", 4),
        ("psychosis", 3),
        ("mania", 3),
        ("you'll", 1),
    ],
)
def test_syllables_are_counted_as_spoken(word, count):
    assert syllables(word) == count


def test_a_list_item_is_a_sentence_of_its_own():
    assert sentences("Please bring:\na list\nyour card") == [
        ["Please", "bring"],
        ["a", "list"],
        ["your", "card"],
    ]


def test_the_grade_follows_the_published_formula():
    # Ten words, two sentences, ten syllables: 0.39 * 5 + 11.8 * 1 - 15.59
    text = "The cat sat on it. The dog ran to me."

    assert grade(text) == pytest.approx(-1.84)


def test_long_words_in_long_sentences_are_harder():
    plain = "We check your blood. We tell you what we find."
    hard = (
        "Laboratory examination of haematological parameters precedes communication "
        "of individualised findings."
    )

    assert grade(plain) < 3 < 12 < grade(hard)


def test_nothing_to_read_is_not_hard():
    assert grade("") == grade(" … ") == 0


HARD = "Preoperative anticoagulation necessitates individualised gastroenterological"


@pytest.mark.parametrize(
    ("text", "too_hard"),
    [
        pytest.param(f"{HARD} consultation, and then more", False, id="nine"),
        pytest.param(f"{HARD} consultation, and then much more", True, id="ten"),
        pytest.param("We ask you a few things about your day. It is fine.", False),
        pytest.param("", False, id="nothing"),
    ],
)
def test_only_what_is_long_enough_is_judged(text, too_hard):
    assert is_too_hard(text) is too_hard


def test_the_target_itself_is_not_too_hard():
    text = "The cat sat on it. The dog ran to me."

    assert not is_too_hard(text, target=grade(text))
    assert is_too_hard(text, target=grade(text) - 0.01)
