"""What differs between two wordings, and what of it everybody should be asked."""

import pytest

from intake.domain.questionnaire.changes import Part, compare, proposed
from intake.domain.questionnaire.definition import read_definition

from .builders import ask, choose, define, group, many, screening, when, yes_no

ALARM = {"code": "pain", "kind": "heart", "when": when("pain", "yes")}


def two(before, after, **blocks):
    return [
        define(*items, **{"urgent": [ALARM], **blocks}) for items in (before, after)
    ]


def parts(before, after):
    changes = compare(*two([group("a", before)], [group("a", after)], urgent=[]))
    return [(change.link_id, set(change.parts)) for change in changes.changed]


def test_the_same_words_have_no_changes():
    changes = compare(screening(), screening())

    assert not changes
    assert (changes.added, changes.removed, changes.changed) == ((), (), ())


def test_what_is_stored_equals_what_was_written():
    stored = read_definition(screening().to_data(), {})

    assert not compare(stored, screening())


def test_what_came_and_what_went_is_named_in_order():
    before, after = two(
        [group("a", yes_no("pain"), yes_no("gone"))],
        [group("a", yes_no("new"), yes_no("pain")), group("b", yes_no("more"))],
    )

    changes = compare(before, after)

    assert changes.added == ("new", "b", "more")
    assert changes.removed == ("gone",)
    assert changes.changed == ()


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        pytest.param({"text": "Other words"}, Part.WORDING, id="text"),
        pytest.param({"help": "Help"}, Part.WORDING, id="help"),
        pytest.param({"why": "Because"}, Part.WORDING, id="why"),
        pytest.param({"states": ["unsure"]}, Part.OPTIONS, id="way out"),
        pytest.param({"type": "string", "options": []}, Part.OPTIONS, id="type"),
        pytest.param({"repeats": True}, Part.OPTIONS, id="several"),
        pytest.param({"required": True}, Part.SETTINGS, id="required"),
    ],
)
def test_a_change_says_what_about_the_item_is_another(changed, part):
    item = choose("q", "a", "b")

    assert parts(item, item | changed) == [("q", {part})]


def test_another_option_is_a_change_of_the_options():
    assert parts(choose("q", "a"), choose("q", "a", "b")) == [("q", {Part.OPTIONS})]


def test_a_condition_around_a_question_is_a_condition_of_it():
    asked = group("b", yes_no("q"))
    narrowed = asked | {"enable_when": when("pain", "yes")}
    before, after = two(
        [group("a", yes_no("pain")), asked], [group("a", yes_no("pain")), narrowed]
    )

    changes = compare(before, after)

    assert [(c.link_id, c.parts) for c in changes.changed] == [
        ("b", (Part.CONDITION,)),
        ("q", (Part.CONDITION,)),
    ]


def test_a_question_that_moved_into_a_list_is_changed():
    before, after = two(
        [group("a", yes_no("pain"), yes_no("q"))],
        [group("a", yes_no("pain")), many("list", yes_no("q"))],
    )

    assert [c.link_id for c in compare(before, after).changed] == ["q"]


def test_a_new_alarm_changes_the_question_that_it_looks_at():
    item = [group("a", yes_no("pain"))]
    before, after = define(*item), define(*item, urgent=[ALARM])

    changes = compare(before, after)

    assert [(c.link_id, c.parts) for c in changes.changed] == [("pain", (Part.SAFETY,))]
    assert proposed(before, after) == ("pain",)
    assert proposed(after, before) == ()


@pytest.mark.parametrize(
    ("after", "names"),
    [
        pytest.param([yes_no("pain", text="New words"), yes_no("q")], ["pain"]),
        pytest.param([yes_no("pain", states=["unsure"]), yes_no("q")], ["pain"]),
        pytest.param([yes_no("pain", required=True), yes_no("q")], []),
        pytest.param([yes_no("pain"), yes_no("q", text="New words")], []),
        pytest.param([yes_no("q"), yes_no("pain")], []),
        pytest.param([yes_no("pain")], []),
    ],
    ids=["words", "ways out", "required", "no danger", "order", "gone"],
)
def test_only_what_is_about_safety_and_asked_anew_is_proposed(after, names):
    before, after = two([group("a", yes_no("pain"), yes_no("q"))], [group("a", *after)])

    assert list(proposed(before, after)) == names


def test_new_safety_questions_are_proposed():
    before, after = two(
        [group("a", yes_no("q"))],
        [group("a", yes_no("q"), yes_no("pain"))],
        urgent=[],
    )
    alarmed = define(
        group("a", yes_no("q"), yes_no("pain")),
        facts={"self_harm_now": "pain"},
    )

    assert proposed(before, after) == ()
    assert proposed(before, alarmed) == ("pain",)


def test_a_question_of_the_rows_of_a_list_stands_for_the_list():
    facts = {
        "self_harm_now": {"when": when("list", "none", "!=")},
        "command_voices": "r",
    }
    before = define(group("a", ask("q", "string")))
    after = define(
        group("a", ask("q", "string")), many("list", yes_no("r")), facts=facts
    )

    assert proposed(before, after) == ("list",)
