"""After an answer was changed: what waits to be confirmed, and what is kept."""

import pytest

from tests.factories.questionnaires import publish
from tests.factories.responses import add_row, say_of_list

pytestmark = pytest.mark.django_db


def boolean(link_id, when=None, **settings):
    item = {"link_id": link_id, "type": "boolean", "text": f"Question {link_id}?"}
    item |= settings
    return (
        item if when is None else item | {"enable_when": {"item": when, "value": "yes"}}
    )


def page(link_id, *items, **settings):
    return {
        "link_id": link_id,
        "type": "group",
        "text": f"Page {link_id}",
        "items": [*items],
        **settings,
    }


ITEMS = [
    page("first", boolean("a", states=["unsure"]), section="Start"),
    page("second", boolean("b", "a"), boolean("plain"), section="Middle"),
    page("third", boolean("c", "b"), boolean("end"), section="End"),
]


@pytest.fixture
def visitor(visit):
    publish(items=ITEMS)
    visitor = visit()
    visitor.send("first", {"a": "yes"})
    visitor.send("second", {"b": "yes", "plain": "no"})
    visitor.send("third", {"c": "yes", "end": "no"})
    return visitor


class TestWhatWaits:
    def test_the_next_page_is_the_one_that_waits_and_says_why(self, visitor):
        reply = visitor.send("first", {"a": "no"})

        opened = visitor.get(reply.leads_to)
        assert reply.leads_to == visitor.address("second")
        assert "You changed “Question a?”. Please check" in opened.words(
            "[data-asked-again]"
        )
        assert opened.typed("plain") == "no"

    def test_the_list_of_sections_calls_it_open(self, visitor):
        visitor.send("first", {"a": "no"})

        opened = visitor.open("first")

        (middle,) = (
            li for li in opened.html.select(".progress li") if "Middle" in li.text
        )
        assert middle["class"] == ["is-todo"]

    def test_the_check_names_it(self, visitor):
        visitor.send("first", {"a": "no"})

        reply = visitor.get(visitor.url("check"))

        assert "Page second" in reply.words("#missing")
        assert "check again" in reply.words("#missing")
        assert visitor.post(visitor.url("check")).status == 422

    def test_saving_it_as_it_is_is_enough(self, visitor):
        visitor.send("first", {"a": "no"})

        reply = visitor.send("second", {"plain": "no"})

        assert reply.leads_to == visitor.url("check")
        assert not visitor.open("second").has("[data-asked-again]")

    def test_a_tab_that_was_open_all_the_while_is_no_conflict(self, visitor):
        seen = visitor.open("second").revision
        visitor.send("first", {"a": "no"})

        assert visitor.send("second", {"plain": "yes"}, revision=seen).status == 302

    def test_a_page_that_nothing_changed_beneath_says_nothing(self, visitor):
        assert not visitor.open("second").has("[data-asked-again]")


class TestWhatIsKept:
    def test_a_hidden_answer_is_marked_and_says_what_brings_it_back(self, visitor):
        visitor.send("first", {"a": "no"})

        reply = visitor.get(visitor.url("check"))

        kept = reply.words("[data-item=b]")
        assert kept == "Yes (not asked any more because of another answer; kept)"
        beside = reply.one("[data-item=b]").parent.get_text(" ")
        assert "“Question a?” (Yes)" in " ".join(beside.split())
        assert not reply.has("a[data-change=b]")

    def test_at_the_end_of_a_chain_the_question_to_change_is_named(self, visitor):
        visitor.send("first", {"a": "no"})

        beside = visitor.get(visitor.url("check")).one("[data-item=c]").parent

        assert "“Question a?” (Yes)" in " ".join(beside.get_text(" ").split())

    def test_it_comes_back_when_that_answer_does(self, visitor):
        visitor.send("first", {"a": "no"})
        visitor.send("first", {"a": "yes"})

        assert visitor.open("second").typed("b") == "yes"
        assert visitor.get(visitor.url("check")).words("[data-item=b]") == "Yes"

    def test_in_a_row_it_is_marked_beside_its_question(self, visit):
        items = [
            boolean("stopped"),
            {**boolean("why", "stopped"), "type": "string"},
        ]
        publish(items=[page("things", *items, repeats=True)])
        visitor = visit()
        row = add_row(visitor.response, "things", stopped="yes")
        visitor.send("things", {"stopped": "yes", "why": "It hurt"}, row=row)
        visitor.send("things", {"stopped": "no", "why": "It hurt"}, row=row)
        say_of_list(visitor.response, "things", "done")

        words = visitor.get(visitor.url("check")).words()

        assert "Question why? It hurt (not asked any more because" in words
