"""A condition looks at what is known by then, and expects what can be answered."""

import pytest

from .builders import LOOKED_AT, ask, group, many, of_items, when, yes_no


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        pytest.param(
            [yes_no("q1", when("q0", "yes"))],
            "q1: its condition names 'q0', which does not exist.",
            id="unknown name",
        ),
        pytest.param(
            [ask("note", "display"), yes_no("q1", when("note", "yes"))],
            "q1: its condition looks at 'note', which takes no answer.",
            id="a note",
        ),
        pytest.param(
            [yes_no("q1", when("q2", "yes")), yes_no("q2")],
            "q1: its condition looks at 'q2', which is asked later.",
            id="later",
        ),
        pytest.param(
            [yes_no("q1", when("q1", "yes"))],
            "q1: the conditions go round in a circle: q1 → q1.",
            id="itself",
        ),
        pytest.param(
            [yes_no("q1", when("q2", "yes")), yes_no("q2", when("q1", "yes"))],
            "q1: the conditions go round in a circle: q1 → q2 → q1.",
            id="circle",
        ),
        pytest.param(
            [group("g", yes_no("q1"), enable_when=when("q1", "yes"))],
            "g: the conditions go round in a circle: g → q1.",
            id="a group that looks inside itself",
        ),
        pytest.param(
            [many("list", yes_no("r")), yes_no("q1", when("r", "yes"))],
            "q1: its condition looks at 'r', which is asked in the rows of a list.",
            id="into a list",
        ),
        pytest.param(
            [many("l1", yes_no("r1")), many("l2", yes_no("r2", when("r1", "yes")))],
            "r2: its condition looks at 'r1', which is asked in the rows of a list.",
            id="from list to list",
        ),
    ],
)
def test_a_condition_looks_only_at_what_is_known_by_then(items, sentence):
    assert sentence in of_items(*items)


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        pytest.param(when("yes_no", "perhaps"), "'perhaps'", id="no such answer"),
        pytest.param(when("yes_no", "declined"), "'declined'", id="no such way out"),
        pytest.param(when("yes_no", True), "True", id="truth"),
        pytest.param(when("yes_no", 1, ">"), "1", id="by size"),
        pytest.param(when("one", "c"), "'c'", id="no such option"),
        pytest.param(when("one", ["a", "c"], "in"), "'c'", id="one of several"),
        pytest.param(when("many", "c", "contains"), "'c'", id="contained"),
        pytest.param(when("points", "1"), "'1'", id="points as text"),
        pytest.param(when("points", "1", ">="), "'1'", id="points by size as text"),
        pytest.param(when("number", "5"), "'5'", id="a number as text"),
        pytest.param(when("day", "soon", "<"), "'soon'", id="no date"),
        pytest.param(when("words", 5), "5", id="text as a number"),
        pytest.param(when("words", "b", ">"), "'b'", id="text by size"),
        pytest.param(when("list", "open"), "'open'", id="no answer of a list"),
    ],
)
def test_a_condition_expects_only_what_can_be_answered(condition, value):
    found = of_items(*LOOKED_AT, yes_no("q", condition))

    expected = f"expects {value} of '{condition['item']}', which cannot be answered so."
    assert found == [f"q: its condition {expected}"]


@pytest.mark.parametrize(
    ("condition", "verb"),
    [
        pytest.param(when("one", "a", "contains"), "does not take", id="one answer"),
        pytest.param(when("many", "a"), "needs", id="several answers"),
    ],
)
def test_several_answers_and_contains_go_together(condition, verb):
    found = of_items(*LOOKED_AT, yes_no("q", condition))

    name = condition["item"]
    assert found == [f"q: its condition looks at '{name}', which {verb} 'contains'."]
