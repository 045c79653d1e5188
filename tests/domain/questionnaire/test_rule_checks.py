"""Facts, alarms, the screen and pairs of numbers before publishing."""

import pytest

from intake.domain.questionnaire.validation import supplies

from .builders import ask, choose, define, group, many, sentences, when, yes_no

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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("q9", "watched: it names 'q9', which does not exist."),
        ("a", "watched: it looks at 'a', which takes no answer."),
    ],
)
def test_what_is_watched_names_what_exists(name, said):
    assert of_rules(watched=["q1", name]) == [said]


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
