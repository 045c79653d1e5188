"""An answer counts under another wording only where it says the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import SKIPPED, UNSURE, answered
from intake.domain.questionnaire.carrying import carries
from intake.domain.questionnaire.items import Item, ItemType, Option


def choice(*codes, **settings):
    options = tuple(Option(code) for code in codes)
    return Item("q", ItemType.CHOICE, options=options, **settings)


def number(**settings):
    return Item("q", ItemType.INTEGER, **settings)


YES_NO = Item("q", ItemType.BOOLEAN)


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        pytest.param(YES_NO, YES_NO, answered("yes"), id="the same question"),
        pytest.param(
            YES_NO,
            Item("q", ItemType.BOOLEAN, text={"en": "Is it so?"}),
            answered("no"),
            id="other words",
        ),
        pytest.param(
            choice("a", "b"), choice("a", "b", "c"), answered("b"), id="more options"
        ),
        pytest.param(number(), number(maximum=9), answered(9), id="within the limits"),
        pytest.param(YES_NO, YES_NO, SKIPPED, id="left empty"),
    ],
)
def test_it_carries(before, after, answer):
    assert carries(before, after, answer)


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        pytest.param(YES_NO, choice("yes", "no"), answered("yes"), id="another kind"),
        pytest.param(
            choice("a", "b"), choice("a"), answered("b"), id="an option that went"
        ),
        pytest.param(
            choice("a"), choice("a", repeats=True), answered("a"), id="now several"
        ),
        pytest.param(number(), number(maximum=9), answered(10), id="beyond the limits"),
        pytest.param(
            number(), number(instrument="gad7"), answered(1), id="now of an instrument"
        ),
        pytest.param(
            Item("q", ItemType.BOOLEAN), YES_NO, UNSURE, id="a way out that went"
        ),
    ],
)
def test_it_does_not_carry(before, after, answer):
    assert not carries(before, after, answer)


@given(st.sampled_from(["yes", "no"]), st.text())
def test_other_words_never_lose_an_answer(value, words):
    after = Item("q", ItemType.BOOLEAN, text={"en": words})

    assert carries(YES_NO, after, answered(value))
