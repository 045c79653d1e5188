"""Every question says why it is asked, itself or by a group around it."""

from intake.domain.questionnaire.conditions import Outline
from intake.domain.questionnaire.reasons import reason_of
from intake.domain.questionnaire.validation import warnings

from .builders import INSTRUMENT, define, group, many, screening, yes_no

SILENT = "nothing says why it is asked; people are told for each question."


def warned(*items, **settings):
    found = warnings(define(*items, **settings))
    return [problem.link_id for problem in found if problem.sentence == SILENT]


def test_a_question_without_a_reason_is_a_warning():
    assert warned(group("a", yes_no("q1"), yes_no("q2", why="Because."))) == ["q1"]


def test_the_reason_of_a_group_or_list_is_enough():
    inner = group("inner", yes_no("q1"), why="Because.")

    assert warned(group("a", inner)) == []
    assert warned(group("a", yes_no("q1"), why="Because.")) == []
    assert warned(many("list", yes_no("r1"), why="Because.")) == []


def test_an_instrument_needs_a_reason_around_it():
    placed = {"instrument": "phq2"}
    instruments = {"phq2": INSTRUMENT}

    silent = warned(group("a", placed), instruments=instruments)

    assert silent == ["phq9_1", "phq9_2"]
    assert warned(group("a", placed, why="Because."), instruments=instruments) == []


def test_what_is_calculated_is_not_asked_and_needs_none():
    years = {"link_id": "years", "type": "integer", "calculate": "age"}

    assert warned(group("a", years, yes_no("q", why="Because."))) == []


def test_the_nearest_reason_counts():
    inner = group("inner", yes_no("q1"), yes_no("q2", why="Own."), why="Inner.")
    outline = Outline(define(group("a", inner, yes_no("q3"), why="Outer.")))

    found = {name: reason_of(outline.placed[name]) for name in ("q1", "q2", "q3")}

    assert found == {
        "q1": {"en": "Inner."},
        "q2": {"en": "Own."},
        "q3": {"en": "Outer."},
    }


def test_every_shipped_question_says_why():
    outline = Outline(screening())
    asked = [placed for placed in outline.placed.values() if placed.item.asks]

    assert asked
    assert all("en" in reason_of(placed) for placed in asked)
