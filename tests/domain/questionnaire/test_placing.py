"""Placing sealed instruments."""

import pytest

from intake.domain.questionnaire.definition import DefinitionError

from .builders import INSTRUMENT, define, group, when


def place(**settings):
    return define(
        group("a", {"instrument": "phq9", **settings}), instruments={"phq9": INSTRUMENT}
    )


def test_an_instrument_stands_as_a_group_with_its_stem_and_questions():
    placed = place().item("phq9")

    assert placed.text == {"en": "Over the last 2 weeks"}
    assert [item.link_id for item in placed.items] == ["phq9_1", "phq9_2"]
    assert {item.instrument for item in placed.walk()} == {"phq9"}


def test_a_question_of_an_instrument_is_worth_its_points():
    options = place().item("phq9_1").options

    assert [(option.code, option.value) for option in options] == [
        ("0", 0),
        ("1", 1),
        ("2", 2),
        ("3", 3),
    ]


def test_the_place_decides_what_is_required_and_when():
    condition = when("x", "yes")

    definition = place(required=True, optional=["phq9_2"], enable_when=condition)

    assert definition.item("phq9_1").required
    assert not definition.item("phq9_2").required
    assert definition.item("phq9").enable_when is not None


def test_a_place_may_only_advise():
    assert place(soft_required=True).item("phq9_1").soft_required


def test_a_part_of_an_instrument_keeps_its_order():
    definition = define(
        group("a", {"instrument": "phq9", "only": ["phq9_2"]}),
        group("b", {"instrument": "phq9", "link_id": "rest", "only": ["phq9_1"]}),
        instruments={"phq9": INSTRUMENT},
    )

    assert [item.link_id for item in definition.item("rest").items] == ["phq9_1"]


def test_a_question_may_be_asked_whatever_its_own_condition():
    sealed = INSTRUMENT | {
        "items": [
            INSTRUMENT["items"][0],
            INSTRUMENT["items"][1] | {"enable_when": when("phq9_1", 0, "!=")},
        ]
    }
    row = {"instrument": "phq9"}

    bound = define(group("a", row), instruments={"phq9": sealed})
    free = define(
        group("a", row | {"always": ["phq9_2"]}), instruments={"phq9": sealed}
    )

    assert bound.item("phq9_2").enable_when is not None
    assert free.item("phq9_2").enable_when is None


def test_an_instrument_without_a_stem_has_no_words_above_it():
    sealed = {name: value for name, value in INSTRUMENT.items() if name != "stem"}

    definition = define(
        group("a", {"instrument": "phq9"}), instruments={"phq9": sealed}
    )

    assert definition.item("phq9").text == {}


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        pytest.param(
            {"instrument": "gad7"}, "gad7: there is no instrument 'gad7'.", id="unknown"
        ),
        pytest.param(
            {"text": "My own words"}, "phq9: there is no setting 'text'.", id="words"
        ),
        pytest.param(
            {"options": []}, "phq9: there is no setting 'options'.", id="answers"
        ),
        pytest.param(
            {"only": ["phq9_3"]},
            "phq9: the instrument has no question 'phq9_3'.",
            id="a part that is not there",
        ),
        pytest.param(
            {"instrument": 9},
            "a item 1 instrument: expected some text, found 9.",
            id="a number",
        ),
    ],
)
def test_a_place_can_change_nothing_else(settings, problem):
    with pytest.raises(DefinitionError) as caught:
        place(**settings)

    assert problem in [str(each) for each in caught.value.problems]
