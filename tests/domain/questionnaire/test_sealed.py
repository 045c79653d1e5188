"""Sealed instruments are whole, in order and unchanged."""

import pytest

from intake.domain.questionnaire.definition import read_definition

from .builders import INSTRUMENT, define, group, sentences, yes_no


def placed(*places, instruments=None, changed=None):
    sealed = {"phq2": INSTRUMENT}
    definition = define(
        *(group(f"p{n}", place) for n, place in enumerate(places)), instruments=sealed
    )
    if changed:
        data = definition.to_data()
        data["items"][0]["items"][0]["items"][0] |= changed
        definition = read_definition(data, {})
    return sentences(definition, sealed if instruments is None else instruments)


def test_a_whole_instrument_is_sound_in_one_place_or_in_two():
    first = {"instrument": "phq2", "only": ["phq9_1"]}
    second = {"instrument": "phq2", "link_id": "rest", "only": ["phq9_2"]}

    assert placed({"instrument": "phq2", "required": True}) == []
    assert placed(first, second) == []


def test_half_an_instrument_is_named():
    assert placed({"instrument": "phq2", "only": ["phq9_2"]}) == [
        "phq2: only a part of the instrument is placed; phq9_1 missing."
    ]


def test_an_instrument_out_of_order_is_named():
    first = {"instrument": "phq2", "only": ["phq9_2"]}
    second = {"instrument": "phq2", "link_id": "rest", "only": ["phq9_1"]}

    assert placed(first, second) == [
        "phq2: the questions of the instrument are not in their order."
    ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param(
            {"text": {"en": "My own words"}},
            "phq9_1: the words of 'phq2' are sealed.",
            id="words",
        ),
        pytest.param(
            {"options": [{"ordinal": 0, "text": "Never"}]},
            "phq9_1: the words of 'phq2' are sealed.",
            id="answers",
        ),
    ],
)
def test_nobody_changes_an_instrument(changed, sentence):
    place = {"instrument": "phq2"}

    assert placed(place, changed=changed) == [sentence]
    assert placed(place, changed=changed, instruments={}) == []


def test_a_question_added_to_an_instrument_is_named():
    stranger = yes_no("mine", instrument="phq2")
    definition = define(
        group("p", {"instrument": "phq2"}, stranger), instruments={"phq2": INSTRUMENT}
    )

    assert sentences(definition, {"phq2": INSTRUMENT}) == [
        "mine: the instrument 'phq2' has no such question."
    ]


def test_an_instrument_that_nothing_scores_is_named():
    definition = define(group("p", yes_no("mine", instrument="bdi")))

    assert sentences(definition) == ["bdi: there is no scoring for this instrument."]
