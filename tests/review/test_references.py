"""Reference numbers can be read out, typed back, and say nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.review.references import LETTERS, SHAPE, as_reference, new_reference


def test_a_new_reference_has_two_groups_of_four():
    assert re.fullmatch(SHAPE, new_reference())


def test_two_references_are_hardly_ever_the_same():
    assert len({new_reference() for _ in range(1000)}) == 1000


def test_no_letter_makes_a_word_or_is_misread():
    assert not set(LETTERS) & set("AEIOU01258BILSUZ")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("K7QM-XP4R", id="as printed"),
        pytest.param("k7qm-xp4r", id="small letters"),
        pytest.param("K7QMXP4R", id="no hyphen"),
        pytest.param(" K7QM XP4R\n", id="spaces"),
    ],
)
def test_what_people_type_is_forgiven(typed):
    assert as_reference(typed) == "K7QM-XP4R"


@pytest.mark.parametrize("typed", ["", "K7QM", "K7QM-XP4O", "K7QM-XP4R9", "\x00" * 8])
def test_what_cannot_be_a_reference_is_none(typed):
    assert as_reference(typed) is None


@given(st.text())
def test_nothing_typed_gives_anything_but_a_reference_or_none(typed):
    found = as_reference(typed)

    assert found is None or re.fullmatch(SHAPE, found)
