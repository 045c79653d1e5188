"""Conditions in words that need no knowledge of how they are written."""

import pytest

from intake.domain.predicate import read_predicate
from intake.domain.questionnaire.definition import read_definition
from intake.web.ui.condition_words import Words, condition_words
from tests.domain.questionnaire.builders import (
    ask,
    choose,
    define,
    group,
    many,
    screening,
    when,
    yes_no,
)

POINTS = [{"ordinal": n, "text": text} for n, text in enumerate(["Never", "Often"])]
DEFINITION = define(
    group(
        "a",
        yes_no("smoke", text="Do you smoke?", states=["unsure"]),
        yes_no("sure", text="Sure?", states=["unsure"], state_texts={"unsure": "Meh"}),
        choose("tea", "green", "black", text="Which tea?"),
        choose("teas", "green", "black", text="Which teas?") | {"repeats": True},
        choose("worry", text="Worry?") | {"options": POINTS},
        ask("cups", "integer", text="How many cups?"),
        ask("since", "date", text="Since when?"),
        choose("drug", catalogue="agents", text="Which drug?"),
    ),
    many("list", yes_no("r"), text="Your teas"),
)


def told(condition, definition=DEFINITION, **how):
    return condition_words(definition, read_predicate(condition), "en", **how)


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (when("smoke", "yes"), "“Do you smoke?” is “Yes”"),
        (when("smoke", "no"), "“Do you smoke?” is “No”"),
        (when("smoke", "unsure"), "“Do you smoke?” is “Not sure”"),
        (when("sure", "unsure"), "“Sure?” is “Meh”"),
        (when("smoke", "yes", "!="), "“Do you smoke?” is not “Yes”"),
        (when("tea", "green"), "“Which tea?” is “Green”"),
        (when("tea", ["green", "black"], "in"), "“Which tea?” is “Green” or “Black”"),
        (when("teas", "green", "contains"), "“Which teas?” includes “Green”"),
        (when("worry", 1), "“Worry?” is “Often”"),
        (when("worry", 1, ">="), "“Worry?” is “Often” or more"),
        (when("cups", 5), "“How many cups?” is 5"),
        (when("cups", 5, ">"), "“How many cups?” is more than 5"),
        (when("cups", 2.5, "<"), "“How many cups?” is less than 2.5"),
        (when("cups", 5, "<="), "“How many cups?” is 5 or less"),
        (when("since", "2026-03-01", ">="), "“Since when?” is “1 March 2026” or more"),
        (
            when("drug", "sertraline"),
            "“Which drug?” is “sertraline (Zoloft, Altruline, Lustral)”",
        ),
        (when("cups", True, "exists"), "“How many cups?” has an answer"),
        (when("cups", False, "exists"), "“How many cups?” has no answer"),
        (when("list", "none"), "“Your teas” is “Nothing to list”"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_comparison_reads_as_a_sentence(condition, text):
    assert told(condition) == Words(text)


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (when("gone", "yes"), "“gone” is “yes”"),
        (when("smoke", "perhaps"), "“Do you smoke?” is “perhaps”"),
        (when("smoke", {"odd": 1}), "“Do you smoke?” is “{'odd': 1}”"),
        (when("tea", "lost"), "“Which tea?” is “lost”"),
        (when("list", ["x"]), "“Your teas” is “['x']”"),
    ],
    ids=["question", "answer", "table", "option", "list"],
)
def test_what_does_not_exist_is_shown_as_it_is(condition, text):
    assert told(condition) == Words(text)


def test_several_answers_to_one_question_are_one_sentence():
    condition = {"any": [when("smoke", "yes"), when("smoke", "unsure")]}

    assert told(condition) == Words("“Do you smoke?” is “Yes” or “Not sure”")


def test_what_is_joined_is_a_list_under_what_joins_it():
    either = {"any": [when("tea", "green"), when("cups", 5, ">")]}

    words = told({"all": [when("smoke", "no"), {"not": either}]})

    assert words.text == "all of these hold:"
    assert [part.text for part in words.parts] == [
        "“Do you smoke?” is “No”",
        "this does not hold:",
    ]
    [joined] = words.parts[1].parts
    assert joined.text == "one of these holds:"
    assert [part.text for part in joined.parts] == [
        "“Which tea?” is “Green”",
        "“How many cups?” is more than 5",
    ]


def test_questions_can_be_called_by_other_names():
    words = told(when("smoke", "yes"), name=lambda link_id: f"question {link_id}")

    assert words == Words("question smoke is “Yes”")


def test_the_words_of_a_question_are_taken_literally():
    odd = define(group("a", yes_no("q", text="Is {answer} 100%?")))

    assert told(when("q", "yes"), odd) == Words("“Is {answer} 100%?” is “Yes”")


def test_every_shipped_condition_has_words():
    stored = read_definition(screening().to_data(), {})
    conditional = [item for item in stored.walk() if item.enable_when]

    told = [condition_words(stored, i.enable_when, "en") for i in conditional]

    assert len(told) > 15
    assert all(words.text for words in told)
