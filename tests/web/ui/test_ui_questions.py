"""How questions and their inputs are written."""

import pytest
from django import forms

from tests.web.ui.markup import page, words, written
from tests.web.ui.samples import SampleForm


@pytest.fixture
def fields(rf):
    request = rf.get("/patient/forms/1/")
    return page(
        "components/form.html",
        request,
        form=SampleForm(initial={"yes_no": "no"}),
        kind="page",
        page="heart",
        revision=0,
        button="Save and go on",
        button2="Save and stop",
        button2_value="leave",
    )


def test_a_form_says_what_it_is_and_where_it_goes(fields):
    form = fields.one("form")

    assert form["data-form"] == "page"
    assert form["data-page"] == "heart"
    assert form["action"] == "/patient/forms/1/"
    assert form["method"] == "post"
    assert "novalidate" in form


def test_a_form_carries_its_protection_and_its_revision_once(fields):
    hidden = [(field["name"], field["value"]) for field in fields.all(type="hidden")]

    assert [name for name, _ in hidden] == ["csrfmiddlewaretoken", "_revision"]
    assert ("_revision", "0") in hidden


def test_buttons_say_which_one_was_pressed(fields):
    pressed = [(b["name"], b["value"], words(b)) for b in fields.all("button")]

    assert pressed == [
        ("_action", "continue", "Save and go on"),
        ("_action", "leave", "Save and stop"),
    ]


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("since", {"since.month", "since.day", "since.year", "_state.since"}),
        ("height", {"height.ft", "height.in", "height.cm", "_state.height"}),
        ("times", {"times", "_state.times"}),
        ("place", {"place", "_other.place"}),
        ("yes_no", {"yes_no"}),
    ],
)
def test_inputs_are_named_by_the_item(fields, name, inputs):
    named = {field["name"] for field in fields.all("input")}

    assert inputs <= named
    assert {other for other in named if name in other} == inputs


def test_every_group_of_inputs_has_its_question_as_legend(fields):
    legends = [words(legend) for legend in fields.all("legend")]

    assert legends == [
        "Has a doctor ever told you that you have high blood pressure?",
        "Which of these have you tried?",
        "When did it start?",
        "How tall are you?",
        "How many times in the past year?",
        "Where did you have it?",
    ]
    assert len(fields.all("fieldset")) == len(legends)


def test_every_input_has_a_label_of_its_own_or_the_legend(fields):
    labelled = {label["for"] for label in fields.all("label")}

    for field in fields.all("input") + fields.all("select") + fields.all("textarea"):
        if field.get("type") != "hidden":
            assert field["id"] in labelled or "id_times_legend" in field.get(
                "aria-labelledby", ""
            )


def test_optional_is_said_in_words_and_required_by_no_asterisk(fields):
    labels = [words(label) for label in fields.all("label")]
    everything = words(fields.one("form"))

    assert "Anything else? (optional)" in labels
    assert everything.count("(optional)") == 1
    assert "*" not in everything


def test_a_field_may_say_itself_whether_it_is_optional(rf):
    class Skippable(forms.Form):
        asked = forms.CharField(label="Asked", required=False)

    form = Skippable()
    form.fields["asked"].optional = False

    drawn = page("components/form.html", rf.get("/"), form=form, kind="page")

    assert words(drawn.one("label")) == "Asked"


def test_a_question_says_why_it_is_asked(fields):
    why = fields.one("details")

    assert words(why) == (
        "Why do we ask this? It can rise for a short time during a visit."
    )


def test_help_written_by_an_author_is_text_and_never_markup(rf):
    class Written(forms.Form):
        asked = forms.CharField(help_text="<script>alert(1)</script>")

    drawn = page("components/form.html", rf.get("/"), form=Written(), kind="page")

    assert drawn.all("script") == []
    assert "<script>" in drawn.one(id="id_asked_helptext").text


def test_states_of_an_answer_stand_apart_from_its_options(fields):
    apart = [box.text.strip() for box in fields.all("div") if _is_state(box)]

    assert apart.count("Not sure") == 4
    assert apart.count("Prefer not to say") == 5
    assert "Yes" not in apart


def _is_state(element):
    return "form-check-state" in element.get("class", "").split()


def test_an_option_that_stands_alone_is_marked(fields):
    alone = {
        (box["name"], box["value"])
        for box in fields.all(type="checkbox")
        if "data-exclusive" in box
    }

    assert ("several", "none") in alone
    assert ("several", "talk") not in alone
    assert ("_state.times", "declined") in alone


def test_the_chosen_option_is_chosen(fields):
    chosen = [
        field["value"] for field in fields.all(type="radio") if "checked" in field
    ]

    assert chosen == ["no"]


def test_a_form_can_be_written_around_its_own_content(rf):
    drawn = written(
        '{% post_form "list" page="meds" revision=4 %}'
        '<button name="_action" value="add">Add</button>{% endpost_form %}',
        rf.get("/list/"),
    )

    assert drawn.one("form")["data-form"] == "list"
    assert drawn.one("form")["data-page"] == "meds"
    assert drawn.one(name="_revision")["value"] == "4"
    assert drawn.one("button")["value"] == "add"
