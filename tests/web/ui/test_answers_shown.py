"""All answers in the words that were seen, hidden ones told apart."""

import uuid

import pytest

from intake.domain.questionnaire.answers import ListState
from intake.questionnaires import actions
from intake.questionnaires.models import Version
from intake.review.asked import sendings
from intake.web.ui.answers_shown import all_rows, page_rows
from intake.web.ui.former_answers import sent_rows
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import add_row, answer, fresh, save, say_of_list

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
            "lang": "",
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


class TestTheLanguageThatWasSeen:
    """An answer stands in the words that were read, whoever reads it afterwards."""

    @pytest.fixture
    def in_spanish(self, db):
        text = {"en": "Is it?", "es": "¿Lo es?"}
        asked = {"link_id": "asked", "type": "boolean", "text": text}
        more = {
            "link_id": "more",
            "type": "string",
            "text": {"en": "What?", "es": "¿Qué?"},
        }
        one, things = (
            {"en": f"Page {name}", "es": f"Página {name}"}
            for name in ("first", "things")
        )
        publish(
            title={"en": "Questions", "es": "Preguntas"},
            items=[
                group("first", asked, text=one),
                group("things", more, text=things, repeats=True),
            ],
            languages=["en", "es"],
        )
        return make_response()

    def answered_in(self, response, language):
        data = {"asked": {"value": "yes"}}
        save(response, "first", data, language=language)
        row = str(uuid.uuid4())
        save(
            response, "things", {"more": {"value": "Algo"}}, row=row, language=language
        )
        return shown(response)

    def test_question_and_answer_are_those_of_the_page(self, in_spanish):
        row = self.answered_in(in_spanish, "es")["Page first"][0]

        assert (row["question"], row["answer"]) == ("¿Lo es?", "Sí")
        assert row["lang"] == "es"

    def test_so_are_those_of_a_row_while_the_list_is_told_in_ours(self, in_spanish):
        whole, row = self.answered_in(in_spanish, "es")["Page things"]

        assert row["answer"] == "¿Qué? Algo"
        assert (whole["answer"], whole["lang"]) == ("Not finished", "")

    def test_in_the_reader_s_own_language_nothing_is_marked(self, in_spanish):
        row = self.answered_in(in_spanish, "en")["Page first"][0]

        assert (row["question"], row["answer"], row["lang"]) == ("Is it?", "Yes", "")


class TestWhatWasSentBefore:
    @pytest.fixture
    def sent_twice(self, answered_all):
        first = complete(answered_all)
        again = actions.ask_again(
            base=first, items=["more", "things"], by=None, reason="Why"
        )
        answer(again, "second", more="Little.")
        add_row(again, "things", name="A bag")
        say_of_list(again, "things", ListState.DONE)
        return complete(again)

    def rows(self, response):
        sections = sent_rows(sendings(fresh(response)), "en")
        return {section["title"]: section["rows"] for section in sections}

    def test_a_changed_answer_has_the_former_one_beside_it(self, sent_twice):
        row = self.rows(sent_twice)["Page second"][0]

        assert (row["answer"], row["before"]) == ("Little.", "A lot.")

    def test_a_list_has_its_former_entries_beside_it(self, sent_twice):
        whole, *entries = self.rows(sent_twice)["Page things"]

        assert len(entries) == 3
        assert "A box" in whole["before"]
        assert "A bag" not in whole["before"]
        assert all("before" not in entry for entry in entries)

    def test_what_was_not_changed_has_nothing_beside_it(self, sent_twice):
        assert "before" not in self.rows(sent_twice)["Page first"][0]

    def test_answers_sent_once_have_nothing_beside_them(self, answered_all):
        rows = self.rows(complete(answered_all))

        assert not any("before" in row for found in rows.values() for row in found)


def test_answers_of_two_versions_each_stand_once_in_their_own_words(answered_all):
    publish(
        items=[
            group("first", question("asked", "boolean") | {"text": "Reworded?"}),
            group("second", question("extra")),
        ]
    )
    version = Version.objects.order_by("-number").first()
    first = complete(answered_all)
    again = actions.ask_again(
        base=first, items=["asked", "extra"], by=None, version=version
    )
    answer(again, "first", asked="yes")
    answer(again, "second", extra="More.")

    sections = all_rows(fresh(complete(again)), "en")
    rows = {section["title"]: section["rows"] for section in sections}

    assert list(rows) == ["Page second", "Page things", "Page first"]
    assert rows["Page first"][0]["question"] == "Reworded?"
    assert [row["id"] for row in rows["Page second"]] == ["more", "extra"]


def complete(response):
    return actions.complete_response(response=response, by=response.patient.user)
