"""What a person meets when a page is refused."""

import pytest
from django import forms

from tests.web.ui.markup import Page, page, words
from tests.web.ui.samples import SampleForm


def refused(**typed):
    return SampleForm(typed)


def shown(form, rf):
    request = rf.get("/patient/forms/1/")
    summary = page("components/error_summary.html", form=form)
    fields = page("components/form.html", request, form=form, kind="page")
    return summary, fields


@pytest.mark.parametrize(
    ("field", "first_input"),
    [
        pytest.param("name", "id_name", id="a text"),
        pytest.param("state", "id_state", id="a list to choose from"),
        pytest.param("yes_no", "id_yes_no_0", id="the first of several radios"),
        pytest.param("several", "id_several_0", id="the first of several boxes"),
        pytest.param("agree", "id_agree", id="a single box"),
        pytest.param("since", "id_since_month", id="the first part of a date"),
        pytest.param("height", "id_height_ft", id="the first part of a height"),
        pytest.param("times", "id_times", id="a number beside its states"),
        pytest.param("place", "id_place_0", id="an open choice"),
    ],
)
def test_each_link_of_the_summary_leads_to_the_first_input(rf, field, first_input):
    summary, fields = shown(refused(), rf)

    links = {link["href"] for link in summary.all("a")}
    target = fields.one(id=first_input)

    assert f"#{first_input}" in links
    assert target.tag in ("input", "select", "textarea")
    assert target["name"].split(".")[0] == field


def test_the_summary_is_announced_and_can_take_the_focus():
    summary = page("components/error_summary.html", form=refused())

    box = summary.one("div", id="error-summary")

    assert (box["role"], box["tabindex"]) == ("alert", "-1")
    assert box["aria-labelledby"] in summary.ids


def test_the_summary_names_the_question_and_what_to_do():
    summary = page("components/error_summary.html", form=refused())

    link = summary.one("a", href="#id_name")

    assert words(link) == "What should we call you? Write a name."


def test_an_error_of_the_whole_form_is_told_without_a_link():
    form = refused()
    form.add_error(None, "These two answers do not fit together.")

    summary = page("components/error_summary.html", form=form)

    told = [words(item) for item in summary.all("li")]
    assert "These two answers do not fit together." in told


@pytest.mark.parametrize(
    "form", [None, SampleForm()], ids=["without a form", "not sent yet"]
)
def test_there_is_no_summary_before_a_form_is_refused(form):
    summary = page("components/error_summary.html", form=form)

    assert summary.elements == []


def test_each_error_is_tied_to_its_inputs_and_marked_for_screen_readers(rf):
    _, fields = shown(refused(), rf)

    error = fields.one(id="id_name_error")

    assert "id_name_error" in fields.one(id="id_name")["aria-describedby"]
    assert fields.one(id="id_name")["aria-invalid"] == "true"
    assert words(error) == "Error: Write a name."


def test_the_error_of_a_group_is_tied_to_its_fieldset(rf):
    _, fields = shown(refused(), rf)

    described = [group.get("aria-describedby", "") for group in fields.all("fieldset")]

    assert "id_yes_no_helptext id_yes_no_error" in described
    assert "id_since_helptext id_since_error" in described


def test_what_was_typed_is_still_there(rf):
    form = refused(**{"name": "", "note": "a < b", "since.year": "20", "times": "many"})

    _, fields = shown(form, rf)

    assert fields.one(name="since.year")["value"] == "20"
    assert fields.one(name="times")["value"] == "many"
    assert fields.one("textarea", name="note").text.strip() == "a < b"


def test_the_title_of_a_refused_page_begins_with_error():
    accepted, rejected = page("bare.html"), page("bare.html", form=refused())

    assert not words(accepted.one("title")).startswith("Error:")
    assert words(rejected.one("title")).startswith("Error: ")


def test_a_refused_page_has_no_id_twice_and_no_broken_reference(rf):
    _, fields = shown(refused(), rf)

    references = [label["for"] for label in fields.all("label")]
    for element in fields.elements:
        for name in ("aria-describedby", "aria-labelledby"):
            references += element.get(name, "").split()

    assert len(fields.ids) == len(set(fields.ids))
    assert set(references) <= set(fields.ids)


def test_a_link_id_with_unusual_characters_is_still_reached():
    class Odd(forms.Form):
        field = forms.CharField(label="Odd")

    Odd.base_fields = {"a/b 1.2": Odd.base_fields["field"]}

    summary = page("components/error_summary.html", form=Odd({}))

    assert summary.one("a")["href"] == "#id_a/b%201.2"


def test_pages_are_taken_apart_as_they_are():
    sample = Page("<p id=a>one <b>two</b></p>")

    assert words(sample.one("p", id="a")) == "one two"
