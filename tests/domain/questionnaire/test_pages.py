"""How items are divided into pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .builders import INSTRUMENT, ask, define, group, many, when, yes_no


def layout(definition):
    return [
        (page.link_id, [item.link_id for item in page.questions])
        for page in definition.pages
    ]


def test_each_group_of_the_top_level_is_a_page():
    definition = define(group("a", yes_no("q1")), group("b", yes_no("q2")))

    assert layout(definition) == [("a", ["q1"]), ("b", ["q2"])]
    assert [page.number for page in definition.pages] == [1, 2]


def test_a_page_has_the_words_of_its_group():
    definition = define(
        group("a", yes_no("q1"), help="Intro", why="Because", sensitive=True)
    )

    page = definition.page(1)

    assert (page.title, page.intro) == ({"en": "Group a"}, {"en": "Intro"})
    assert (page.why, page.sensitive) == ({"en": "Because"}, True)


def test_an_item_that_looks_at_its_own_page_starts_another():
    definition = define(
        group(
            "a",
            yes_no("q1"),
            yes_no("q2", when("q1", "yes")),
            yes_no("q3"),
            yes_no("q4", when("q2", "yes")),
        )
    )

    assert layout(definition) == [
        ("a", ["q1"]),
        ("q2", ["q2", "q3"]),
        ("q4", ["q4"]),
    ]


def test_an_item_that_looks_at_an_earlier_page_stays_where_it_is():
    definition = define(
        group("a", yes_no("q1")),
        group("b", yes_no("q2"), yes_no("q3", when("q1", "yes"))),
    )

    assert layout(definition) == [("a", ["q1"]), ("b", ["q2", "q3"])]


def test_items_outside_any_group_share_a_page_named_by_the_first():
    definition = define(
        yes_no("q1"), yes_no("q2"), group("a", yes_no("q3")), yes_no("q4")
    )

    assert layout(definition) == [("q1", ["q1", "q2"]), ("a", ["q3"]), ("q4", ["q4"])]
    assert definition.page(1).title == {}


def test_a_group_may_name_its_page():
    definition = define(group("group", yes_no("spells"), page="spells"))

    assert layout(definition) == [("spells", ["spells"])]


def test_a_list_is_a_page_whose_items_are_those_of_a_row():
    definition = define(many("medicines", ask("name", "string"), ask("dose", "string")))

    page = definition.page(1)

    assert page.is_list
    assert [item.link_id for item in page.questions] == ["name", "dose"]


def test_conditions_inside_a_row_do_not_start_pages():
    definition = define(
        many("list", yes_no("r1"), yes_no("r2", when("r1", "yes"))),
    )

    assert layout(definition) == [("list", ["r1", "r2"])]


def test_a_list_inside_a_group_is_a_page_between_two():
    definition = define(
        group("a", yes_no("q1"), many("list", yes_no("r1")), yes_no("q2"))
    )

    assert layout(definition) == [("a", ["q1"]), ("list", ["r1"]), ("q2", ["q2"])]


def test_a_group_that_begins_with_a_list_has_no_empty_page():
    definition = define(
        group("a", many("list", yes_no("r1")), many("more", yes_no("r2")))
    )

    assert layout(definition) == [("list", ["r1"]), ("more", ["r2"])]


def test_an_inner_group_that_looks_at_its_page_starts_another_in_its_name():
    definition = define(
        group(
            "a",
            yes_no("q1"),
            group("inner", yes_no("q2"), yes_no("q3"), enable_when=when("q1", "yes")),
        )
    )

    assert layout(definition) == [("a", ["q1"]), ("inner", ["q2", "q3"])]


def test_an_inner_group_cut_in_two_stands_on_both_pages():
    definition = define(
        group(
            "a",
            yes_no("q0"),
            group("inner", yes_no("q1"), yes_no("q2", when("q1", "yes"))),
        )
    )

    first, second = definition.pages

    assert layout(definition) == [("a", ["q0", "q1"]), ("q2", ["q2"])]
    assert [item.link_id for item in first.items] == ["q0", "inner"]
    assert [item.link_id for item in second.items] == ["inner"]
    assert second.items[0].text == {"en": "Group inner"}


class TestPainfulQuestions:
    def test_one_has_a_page_to_itself(self):
        definition = define(
            group(
                "a",
                yes_no("q1"),
                yes_no("q2", sensitive=True),
                yes_no("q3"),
                yes_no("q4"),
            )
        )

        assert layout(definition) == [
            ("a", ["q1"]),
            ("q2", ["q2"]),
            ("q3", ["q3", "q4"]),
        ]
        assert [page.sensitive for page in definition.pages] == [False, True, False]

    def test_the_first_keeps_the_name_of_its_group(self):
        definition = define(
            group("a", yes_no("q1", sensitive=True), yes_no("q2", sensitive=True))
        )

        assert layout(definition) == [("a", ["q1"]), ("q2", ["q2"])]

    def test_an_inner_group_of_them_stays_together(self):
        inner = group("inner", yes_no("q2"), yes_no("q3"), sensitive=True)
        definition = define(group("a", yes_no("q1"), inner, yes_no("q4")))

        assert layout(definition) == [
            ("a", ["q1"]),
            ("inner", ["q2", "q3"]),
            ("q4", ["q4"]),
        ]

    def test_notes_before_one_go_with_it(self):
        note = {"link_id": "note", "type": "display", "text": "Take your time."}
        definition = define(
            group("a", yes_no("q1"), note, yes_no("q2", sensitive=True))
        )

        first, second = definition.pages

        assert [item.link_id for item in first.items] == ["q1"]
        assert [item.link_id for item in second.items] == ["note", "q2"]
        assert second.link_id == "q2"

    def test_a_painful_group_of_the_top_level_is_not_divided(self):
        definition = define(group("a", yes_no("q1"), yes_no("q2"), sensitive=True))

        assert layout(definition) == [("a", ["q1", "q2"])]

    def test_the_questions_of_an_instrument_are_never_parted(self):
        instrument = INSTRUMENT | {
            "items": [item | {"sensitive": True} for item in INSTRUMENT["items"]]
        }
        definition = define(
            group("a", yes_no("q1"), {"instrument": "phq9"}),
            instruments={"phq9": instrument},
        )

        assert layout(definition) == [("a", ["q1", "phq9_1", "phq9_2"])]


@pytest.mark.parametrize("number", [0, 3, -1])
def test_there_is_no_page_outside_the_numbers(number):
    definition = define(group("a", yes_no("q1")), group("b", yes_no("q2")))

    with pytest.raises(KeyError):
        definition.page(number)


def test_the_page_of_a_question_or_list_is_found():
    definition = define(
        group("a", yes_no("q1"), yes_no("q2", when("q1", "yes"))),
        many("list", yes_no("r1")),
    )

    found = [definition.page_of(name).link_id for name in ("q1", "q2", "list", "r1")]

    assert found == ["a", "q2", "list", "list"]
    with pytest.raises(KeyError):
        definition.page_of("q3")


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 5), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_no_question_is_lost_and_none_looks_at_its_own_page(shapes):
    """Whatever the conditions: everything is asked once, in order, after its cause."""
    items = []
    for number, (has_condition, back, starts_group) in enumerate(shapes):
        earlier = max(0, number - 1 - back)
        condition = when(f"q{earlier}", "yes") if has_condition and number else None
        question = yes_no(f"q{number}", condition)
        if starts_group or not items:
            items.append(group(f"g{number}", question))
        else:
            items[-1]["items"].append(question)

    pages = define(*items).pages

    asked = [item.link_id for page in pages for item in page.questions]
    assert asked == [f"q{number}" for number in range(len(shapes))]
    assert len({page.link_id for page in pages}) == len(pages)
    for page in pages:
        names = {item.link_id for item in page.questions}
        assert all(not item.condition_names & names for item in page.questions)


def test_a_section_lasts_until_the_next_begins():
    definition = define(
        group("one", yes_no("a"), section="First"),
        group("two", yes_no("b")),
        group("three", yes_no("c"), section="Second"),
    )

    words = {page: section["en"] for page, section in definition.sections.items()}

    assert words == {"one": "First", "two": "First", "three": "Second"}
