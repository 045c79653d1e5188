"""Which answers would bring back what is not asked any more."""

import pytest

from intake.domain.questionnaire.branching import active
from intake.domain.questionnaire.conditions import Outline
from intake.domain.questionnaire.hiding import Cause, causes

from .builders import ask, choose, define, group, sheet, when, yes_no


def hidden(definition, link_id, **given):
    now = active(definition, sheet(**given))
    assert link_id not in now.shown
    return causes(Outline(definition), now, link_id)


def test_the_answer_that_its_condition_wants():
    definition = define(
        group("a", yes_no("q1")), group("b", yes_no("q2", when("q1", "yes")))
    )

    assert hidden(definition, "q2", q1="no") == (Cause("q1", ("yes",)),)


def test_the_condition_of_the_group_around_it():
    definition = define(
        group("a", yes_no("q1")),
        group("b", yes_no("q2"), enable_when=when("q1", "yes")),
    )

    assert hidden(definition, "q2", q1="no") == (Cause("q1", ("yes",)),)


def test_several_answers_to_one_question_are_told_together():
    either = {"any": [when("q1", "yes"), when("q1", "declined")]}
    definition = define(
        group("a", yes_no("q1", states=["declined"])), group("b", yes_no("q2", either))
    )

    assert hidden(definition, "q2", q1="no") == (Cause("q1", ("yes", "declined")),)


def test_what_is_met_already_is_not_named():
    both = {"all": [when("q1", "yes"), when("q2", "yes")]}
    definition = define(
        group("a", yes_no("q1"), yes_no("q2")), group("b", yes_no("q3", both))
    )

    assert hidden(definition, "q3", q1="yes", q2="no") == (Cause("q2", ("yes",)),)


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        pytest.param(when("color", ["red", "blue"], "in"), ("red", "blue"), id="in"),
        pytest.param(when("color", "green", "!="), (), id="anything else"),
        pytest.param({"not": when("color", "green")}, (), id="not"),
        pytest.param(
            {"not": {"not": when("color", "red")}}, ("red",), id="not and not again"
        ),
    ],
)
def test_answers_are_named_where_the_condition_names_them(condition, values):
    definition = define(
        group("a", choose("color", "red", "blue", "green")),
        group("b", yes_no("q", condition)),
    )

    assert hidden(definition, "q", color="green") == (Cause("color", values),)


def test_a_chain_leads_back_to_the_question_that_is_asked():
    definition = define(
        group("a", yes_no("q1")),
        group("b", yes_no("q2", when("q1", "yes"))),
        group("c", yes_no("q3", when("q2", "yes"))),
    )

    found = hidden(definition, "q3", q1="no", q2="yes", q3="yes")

    assert found == (Cause("q1", ("yes",)),)


def test_what_is_worked_out_leads_to_what_it_is_worked_out_from():
    definition = define(
        group(
            "a",
            ask("height", "quantity", dimension="height"),
            ask("weight", "quantity", dimension="weight"),
            {
                "link_id": "index",
                "type": "decimal",
                "calculate": "bmi",
                "reads": {"height": "height", "weight": "weight"},
            },
        ),
        group("b", yes_no("q", when("index", 30, ">="))),
    )

    found = hidden(definition, "q")

    assert [cause.link_id for cause in found] == ["height", "weight"]
