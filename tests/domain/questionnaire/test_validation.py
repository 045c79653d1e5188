"""What stands in the way of publishing, in words."""

import pytest

from intake.domain.questionnaire.definition import DefinitionError, read_definition
from intake.domain.questionnaire.validation import (
    ensure_publishable,
    problems,
    supplies,
)

from .builders import INSTRUMENT, ask, choose, define, group, many, when, yes_no


def sentences(definition, instruments=None):
    return [str(problem) for problem in problems(definition, instruments)]


def of_items(*items, **blocks):
    return sentences(define(group("a", *items), **blocks))


def test_a_sound_questionnaire_has_no_problem():
    assert of_items(yes_no("q1"), yes_no("q2", when("q1", "yes"))) == []


def test_an_unsound_one_is_refused_with_all_its_problems():
    definition = define(group("a", yes_no("_q"), choose("c")))

    with pytest.raises(DefinitionError) as caught:
        ensure_publishable(definition)

    assert [problem.place for problem in caught.value.problems] == ["_q", "c"]


def test_a_sound_one_is_let_through():
    definition = define(group("a", yes_no("q1")))

    ensure_publishable(definition)

    assert problems(definition) == ()


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        pytest.param([], "items: there is nothing to ask.", id="nothing"),
        pytest.param(
            [group("a", yes_no("q"), yes_no("q"))],
            "q: the link id stands more than once.",
            id="twice",
        ),
        pytest.param(
            [group("a", yes_no("q")), group("b", yes_no("r"), page="a")],
            "a: the name of the page stands more than once.",
            id="page twice",
        ),
        pytest.param(
            [group("a", yes_no("_revision"))],
            "_revision: a link id does not begin with '_'.",
            id="control",
        ),
        pytest.param(
            [group("a", ask("day", "date"), yes_no("day.month"))],
            "day.month: the name is taken by an input of 'day'.",
            id="input of a date",
        ),
        pytest.param([group("a")], "a: the group is empty.", id="empty group"),
        pytest.param(
            [many("list", many("inner", yes_no("r")))],
            "inner: a list cannot stand in another list.",
            id="list in list",
        ),
    ],
)
def test_names_and_groups(items, sentence):
    assert sentence in sentences(define(*items))


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        pytest.param(
            yes_no("q") | {"items": [yes_no("r")]},
            "q: only a group holds items.",
            id="items",
        ),
        pytest.param(
            yes_no("q", repeats=True),
            "q: a boolean cannot repeat; put it in a list.",
            id="repeats",
        ),
        pytest.param(
            group("q", yes_no("r"), required=True),
            "q: nothing can be required where nothing is answered.",
            id="required group",
        ),
        pytest.param(
            ask("q", "display", states=["unsure"]),
            "q: there is nothing to be unsure of here.",
            id="unsure of a note",
        ),
        pytest.param(
            many("q", yes_no("r"), states=["declined"]),
            "q: a list offers no other way out than unsure.",
            id="declined list",
        ),
        pytest.param(
            yes_no("q", state_texts={"na": "Not me"}),
            "q: it has words for a way out that it does not offer.",
            id="words for no way out",
        ),
        pytest.param(
            ask("q", "text", minimum=1), "q: only a number has a range.", id="range"
        ),
        pytest.param(
            ask("q", "integer", minimum=5, maximum=4),
            "q: its least value 5 is above its greatest 4.",
            id="empty range",
        ),
        pytest.param(
            ask("q", "integer", max_length=5),
            "q: only text has a greatest length.",
            id="length of a number",
        ),
        pytest.param(
            ask("q", "text", max_length=0),
            "q: its greatest length leaves no room.",
            id="no room",
        ),
        pytest.param(
            ask("q", "quantity"),
            "q: a quantity, and nothing else, has a dimension.",
            id="no dimension",
        ),
        pytest.param(
            ask("q", "integer", dimension="height"),
            "q: a quantity, and nothing else, has a dimension.",
            id="dimension of a number",
        ),
        pytest.param(
            ask("q", "text", past=True),
            "q: only a date can be partial or past.",
            id="past text",
        ),
        pytest.param(
            yes_no("q", catalogue="agents"),
            "q: only a choice or a short text picks from a catalogue.",
            id="catalogue",
        ),
        pytest.param(
            yes_no("q", options=[{"code": "a", "text": "A"}]),
            "q: only a choice has options.",
            id="options",
        ),
        pytest.param(choose("q"), "q: the choice has no options.", id="no options"),
        pytest.param(
            choose("q", "a", "a"),
            "q: the option 'a' stands more than once.",
            id="option twice",
        ),
        pytest.param(
            choose("q", "unsure", states=["unsure"]),
            "q: the option 'unsure' is the name of a way out.",
            id="option named as a state",
        ),
        pytest.param(
            ask("q", "choice", options=[{"code": "a"}]),
            "q: the option 'a' has no text.",
            id="option without text",
        ),
        pytest.param(
            {"link_id": "q", "type": "boolean"},
            "q: the question has no text.",
            id="question without text",
        ),
    ],
)
def test_settings_that_do_not_go_together(item, sentence):
    assert of_items(item, yes_no("other")) == [sentence]


def test_words_that_a_language_lacks_are_named_once_an_item():
    definition = define(
        group("a", yes_no("q", help="Help", why="Why")),
        languages=["en", "es"],
    )

    assert sentences(definition) == [
        "a: some of the words in 'es' are missing.",
        "q: some of the words in 'es' are missing.",
        "title: some of the words in 'es' are missing.",
    ]


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


LOOKED_AT = [
    yes_no("yes_no", states=["unsure"]),
    choose("one", "a", "b"),
    choose("many", "a", "b") | {"repeats": True},
    choose("points", "x") | {"options": [{"ordinal": n, "text": "x"} for n in (0, 1)]},
    choose("picked", catalogue="agents"),
    ask("number", "integer", minimum=0, maximum=10),
    ask("fraction", "decimal", states=["unsure"]),
    ask("day", "date"),
    ask("words", "string"),
    many("list", yes_no("r"), states=["unsure"]),
]


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


BASE = [
    yes_no("q1", states=["unsure"]),
    ask("n1", "integer"),
    ask("n2", "integer"),
    ask("d1", "date"),
]
A_LIST = many("list", choose("r1", "a", "b"), ask("r2", "string"))


def of_rules(**blocks):
    return sentences(define(group("a", *BASE), A_LIST, **blocks))


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        pytest.param("q9", "it names 'q9', which does not exist.", id="unknown item"),
        pytest.param("a", "it looks at 'a', which takes no answer.", id="a group"),
        pytest.param(
            "r1", "it looks at 'r1', which is asked in the rows of a list.", id="a row"
        ),
        pytest.param(
            {"item": "q1", "translate": {"perhaps": "no"}},
            "it translates 'perhaps', which nobody can answer.",
            id="translation",
        ),
        pytest.param(
            {"when": when("q9", "yes")},
            "its condition names 'q9', which does not exist.",
            id="condition",
        ),
        pytest.param(
            {"when": when("q1", "yes"), "unsure_when": when("q1", "declined")},
            "its condition expects 'declined' of 'q1', which cannot be answered so.",
            id="condition of unsure",
        ),
        pytest.param(
            {"calculate": "magic"}, "there is no calculation 'magic'.", id="calculation"
        ),
        pytest.param(
            {"calculate": "age", "item": "q1"},
            "the calculation has no setting 'item'.",
            id="setting too many",
        ),
        pytest.param(
            {"calculate": "routes"}, "the setting 'item' is missing.", id="missing"
        ),
        pytest.param(
            {"calculate": "routes", "item": "q9"},
            "it names 'q9', which does not exist.",
            id="reads nothing",
        ),
        pytest.param(
            {"calculate": "routes", "item": "list"},
            "it reads 'list', which is a list.",
            id="reads a list",
        ),
        pytest.param(
            {
                "calculate": "recent",
                "item": "n1",
                "beside": "n2",
                "dated": "d1",
                "days": "30",
            },
            "expected a whole number, found '30'.",
            id="days",
        ),
        pytest.param(
            {"calculate": "score", "instrument": "phq9"},
            "the instrument 'phq9' is not placed.",
            id="instrument",
        ),
        pytest.param(
            {"calculate": "medicine_classes", "list": "q1", "name": "r2"},
            "it reads the list 'q1', which does not exist.",
            id="no list",
        ),
        pytest.param(
            {"calculate": "medicine_classes", "list": "list", "name": "q1"},
            "it reads 'q1', which is not asked in the rows of its list.",
            id="outside the list",
        ),
        pytest.param(
            {"calculate": "trials", "list": "list", "row": "r1"},
            "expected a table, found 'r1'.",
            id="row",
        ),
        pytest.param(
            {"calculate": "trials", "list": "list", "row": {"color": "r1"}},
            "a trial has no 'color'.",
            id="fact of a trial",
        ),
        pytest.param(
            {"calculate": "trials", "list": "list", "row": {}, "values": 3},
            "expected a table, found 3.",
            id="meanings",
        ),
        pytest.param(
            {
                "calculate": "trials",
                "list": "list",
                "row": {"adherence": "r1"},
                "values": {"episode": {}},
            },
            "it gives meanings to 'episode', which it does not read.",
            id="meaning of nothing",
        ),
        pytest.param(
            {
                "calculate": "trials",
                "list": "list",
                "row": {"adherence": "r1"},
                "values": {"adherence": {"c": "good"}},
            },
            "it gives a meaning to 'c', which nobody can answer.",
            id="meaning of no answer",
        ),
    ],
)
def test_a_fact_that_no_item_supplies_is_named(fact, sentence):
    assert f"facts.f: {sentence}" in of_rules(facts={"f": fact})


def test_sound_facts_have_no_problem():
    facts = {
        "age": {"calculate": "age"},
        "f1": {"item": "q1", "translate": {"unsure": "no"}},
        "f2": {"when": when("q1", "yes"), "unsure_when": when("q1", "unsure")},
        "f3": {"calculate": "medicine_classes", "list": "list", "name": "r2"},
        "f4": {
            "calculate": "trials",
            "list": "list",
            "row": {"adherence": "r1"},
            "values": {"adherence": {"a": "good", "b": "poor"}},
        },
    }

    assert of_rules(facts=facts) == []
    assert supplies(define(group("a", *BASE), A_LIST, facts=facts)) == set(facts)


def test_alarms_name_what_exists_and_have_codes_of_their_own():
    alarm = {"code": "pain", "kind": "heart", "when": when("q9", "yes")}
    other = alarm | {"when": when("q1", "perhaps")}

    assert of_rules(urgent=[alarm, other]) == [
        "urgent pain: its condition names 'q9', which does not exist.",
        "urgent pain: its condition expects 'perhaps' of 'q1', which cannot be "
        "answered so.",
        "urgent pain: the code stands more than once.",
    ]


def test_the_screen_names_what_exists():
    assert of_rules(screen=["q1", "q9"]) == [
        "screen: it names 'q9', which does not exist."
    ]


@pytest.mark.parametrize(
    ("item", "than", "found"),
    [
        pytest.param("n1", "n2", [], id="sound"),
        pytest.param(
            "n1", "n9", ["it names 'n9', which does not exist."], id="unknown"
        ),
        pytest.param("n1", "q1", ["both must be numbers."], id="no number"),
        pytest.param(
            "n1", "m1", ["both must be asked on the same page."], id="another page"
        ),
    ],
)
def test_a_pair_is_two_numbers_of_one_page(item, than, found):
    definition = define(
        group("a", *BASE),
        group("b", ask("m1", "integer")),
        above=[{"item": item, "than": than, "text": "Please check."}],
    )

    assert sentences(definition) == [f"above n1: {sentence}" for sentence in found]
