"""All answers in the words that were seen, hidden ones told apart."""

import pytest

from intake.domain.questionnaire.answers import ListState
from intake.web.ui.answers_shown import page_rows
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import add_row, answer, fresh, say_of_list

pytestmark = pytest.mark.django_db

WHEN_YES = {"enable_when": {"item": "asked", "value": "yes"}}


def group(link_id, *items, **settings):
    return {
        "link_id": link_id,
        "type": "group",
        "text": f"Page {link_id}",
        "items": list(items),
        **settings,
    }


def question(link_id, kind="string", **settings):
    text = f"Question {link_id}?"
    return {"link_id": link_id, "type": kind, "text": text, **settings}


@pytest.fixture
def response(db):
    publish(
        items=[
            group("first", question("asked", "boolean", states=["declined"])),
            group("second", question("more"), **WHEN_YES),
            group(
                "things", question("name"), question("size"), repeats=True, **WHEN_YES
            ),
        ]
    )
    return make_response()


@pytest.fixture
def answered_all(response):
    answer(response, "first", asked="yes")
    answer(response, "second", more="A lot.")
    add_row(response, "things", name="A box", size="large")
    add_row(response, "things", name="A ball")
    say_of_list(response, "things", ListState.DONE)
    return response


def shown(response, **how):
    sections = page_rows(fresh(response), "en", **how)
    return {section["title"]: section["rows"] for section in sections}


def test_answers_stand_under_the_title_of_their_page(answered_all):
    rows = shown(answered_all)

    assert list(rows) == ["Page first", "Page second", "Page things"]
    assert rows["Page second"] == [
        {
            "id": "more",
            "question": "Question more?",
            "answer": "A lot.",
            "inactive": False,
            "worked_out": False,
            "held": False,
            "entered": "",
            "change_url": "",
        }
    ]


def test_a_list_tells_its_state_and_then_its_rows(answered_all):
    rows = shown(answered_all)["Page things"]

    assert [row["question"] for row in rows] == [
        "Page things",
        "Page things, entry 1",
        "Page things, entry 2",
    ]
    assert rows[0]["answer"] == "The list is complete"
    assert rows[1]["answer"] == "Question name? A box\nQuestion size? large"
    assert rows[2]["answer"] == "Question name? A ball"


def test_a_question_without_an_answer_is_shown_empty(response):
    answer(response, "first", asked="yes")

    assert shown(response)["Page second"][0]["answer"] == ""


def test_a_state_is_told_in_words(response):
    answer(response, "first", asked="declined")

    assert shown(response)["Page first"][0]["answer"] == "Prefer not to say"


def test_what_a_branch_hides_is_kept_and_told_apart(answered_all):
    answer(answered_all, "first", asked="no")

    rows = shown(answered_all, change_url=lambda page: page.link_id)

    hidden = rows["Page second"] + rows["Page things"]
    assert all(row["inactive"] for row in hidden)
    assert hidden[0]["answer"] == "A lot."
    assert {row["change_url"] for row in hidden} == {""}
    assert rows["Page first"][0]["change_url"] == "first"


def test_what_was_never_asked_is_not_shown(response):
    answer(response, "first", asked="no")

    assert list(shown(response)) == ["Page first"]
