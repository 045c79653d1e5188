"""Every problem leads to the item that it belongs to."""

import pytest

from intake.domain.questionnaire.validation import problems

from .builders import INSTRUMENT, ask, define, group, when, yes_no

SEALED = {"phq2": INSTRUMENT}
HALF = {"instrument": "phq2", "link_id": "mood", "only": ["phq9_2"]}


def led_to(*items, **blocks):
    definition = define(*items, **blocks)
    return {problem.place: problem.link_id for problem in problems(definition)}


@pytest.mark.parametrize(
    ("items", "blocks", "place", "link_id"),
    [
        pytest.param([yes_no("_q")], {}, "_q", "_q", id="item"),
        pytest.param([HALF], {"instruments": SEALED}, "phq2", "mood", id="instrument"),
        pytest.param([yes_no("q")], {"screen": ["q9"]}, "screen", "", id="nothing"),
        pytest.param(
            [yes_no("q")],
            {"facts": {"f": {"when": {"all": [when("q9", "yes"), when("q", "no")]}}}},
            "facts.f",
            "q",
            id="fact",
        ),
        pytest.param(
            [yes_no("q")],
            {"facts": {"f": {"calculate": "bmi", "height": "q", "weight": "w"}}},
            "facts.f",
            "q",
            id="calculated fact",
        ),
        pytest.param(
            [yes_no("q")],
            {"urgent": [{"code": "u", "kind": "heart", "when": when("q", "maybe")}]},
            "urgent u",
            "q",
            id="alarm",
        ),
        pytest.param(
            [ask("n", "integer")],
            {"above": [{"item": "n", "than": "m", "text": "No"}]},
            "above n",
            "n",
            id="pair",
        ),
    ],
)
def test_a_problem_has_the_link_id_of_its_item(items, blocks, place, link_id):
    assert led_to(group("a", *items), **blocks)[place] == link_id


def test_the_name_of_a_page_means_its_group():
    found = led_to(
        group("a", yes_no("q"), page="first"), group("b", yes_no("r"), page="first")
    )

    assert found == {"first": "a"}
