"""A questionnaire as a blank form on paper."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from intake.domain.instruments import sealed_instruments
from intake.domain.questionnaire.definition import read_definition
from intake.domain.questionnaire.items import ItemType
from intake.practice.models import CrisisRecord, Organisation
from intake.web.ui.paper import ENTRIES, Paper
from tests.domain.questionnaire.builders import (
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
from tests.factories.every_kind import ITEMS, NOT_ASKED

CRISIS = CrisisRecord(
    line_number="5550",
    line_text_number="5552",
    emergency_number="5551",
    words={"en": {"line_name": "Night Line", "others": []}},
)


def printed(definition, language="en", crisis=CRISIS):
    context = {
        "name": "Version 7",
        "title": "Questions",
        "sheets": Paper(definition, language).sheets(),
        "crisis": crisis,
        "organisation": Organisation(name="Harbor Clinic", phone="555 010 0199"),
    }
    return BeautifulSoup(render_to_string("ui/paper/page.html", context), "html.parser")


def of_page(*items, **blocks):
    return printed(define(group("a", *items, text="A page"), **blocks))


def words(tag):
    return " ".join(tag.get_text(" ").split())


def boxes(html):
    return [words(tag) for tag in html.select(".box-label")]


def number(html, n):
    [found] = html.select(f".printed[data-number='{n}']")
    return found


@pytest.fixture(scope="module")
def shipped():
    stored = read_definition(screening().to_data(), sealed_instruments())
    return stored, printed(stored)


def test_every_question_is_printed_and_numbered_in_order(shipped):
    definition, html = shipped

    asked = [item for item in definition.walk() if item.asks and not item.named_by]
    numbers = [int(tag["data-number"]) for tag in html.select(".printed")]

    assert list(dict.fromkeys(numbers)) == list(range(1, len(asked) + 1))


def test_every_word_of_a_question_is_there(shipped):
    definition, html = shipped
    page = words(html)

    for item in definition.walk():
        if item.named_by:
            continue
        told = [item.text] if item.asks else []
        told += [option.text for option in item.options]
        for wording in told:
            assert " ".join(wording["en"].split()) in page


def test_an_instrument_stands_as_it_was_published(shipped):
    definition, html = shipped
    mood = definition.item("phq9")
    [heading] = [tag for tag in html.select(".sheet") if "Your mood" in tag.text]

    said = words(heading)
    places = [said.index(mood.text["en"])]
    places += [said.index(item.text["en"], places[-1]) for item in mood.items]

    assert places == sorted(places)
    assert "Tick one." not in said
    options = [option.text["en"] for option in mood.items[0].options]
    assert boxes(heading)[: len(options)] == options
    attribution = definition.instruments["phq9"]["attribution"]["en"]
    assert words(heading.select_one(".attribution")) == attribution


def test_what_a_branch_decides_is_said_in_words(shipped):
    definition, html = shipped
    numbers = Paper(definition, "en").numbers

    told = {words(tag) for tag in html.select(".only-if")}

    reading = numbers["bp_known"]
    assert f"Answer this part only if: question {reading} is “Yes”" in told


def test_a_question_repeats_no_condition_of_the_part_around_it():
    condition = when("q1", "yes")
    html = printed(
        define(
            group("a", yes_no("q1")),
            group("b", yes_no("q2", condition), enable_when=condition),
        )
    )

    assert len(html.select(".only-if")) == 1


def test_what_is_joined_is_a_list():
    either = {"any": [when("q1", "yes"), when("q2", "no")]}

    html = of_page(yes_no("q1"), yes_no("q2"), yes_no("q3", either))

    told = html.select_one(".printed[data-number='3'] .only-if")
    assert words(told).startswith("Answer only if: one of these holds:")
    assert [words(tag) for tag in told.select("li")] == [
        "question 1 is “Yes”",
        "question 2 is “No”",
    ]


def test_ways_out_are_boxes_beside_the_answers():
    html = of_page(
        yes_no("q", states=["unsure", "na"], state_texts={"na": "Not about me"})
    )

    assert boxes(html) == ["Yes", "No", "Not sure", "Not about me"]
    assert [words(tag) for tag in html.select(".ways li")] == [
        "Not sure",
        "Not about me",
    ]


@pytest.mark.parametrize(
    ("item", "hint"),
    [
        (choose("q", "a", "b"), "Tick one."),
        (choose("q", "a", "b", repeats=True), "Tick all that apply."),
    ],
    ids=["one", "several"],
)
def test_it_says_how_many_boxes_to_tick(item, hint):
    assert words(of_page(item).select_one(".hint")) == hint


def test_own_words_have_a_line_beside_their_box():
    codes = [{"code": "a", "text": "A"}, {"code": "other", "text": "Another"}]

    plain = of_page(ask("q", "open-choice", options=codes[:1]))
    named = of_page(ask("q", "open-choice", options=codes))
    closed = of_page(ask("q", "choice", options=codes))

    assert boxes(plain) == ["A", "Something else"]
    assert boxes(named) == ["A", "Another"]
    assert len(named.select(".boxes .line")) == 1
    assert boxes(closed) == ["A", "Another"]
    assert not closed.select(".boxes .line")


@pytest.mark.parametrize(
    ("item", "blanks"),
    [
        (ask("q", "integer"), [""]),
        (ask("q", "date"), ["Month", "Day", "Year"]),
        (ask("q", "date", partial=True, to_the_month=True), ["Month", "Year"]),
        (ask("q", "dateTime"), ["Month", "Day", "Year", "Time"]),
        (
            ask("q", "quantity", dimension="height"),
            ["Feet", "Inches", "Centimeters"],
        ),
        (ask("q", "quantity", dimension="weight"), ["Pounds", "Kilograms"]),
    ],
    ids=["number", "date", "month", "moment", "height", "weight"],
)
def test_numbers_and_dates_have_places_of_their_own(item, blanks):
    asked = number(of_page(item), 1)

    assert [words(tag) for tag in asked.select(".blank")] == blanks


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        (ask("q", "string"), 1),
        (ask("q", "text"), 5),
        (ask("q", "url"), 1),
        (ask("q", "time"), 1),
        (choose("q", catalogue="agents"), 1),
    ],
    ids=["string", "text", "url", "time", "catalogue"],
)
def test_words_have_lines_to_write_on(item, lines):
    assert len(number(of_page(item), 1).select(":scope > .line")) == lines


def test_every_kind_of_question_has_a_place_to_answer():
    html = printed(define(*ITEMS))

    for asked in html.select(".printed"):
        assert asked.select(".box, .line, .blank"), words(asked)
    assert len(html.select(".printed")) >= len(set(ItemType) - NOT_ASKED)


def test_what_is_worked_out_is_not_asked():
    bmi = {"link_id": "bmi", "type": "decimal", "text": "Index", "calculate": "bmi"}
    html = of_page(
        ask("height", "quantity", dimension="height"),
        ask("weight", "quantity", dimension="weight"),
        bmi | {"reads": {"height": "height", "weight": "weight"}},
    )

    assert len(html.select(".printed")) == 2
    assert "Index" not in words(html)


@pytest.mark.parametrize(
    ("count", "is_short"), [(4, True), (5, False)], ids=["short", "long"]
)
def test_a_list_has_blank_entries(count, is_short):
    rows = [ask(f"r{n}", "string", help="Advice") for n in range(count)]

    html = printed(define(many("list", *rows, text="Pills", states=["unsure"])))

    entries = html.select(".blank-entry")
    assert len(entries) == ENTRIES[is_short]
    assert [words(tag.h3) for tag in entries][:2] == [
        "Pills: number 1",
        "Pills: number 2",
    ]
    assert {len(tag.select(".printed")) for tag in entries} == {count}
    assert "Advice" in words(entries[0])
    assert "Advice" not in words(entries[1])
    assert boxes(html)[:2] == ["I have none of these", "Not sure"]


def test_a_condition_on_a_list_is_in_words():
    html = printed(
        define(
            many("list", ask("r", "string"), text="Pills"),
            group("b", yes_no("q"), enable_when=when("list", "none")),
        )
    )

    told = words(html.select_one(".only-if"))
    assert told == "Answer this part only if: “Pills” is “Nothing to list”"


def test_pages_that_a_branch_cut_stand_together_again():
    html = of_page(yes_no("q1"), yes_no("q2", when("q1", "yes")), yes_no("q3"))

    assert len(html.select(".sheet h2")) == 2  # the page and the end


def test_the_numbers_for_help_stand_on_top_and_after_questions_about_danger():
    html = printed(
        define(
            group("a", yes_no("calm")),
            group("b", yes_no("first"), yes_no("danger"), yes_no("last")),
            facts={"self_harm_now": "danger", "command_voices": "first"},
        )
    )

    found = html.select(".printed, .crisis-box")
    order = [tag.get("data-number", "help") for tag in found]
    assert order == ["help", "1", "2", "3", "help", "4", "help"]
    box = words(html.select_one(".crisis-box"))
    assert "Call 5550. Text 5552. In danger: call 5551." in box
    assert "Nobody sees what you write here until you hand it in." in box
    assert "Night Line" in words(html.select_one(".crisis-lines"))


def test_no_number_stands_in_a_template(shipped):
    assert "988" not in words(shipped[1])
    assert "911" not in words(shipped[1])


def test_without_a_record_no_number_is_made_up():
    html = printed(define(group("a", yes_no("q"))), crisis=None)

    assert "Ask the clinic for help now." in words(html.select_one(".crisis-box"))


def test_every_sheet_names_the_clinic_its_phone_and_the_version():
    html = of_page(yes_no("q"))

    footer = words(html.select_one(".paper-footer"))
    assert footer == "Harbor Clinic · 555 010 0199 · Version 7"


def test_words_about_a_screen_are_replaced_on_paper():
    html = of_page(yes_no("q", help="Press the button.", on_paper="Tick a box."))

    assert "Tick a box." in words(html)
    assert "Press the button." not in words(html)


def test_no_shipped_question_speaks_of_a_screen_on_paper(shipped):
    page = words(shipped[1]).lower()

    for telling in ("top of this page", "button", "save that page", "are saved"):
        assert telling not in page


def test_it_is_printed_in_the_language_of_the_reader():
    both = {"en": "Do you smoke?", "es": "¿Fuma?"}
    definition = define(
        group("a", yes_no("q", text=both)), languages=["en", "es"], title=both
    )

    assert "¿Fuma?" in words(printed(definition, "es"))


def test_a_stem_stands_above_its_questions():
    html = printed(
        define(group("p", {"instrument": "phq2"}), instruments={"phq2": INSTRUMENT})
    )

    [stem] = html.select(".stem")
    assert words(stem) == "Over the last 2 weeks"
    assert html.select(".printed")[0].find_previous("p", class_="stem") is stem


def test_a_note_is_printed_without_a_number():
    html = of_page(ask("note", "display", text="Nearly there"), yes_no("q"))

    assert words(html.select_one(".stem")) == "Nearly there"
    assert [tag["data-number"] for tag in html.select(".printed")] == ["1"]
