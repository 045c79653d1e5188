"""Words beside a name: none of them may be a medicine, or hide one."""

import pytest

from intake.domain.medicines.matching import match
from intake.domain.medicines.names import words
from intake.domain.medicines.table import load_medicines
from intake.domain.medicines.vocabulary import form_of, forms_in, is_accompanying


def test_no_word_beside_a_name_is_itself_the_name_of_a_medicine():
    names = [words(name) for row in load_medicines() for name in row.names]

    assert [name for name in names if all(map(is_accompanying, name))] == []


@pytest.mark.parametrize("word", ["pm", "d", "dm", "hct", "plus", "nighttime", "ac"])
def test_a_word_that_can_stand_for_a_second_medicine_does_not_accompany(word):
    assert not is_accompanying(word)


def test_pm_after_a_plain_brand_is_not_taken_for_a_time():
    assert match("Aleve PM").classes == {"NONE", "UNKNOWN"}


@pytest.mark.parametrize("word", ["25", "mg", "tablets", "nightly", "and", "hcl", "xr"])
def test_strength_unit_form_time_salt_and_release_accompany(word):
    assert is_accompanying(word)


def test_words_name_the_form():
    assert form_of("parche") == "transdermal"
    assert form_of("xanax") is None
    assert forms_in(("50", "mg", "nasal", "spray", "or", "tablet")) == {"nasal", "oral"}
