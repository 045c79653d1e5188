"""A number says what it counts."""

import pytest

from intake.domain.answer import UNSURE, answered
from intake.domain.questionnaire.items import Item, ItemType
from intake.web.ui.answer_words import answer_words

WEEKS = Item("long", ItemType.INTEGER, unit="weeks")
DOSE = Item("dose", ItemType.DECIMAL, strengths_of="drug")


@pytest.mark.parametrize(
    ("item", "value", "words"),
    [
        (WEEKS, 10, "10 weeks"),
        (WEEKS, 1, "1 week"),
        (DOSE, 150.0, "150 mg"),
        (DOSE, 37.5, "37.5 mg"),
        (Item("age", ItemType.INTEGER), 45, "45"),
        (Item("hours", ItemType.DECIMAL), 7.25, "7.25"),
    ],
)
def test_a_number_is_shown_with_its_unit(item, value, words):
    assert answer_words(item, answered(value), "en") == words


def test_not_knowing_it_has_no_unit():
    assert answer_words(WEEKS, UNSURE, "en") == "Not sure"
