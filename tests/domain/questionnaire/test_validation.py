"""What stands in the way of publishing, in words."""

import pytest

from intake.domain.questionnaire.definition import DefinitionError
from intake.domain.questionnaire.validation import (
    MOST_ITEMS,
    ensure_publishable,
    problems,
)

from .builders import choose, define, group, of_items, when, yes_no


def test_a_sound_questionnaire_has_no_problem():
    assert of_items(yes_no("q1"), yes_no("q2", when("q1", "yes"))) == []


def test_an_unsound_one_is_refused_with_all_its_problems():
    definition = define(group("a", yes_no("_q"), choose("c")))

    with pytest.raises(DefinitionError) as caught:
        ensure_publishable(definition)

    assert [problem.place for problem in caught.value.problems] == ["_q", "c"]


def test_a_sound_one_is_let_through():
    definition = define(group("a", yes_no("q1")))

    ensure_publishable(definition)

    assert problems(definition) == ()


def test_too_many_items_are_refused_before_anything_else_is_looked_at():
    many_items = [yes_no(f"q{number}") for number in range(MOST_ITEMS)]

    assert of_items(*many_items) == ["items: there are 2001 items; 2000 are the most."]
