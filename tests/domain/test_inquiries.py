"""The kinds of question that ship for people outside."""

import pytest

from intake.domain.inquiries import load_kinds


def test_the_kinds_that_a_review_needs_ship():
    assert list(load_kinds()) == ["prescriber", "ecg", "blood_pressure", "laboratory"]


@pytest.mark.parametrize("kind", load_kinds().values(), ids=lambda kind: kind.code)
def test_each_has_words_for_both_sides_and_a_way_to_say_that_there_is_nothing(kind):
    assert kind.label
    assert kind.file
    assert kind.question.endswith((".", "?"))
    assert len(kind.answers) >= 2
    assert {"none", "cannot_say"} & set(kind.answers)
