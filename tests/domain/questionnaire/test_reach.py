"""Whether any answers at all show an item."""

import pytest

from intake.domain.questionnaire import reach

from .builders import LOOKED_AT, define, group, many, of_items, sentences, when, yes_no


@pytest.mark.parametrize(
    "condition",
    [
        when("yes_no", "yes"),
        when("yes_no", "unsure"),
        when("yes_no", "yes", "!="),
        when("yes_no", True, "exists"),
        when("one", ["a", "b"], "in"),
        when("many", "b", "contains"),
        {"all": [when("many", "a", "contains"), when("many", "b", "contains")]},
        when("points", 1),
        when("points", 1, ">="),
        when("picked", "sertraline"),
        when("number", 10),
        when("number", 0),
        when("number", 9.5, ">"),
        {"all": [when("number", 3, ">"), when("number", 5, "<")]},
        {"all": [when("fraction", 3, ">"), when("fraction", 4, "<")]},
        when("fraction", -1000, "<"),
        when("fraction", False, "exists"),
        when("day", "2026-01-01"),
        when("words", "x"),
        when("words", "x", "!="),
        when("list", "done"),
        when("list", "unsure"),
        {"not": when("yes_no", "yes")},
    ],
)
def test_a_condition_that_some_answers_meet_is_sound(condition):
    assert of_items(*LOOKED_AT, yes_no("q", condition)) == []


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [when("yes_no", "yes"), when("yes_no", "no")]},
        {"all": [when("number", 5, ">"), when("number", 5, "<")]},
        when("number", 10, ">"),
        when("number", 11),
        {"all": [when("one", "a"), {"not": when("one", ["a", "b"], "in")}]},
    ],
)
def test_a_condition_that_no_answers_meet_is_named(condition):
    assert of_items(*LOOKED_AT, yes_no("q", condition)) == [
        "q: it can never be shown: no answers meet its condition."
    ]


def test_an_item_behind_a_branch_it_contradicts_is_unreachable():
    definition = define(
        group("a", yes_no("q1")),
        group("b", yes_no("q2"), enable_when=when("q1", "yes")),
        group(
            "c",
            yes_no("q3", {"all": [when("q1", "no"), when("q2", "yes")]}),
        ),
    )

    assert sentences(definition) == [
        "q3: it can never be shown: no answers meet its condition."
    ]


def test_a_row_can_look_at_itself_and_outside():
    definition = define(
        group("a", yes_no("q1")),
        many(
            "list",
            yes_no("r1"),
            yes_no("r2", {"all": [when("r1", "yes"), when("q1", "no")]}),
        ),
        group("b", yes_no("q2", when("list", "none"))),
    )

    assert sentences(definition) == []


def test_a_row_that_contradicts_the_condition_of_its_list_is_unreachable():
    definition = define(
        group("a", yes_no("q1")),
        many("list", yes_no("r1", when("q1", "no")), enable_when=when("q1", "yes")),
    )

    assert sentences(definition) == [
        "r1: it can never be shown: no answers meet its condition."
    ]


def test_a_condition_with_too_many_combinations_counts_as_reachable():
    names = [f"q{number}" for number in range(13)]
    both = [{"all": [when(name, "yes"), when(name, "no")]} for name in names]
    questions = [yes_no(name) for name in names]

    assert of_items(*questions, yes_no("last", {"any": both})) == []


def test_many_conditions_that_nobody_can_meet_do_not_take_for_ever(monkeypatch):
    names = [f"q{number}" for number in range(8)]
    never = {"all": [when("q0", "no"), *(when(name, "yes") for name in names)]}
    questions = [yes_no(name) for name in names]
    tries = []
    monkeypatch.setattr(reach, "_shows", lambda *_args: tries.append(1))

    of_items(*questions, *(yes_no(f"c{n}", never) for n in range(100)))

    assert len(tries) == reach.MOST_TRIES_IN_ALL


def test_what_can_no_longer_be_tried_counts_as_reachable(monkeypatch):
    never = {"all": [when("q0", "no"), when("q0", "yes")]}
    questions = [yes_no("q0"), yes_no("c0", never), yes_no("c1", never)]

    monkeypatch.setattr(reach, "MOST_TRIES_IN_ALL", 3)

    assert of_items(*questions) == [
        "c0: it can never be shown: no answers meet its condition."
    ]
