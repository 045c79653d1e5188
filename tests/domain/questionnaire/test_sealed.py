"""Sealed instruments are whole, in order and unchanged."""

import pytest

from intake.domain.instruments import sealed_instruments
from intake.domain.questionnaire.definition import read_definition

from .builders import INSTRUMENT, define, group, screening, sentences, yes_no


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
        "mine: the instrument 'phq2' has no such question.",
        "mine: the words above 'phq2' are missing.",
    ]


def test_an_instrument_that_nothing_scores_is_named():
    definition = define(group("p", yes_no("mine", instrument="bdi")))

    assert sentences(definition) == ["bdi: there is no scoring for this instrument."]


def changed_by(change):
    """The sentences about a stored definition after somebody changed it by hand."""
    sealed = {"phq2": INSTRUMENT}
    data = define(group("p", {"instrument": "phq2"}), instruments=sealed).to_data()
    change(data, data["items"][0]["items"][0])
    return sentences(read_definition(data, {}), sealed)


def test_nobody_changes_the_words_above_an_instrument():
    def change(_data, stem):
        stem["text"] = {"en": "Last year"}

    assert changed_by(change) == ["phq2: the words above 'phq2' are sealed."]


def test_nobody_adds_words_to_an_instrument():
    def change(_data, stem):
        stem["help"] = {"en": "Most people say no."}

    assert changed_by(change) == ["phq2: the words above 'phq2' are sealed."]


def test_the_questions_of_an_instrument_stand_under_their_stem():
    def change(data, stem):
        data["items"][0]["items"] = stem["items"]

    assert changed_by(change) == [
        "phq9_1: the words above 'phq2' are missing.",
        "phq9_2: the words above 'phq2' are missing.",
    ]


def test_no_other_question_stands_among_them():
    def change(_data, stem):
        stem["items"].insert(1, yes_no("mine"))

    assert changed_by(change) == ["mine: it stands among the questions of 'phq2'."]


@pytest.mark.parametrize("name", ["title", "version", "attribution"])
def test_an_instrument_keeps_the_names_of_its_makers(name):
    def change(data, _stem):
        data["instruments"]["phq2"][name] = (
            "2" if name == "version" else {"en": "Somebody else"}
        )

    assert changed_by(change) == [
        "phq2: title, version and attribution of 'phq2' are sealed."
    ]


def test_nobody_leaves_out_the_names_of_its_makers():
    def change(data, _stem):
        data["instruments"] = {"phq9": data["instruments"]["phq2"]}

    assert changed_by(change) == [
        "phq2: title, version and attribution of 'phq2' are sealed."
    ]


def test_the_shipped_questionnaire_keeps_every_seal():
    assert sentences(screening(), sealed_instruments()) == []
