"""What a result shows of a passage."""

import pytest

from intake.education.finding.extract import extract, marked

LONG = "One of many words in a sentence that has eleven of them. "


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(
            "It lasts. Do not \ue000drive\ue001. Rest.",
            "It lasts. Do not \ue000drive\ue001. Rest.",
            id="all of a short one",
        ),
        pytest.param(
            LONG * 4 + "Do not \ue000drive\ue001 home. " + LONG * 2,
            ("Do not \ue000drive\ue001 home. " + LONG * 2).strip(),
            id="from the sentence that has the word",
        ),
        pytest.param(
            LONG * 4 + "Do not \ue000drive\ue001 home.",
            LONG + "Do not \ue000drive\ue001 home.",
            id="with the sentence before, where little follows",
        ),
        pytest.param(
            "Bring:\na \ue000list\ue001\nyour shoes\nA friend may come.",
            "Bring: a \ue000list\ue001 · your shoes · A friend may come.",
            id="points told apart",
        ),
        pytest.param("Nothing is marked.\nSee?", "Nothing is marked. See?", id="none"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_it_has_whole_sentences(text, shown):
    assert extract(text) == shown


def test_a_sentence_that_is_too_long_stands_alone():
    endless = "word " * 60 + "\ue000end\ue001."

    assert extract(LONG + endless + " More.") == endless


def test_it_is_escaped():
    assert marked("\ue000<b>\ue001 & x") == "<mark>&lt;b&gt;</mark> &amp; x"
