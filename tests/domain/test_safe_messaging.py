"""Words that harm or mislead readers, and those that may stand."""

import pytest

from intake.domain.safe_messaging import harmful, misleading


def codes(remarks):
    return [remark.code for remark in remarks]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("He committed suicide.", "committed"),
        ("A failed attempt at night", "attempt"),
        ("There is a suicide epidemic.", "epidemic"),
        ("It was a cry for help.", "cry"),
        ("Ketamine prevents suicide.", "prevents"),
        ("Addicts may not have it.", "label"),
        ("She suffers from depression.", "label"),
        ("We need a clean test.", "tests"),
    ],
)
def test_words_that_harm_are_found(text, code):
    assert codes(harmful(text)) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "He died by suicide.",
        "It has not been shown to prevent suicide.",
        "Addiction is an illness.",
        "People who live with depression",
        "Many people made a commitment.",
    ],
)
def test_words_that_help_may_stand(text):
    assert harmful(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("It is a proven treatment.", "praise"),
        ("It cures depression.", "cure"),
        ("This is safe and effective.", "safe"),
        ("Two medicines failed.", "failed"),
        ("Take 0.5 mg/kg.", "dose"),
        ("Ketamine is FDA approved.", "approved"),
        ("word " * 31, "long"),
    ],
)
def test_words_that_mislead_are_remarked_on(text, code):
    assert code in codes(misleading(text))


@pytest.mark.parametrize(
    "text",
    [
        "One idea, not proven.",
        "Ketamine is approved as an anesthetic.",
        "Ketamine is not approved for depression.",
        "Esketamine is approved for some adults.",
        "You rest until it is safe to go home.",
    ],
)
def test_a_limit_makes_it_right(text):
    assert misleading(text) == []


def test_a_remark_names_what_was_found():
    assert harmful("An addict")[0].found == "addict"
