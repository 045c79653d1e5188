"""Items, options and words."""

import pytest

from intake.domain.questionnaire.items import (
    Item,
    ItemType,
    Option,
    in_language,
)


@pytest.mark.parametrize(
    ("wording", "language", "words"),
    [
        pytest.param({"en": "Yes", "es": "Sí"}, "es", "Sí", id="the language itself"),
        pytest.param({"en": "Yes", "es": "Sí"}, "es-us", "Sí", id="its base language"),
        pytest.param({"en": "Yes"}, "es", "Yes", id="English when there is no other"),
        pytest.param({"de": "Ja"}, "es", "Ja", id="whatever there is"),
        pytest.param({}, "en", "", id="nothing"),
    ],
)
def test_words_fall_back_to_english(wording, language, words):
    assert in_language(wording, language) == words


def test_an_option_with_points_is_worth_its_points():
    assert Option("3", ordinal=3).value == 3
    assert Option("pain").value == "pain"


def test_an_option_is_found_by_its_value_and_never_by_a_look_alike():
    item = Item("q", ItemType.CHOICE, options=(Option("1", ordinal=1),))

    assert item.option(1) == Option("1", ordinal=1)
    assert [item.option(value) for value in (True, 1.0, "1", 2)] == [None] * 4


def test_the_questions_of_a_group_leave_out_the_rows_of_its_lists():
    row = Item("row", ItemType.STRING)
    a_list = Item("list", ItemType.GROUP, repeats=True, items=(row,))
    note = Item("note", ItemType.DISPLAY)
    question = Item("question", ItemType.BOOLEAN)
    inner = Item("inner", ItemType.GROUP, items=(note, question))

    whole = Item("whole", ItemType.GROUP, items=(a_list, inner))

    assert [item.link_id for item in whole.questions()] == ["question"]
    assert [item.link_id for item in whole.walk()] == [
        "whole",
        "list",
        "row",
        "inner",
        "note",
        "question",
    ]


def test_only_choices_take_several_options():
    several = Item("q", ItemType.CHOICE, repeats=True)
    a_list = Item("g", ItemType.GROUP, repeats=True)

    assert (several.takes_several, a_list.takes_several) == (True, False)
    assert (several.is_list, a_list.is_list) == (False, True)
