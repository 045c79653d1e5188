"""Reading definitions, authored and stored, and writing them back."""

import json
import tomllib

import pytest

from intake.domain.answer import State
from intake.domain.predicate import Comparison
from intake.domain.questionnaire.definition import (
    DefinitionError,
    ItemType,
    canonical_hash,
    read_definition,
)

from .builders import (
    INSTRUMENT,
    ask,
    choose,
    define,
    group,
    many,
    screening,
    when,
    yes_no,
)


def refused(data, **instruments):
    with pytest.raises(DefinitionError) as caught:
        read_definition(data, instruments, "file.toml")
    return [str(problem) for problem in caught.value.problems]


def with_item(**settings):
    item = {"link_id": "q1", "type": "boolean", "text": "One?", **settings}
    return {"code": "test", "title": "Test", "items": [group("a", item)]}


def test_plain_text_is_english():
    definition = define(group("a", yes_no("q1", help={"en": "Help", "es": "Ayuda"})))

    item = definition.item("q1")

    assert item.text == {"en": "Question q1"}
    assert item.help == {"en": "Help", "es": "Ayuda"}


def test_an_item_holds_what_was_written():
    definition = define(
        group(
            "a",
            yes_no("q1", states=["unsure", "na"], state_texts={"na": "Not about me"}),
            ask("q2", "integer", when("q1", "yes"), minimum=1, maximum=9),
        )
    )

    first, second = definition.item("q1"), definition.item("q2")

    assert first.states == (State.UNSURE, State.NOT_APPLICABLE)
    assert first.state_texts == {State.NOT_APPLICABLE: {"en": "Not about me"}}
    assert second.enable_when == Comparison("q1", "=", "yes")
    assert (second.minimum, second.maximum) == (1, 9)


def test_an_unknown_link_id_is_not_an_item():
    with pytest.raises(KeyError):
        screening().item("nothing")


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        pytest.param({"helo": "x"}, "q1: there is no setting 'helo'.", id="misspelt"),
        pytest.param(
            {"required": "yes"},
            "q1 required: expected true or false, found 'yes'.",
            id="flag",
        ),
        pytest.param(
            {"text": " "}, "q1 text: expected some text, found ' '.", id="empty text"
        ),
        pytest.param({"text": {}}, "q1 text: the words are missing.", id="no words"),
        pytest.param(
            {"text": {"en": 1}},
            "q1 text (en): expected some text, found 1.",
            id="words of another type",
        ),
        pytest.param(
            {"text": ["x"]}, "q1 text: expected a table, found ['x'].", id="a list"
        ),
        pytest.param(
            {"minimum": "one"},
            "q1 minimum: expected a number, found 'one'.",
            id="number",
        ),
        pytest.param(
            {"minimum": True}, "q1 minimum: expected a number, found True.", id="truth"
        ),
        pytest.param(
            {"max_length": 1.5},
            "q1 max_length: expected a whole number, found 1.5.",
            id="whole",
        ),
        pytest.param(
            {"states": ["maybe"]},
            "q1 states: expected one of unsure, declined, na; found 'maybe'.",
            id="state",
        ),
        pytest.param(
            {"states": "unsure"},
            "q1 states: expected a list, found 'unsure'.",
            id="states not in a list",
        ),
        pytest.param(
            {"state_texts": {"maybe": "Maybe"}},
            "q1 state_texts: expected one of unsure, declined, na; found 'maybe'.",
            id="words for no state",
        ),
        pytest.param(
            {"dimension": "age"},
            "q1 dimension: expected one of height, weight; found 'age'.",
            id="dimension",
        ),
        pytest.param(
            {"enable_when": {"item": "q0", "op": "~", "value": 1}},
            "q1 enable_when: unknown operator '~' on q0.",
            id="condition",
        ),
        pytest.param(
            {"options": [{"text": "Yes"}]},
            "q1 options 1: the option has no code.",
            id="option without code",
        ),
        pytest.param(
            {"options": [{"code": "a", "txet": "A"}]},
            "q1 options 1: there is no setting 'txet'.",
            id="misspelt option",
        ),
        pytest.param(
            {"options": ["a"]},
            "q1 options 1: expected a table, found 'a'.",
            id="option of another type",
        ),
    ],
)
def test_a_mistake_is_refused_with_place_and_sentence(settings, problem):
    problems = refused(with_item(**settings))

    assert f"file.toml: {problem}" in problems


def test_a_wrong_type_is_refused_with_the_types_there_are():
    (problem,) = refused(with_item(type="yesno"))

    assert problem.startswith("file.toml: q1 type: expected one of group, display")
    assert problem.endswith("found 'yesno'.")


def test_an_item_without_a_link_id_is_named_by_its_place():
    data = {"code": "test", "title": "Test", "items": [group("a", {"type": "text"})]}

    assert refused(data) == [
        "file.toml: a item 1 link_id: expected some text, found None."
    ]


def test_all_problems_are_listed_at_once():
    data = with_item(type="yesno", required=1) | {"langauges": ["en"], "facts": 1}
    del data["code"], data["title"]

    problems = refused(data)

    assert [problem.partition(":")[2].strip() for problem in problems] == [
        "definition: there is no setting 'langauges'.",
        "definition: the setting 'code' is missing.",
        "definition: the setting 'title' is missing.",
        problems[3].partition(":")[2].strip(),
        "q1 required: expected true or false, found 1.",
        "facts: expected a table, found 1.",
    ]
    assert "q1 type" in problems[3]


@pytest.mark.parametrize("data", [None, [], "text", 1])
def test_data_that_is_no_table_is_refused(data):
    assert f"file.toml: definition: expected a table, found {data!r}." in refused(data)


def test_items_that_are_no_list_are_refused():
    data = {"code": "test", "title": "Test", "items": {"link_id": "a"}}

    assert "expected a list" in refused(data)[0]


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        pytest.param(
            {"f": {}}, "facts.f: needs one of item, when and calculate.", id="none"
        ),
        pytest.param(
            {"f": {"item": "q1", "when": when("q1", "yes")}},
            "facts.f: needs one of item, when and calculate.",
            id="two",
        ),
        pytest.param(
            {"f": {"item": "q1", "day": 3}},
            "facts.f: there is no setting 'day'.",
            id="misspelt",
        ),
        pytest.param({"f": 3}, "facts.f: expected a table, found 3.", id="number"),
    ],
)
def test_a_fact_needs_one_way_to_be_found(facts, problem):
    assert f"file.toml: {problem}" in refused(with_item() | {"facts": facts})


def test_a_text_alone_is_the_item_of_a_fact():
    definition = define(group("a", yes_no("q1")), facts={"f": "q1"})

    assert definition.facts["f"].item == "q1"


def test_an_alarm_needs_all_its_settings():
    data = with_item() | {"urgent": [{"code": "a", "kind": "fire"}]}

    assert refused(data) == [
        "file.toml: urgent 1: the setting 'when' is missing.",
        "file.toml: urgent 1 kind: expected one of emergency, heart, reading; "
        "found 'fire'.",
    ]


def test_a_pair_of_numbers_needs_its_words():
    data = with_item() | {"above": [{"item": "a", "than": "b", "words": "x"}]}

    assert refused(data) == [
        "file.toml: above 1: there is no setting 'words'.",
        "file.toml: above 1: the setting 'text' is missing.",
    ]


def everything():
    """A definition that uses every part of the language."""
    return define(
        group(
            "a",
            yes_no("q1", states=["unsure"], state_texts={"unsure": "Perhaps"}, why="W"),
            ask("q2", "integer", required=True, minimum=0, maximum=9),
            ask("q3", "integer", soft_required=True),
            ask("q4", "quantity", dimension="height", maximum=2.5),
            ask("q5", "date", partial=True, to_the_month=True, past=True),
            choose("q6", "x", "y", repeats=True),
            ask("q7", "text", when("q1", "yes"), max_length=10),
            sensitive=True,
            page="first",
        ),
        group("b", {"instrument": "phq9", "required": True, "optional": ["phq9_2"]}),
        many("list", ask("r1", "string", catalogue="medicines")),
        instruments={"phq9": INSTRUMENT},
        intro="Hello",
        languages=["en"],
        screen=["phq9_1"],
        watched=["q1", "list"],
        above=[{"item": "q2", "than": "q3", "text": "Above."}],
        urgent=[{"code": "u", "kind": "heart", "when": when("q1", "yes")}],
        facts={
            "f1": {"item": "q1", "translate": {"na": "no"}},
            "f2": {
                "when": {"any": [when("q1", "yes"), {"not": when("q2", 3, "<")}]},
                "unsure_when": when("q1", "unsure"),
            },
            "f3": {"calculate": "recent", "item": "q2", "days": 30},
            "f4": {"when": when("q2", [1, 2], "in")},
        },
    )


def test_what_is_stored_reads_back_as_the_same_definition():
    definition = everything()

    stored = json.loads(json.dumps(definition.to_data()))

    assert read_definition(stored, {}) == definition
    assert read_definition(stored, {}).to_data() == stored


def test_the_stored_form_holds_the_words_of_its_instruments():
    stored = everything().to_data()

    placed = stored["items"][1]["items"][0]

    assert placed["text"] == {"en": "Over the last 2 weeks"}
    assert placed["items"][0]["text"] == {"en": "Problem phq9_1"}
    assert stored["instruments"] == {
        "phq9": {
            "title": {"en": "Two questions"},
            "version": "1",
            "attribution": {"en": "Somebody"},
        }
    }


def test_the_shipped_questionnaire_survives_storing():
    stored = screening().to_data()

    again = read_definition(json.loads(json.dumps(stored)), {})

    assert again == screening()
    assert canonical_hash(again.to_data()) == canonical_hash(stored)


def test_the_order_of_keys_does_not_change_the_hash():
    one = canonical_hash({"a": 1, "b": {"c": "é", "d": [1, 2]}})
    other = canonical_hash({"b": {"d": [1, 2], "c": "é"}, "a": 1})

    assert one == other
    assert one != canonical_hash({"a": 1, "b": {"c": "é", "d": [2, 1]}})


def test_the_hash_is_that_of_the_canonical_text():
    """So that it can be recomputed outside: sorted keys, no spaces, UTF-8, SHA-256."""
    assert canonical_hash({"b": "é", "a": 1}) == (
        "09ad9fd2fb648cb2f62141215828ea00a62c299db05d20aa9ade2f527a301cc6"
    )


def test_toml_is_read_as_it_is_written():
    text = """
        code = "small"
        title = "Small"
        [[items]]
        link_id = "a"
        type = "group"
        text = "A"
        [[items.items]]
        link_id = "escort"
        type = "boolean"
        text = "Will somebody take you home?"
        [facts]
        escort = "escort"
    """

    definition = read_definition(tomllib.loads(text), {}, "small.toml")

    assert definition.item("escort").type is ItemType.BOOLEAN
    assert definition.facts["escort"].item == "escort"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), 10**400])
def test_a_number_that_nothing_can_be_compared_with_is_refused(number):
    with pytest.raises(DefinitionError, match="expected a number"):
        define(group("a", ask("q", "decimal", maximum=number)))


@pytest.mark.parametrize(
    ("blocks", "sentence"),
    [
        ({"format": 2}, "format: only format 1 can be read."),
        ({"instruments": ["phq9"]}, "instruments: expected a table"),
        ({"instruments": {"phq9": "x"}}, "instruments phq9: expected a table"),
        ({"instruments": {"phq9": {"licence": "mine"}}}, "no setting 'licence'"),
    ],
)
def test_what_a_stored_definition_keeps_is_read_with_care(blocks, sentence):
    data = {"code": "test", "title": "T", "items": [group("a", yes_no("q"))]} | blocks

    with pytest.raises(DefinitionError, match=sentence):
        read_definition(data, {})
