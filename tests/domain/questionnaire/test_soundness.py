"""Names, groups, settings and words that do not go together."""

from dataclasses import replace

import pytest

from .builders import ask, choose, define, group, many, of_items, sentences, yes_no

BOTH = {"en": "Words", "es": "Palabras"}


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
            ask("q", "decimal", unit="weeks"),
            "q: only a whole number has a unit of time.",
            id="a fraction in weeks",
        ),
        pytest.param(
            ask("q", "date", to_the_month=True),
            "q: only a partial date can be asked to the month.",
            id="a month of a whole date",
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


def test_every_word_that_a_person_may_read_is_looked_for_in_every_language():
    definition = define(
        group(
            "a",
            *(ask(name, "integer", text=BOTH) for name in ("high", "low")),
            text=BOTH,
            section="Only English",
        ),
        title=BOTH,
        intro="Only English",
        languages=["en", "es"],
        above=[{"item": "high", "than": "low", "text": "Only English"}],
    )

    assert sentences(definition) == [
        "a: some of the words in 'es' are missing.",
        "intro: some of the words in 'es' are missing.",
        "above high: some of the words in 'es' are missing.",
    ]


def test_a_questionnaire_without_a_language_is_refused():
    definition = define(group("a", yes_no("q")), languages=[])

    assert sentences(definition) == ["languages: there is no language."]


@pytest.mark.parametrize("code", ["My Form", "a/b", "été", "-a", "x" * 51])
def test_a_code_that_cannot_stand_in_an_address_is_named(code):
    definition = replace(define(group("a", yes_no("q"))), code=code)

    assert [sentence.partition(":")[0] for sentence in sentences(definition)] == [
        "code"
    ]


PICKED = choose("q", catalogue="agents", named_by="name")


@pytest.mark.parametrize(
    ("items", "said"),
    [
        pytest.param([group("a", ask("name", "string"), PICKED)], [], id="beside it"),
        pytest.param(
            [group("a", ask("name", "string")), group("b", PICKED)],
            ["q: 'name' is no such question beside it."],
            id="on another page",
        ),
        pytest.param(
            [group("a", ask("name", "integer"), PICKED)],
            ["q: 'name' is no such question beside it."],
            id="no text",
        ),
        pytest.param(
            [group("a", ask("dose", "decimal", strengths_of="q"))],
            ["dose: 'q' is no such question beside it."],
            id="strengths of nothing",
        ),
        pytest.param(
            [group("a", yes_no("b"), choose("q", catalogue="agents", offered_by="b"))],
            ["q: 'b' is no question with several answers."],
            id="offered by a yes",
        ),
        pytest.param(
            [group("a", ask("name", "string"), ask("q", "string", named_by="name"))],
            ["q: only one choice from a catalogue is recognised in a text."],
            id="text recognised in a text",
        ),
    ],
)
def test_a_question_leans_only_on_one_beside_it(items, said):
    assert sentences(define(*items)) == said
