"""Names as people write them, made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.medicines.names import fold, is_number, slug


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("  Xanax  XR ", "xanax xr", id="case and spaces"),
        pytest.param("Klonopín", "klonopin", id="accent"),
        pytest.param("Klonopi\u0301n", "klonopin", id="accent as a mark of its own"),
        pytest.param("Claritin-D", "claritin d", id="hyphen"),
        pytest.param("St. John’s Wort", "st johns wort", id="apostrophe and short dot"),
        pytest.param("D.H.E. 45", "dhe 45", id="dots of an abbreviation"),
        pytest.param("Zoloft™ (sertraline®)", "zoloft sertraline", id="trade marks"),
        pytest.param("Xanax 0.5mg", "xanax 0.5 mg", id="unit written to the number"),
        pytest.param("vitamin B-12", "vitamin b 12", id="letter and digit"),
        pytest.param("Norco 5/325", "norco 5/325", id="two strengths"),
        pytest.param("Xanax,Zoloft;Ativan", "xanax zoloft ativan", id="no spaces"),
        pytest.param("50 µg", "50 μg", id="micro sign becomes the letter"),
        pytest.param("", "", id="nothing"),
        pytest.param("?!", "", id="only marks"),
    ],
)
def test_spellings_of_one_name_fold_alike(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_code_folds_back_to_the_name(text):
    assert fold(slug(text)) == fold(text)


def test_a_strength_is_a_number_and_a_name_is_not():
    assert [word for word in ("5/325", "0.5", "mg", "") if is_number(word)] == [
        "5/325",
        "0.5",
    ]
