"""Sections: how far each is, looking through a finished one, what is missing where."""

import uuid

import pytest
from django.urls import reverse

from tests.factories.cases import make_response
from tests.factories.every_kind import ITEMS as EVERY_KIND
from tests.factories.questionnaires import publish
from tests.factories.responses import answer_until, fresh

pytestmark = pytest.mark.django_db


def question(link_id, kind="boolean", **settings):
    return {
        "link_id": link_id,
        "type": kind,
        "text": f"Question {link_id}?",
        **settings,
    }


def page(link_id, *items, **settings):
    text = {"type": "group", "text": f"Page {link_id}"}
    return {"link_id": link_id, "items": [*items], **text, **settings}


MUST = {"required": True, "states": ["unsure"]}
ITEMS = [
    page("one", question("a", **MUST), question("b"), section="Start"),
    page("two", question("c", **MUST)),
    page(
        "things",
        question("name", "string", **MUST),
        question("dose", "string", soft_required=True),
        repeats=True,
        required=True,
        section="Middle",
    ),
    page(
        "three",
        question("day", "date", **MUST),
        question("high", "integer", soft_required=True),
        section="End",
    ),
]


@pytest.fixture
def visitor(visit):
    publish(items=ITEMS)
    return visit()


def section(visitor, number):
    return reverse("patient:section", args=[visitor.response.pk, number])


def progress(reply):
    return [
        " ".join(entry.get_text(" ").split())
        for entry in reply.html.select(".progress li")
    ]


class TestProgress:
    def test_it_tells_the_state_of_each_section_and_no_percentage(self, visitor):
        answer_until(visitor.response, "things")

        reply = visitor.open("things")

        assert progress(reply) == [
            "Start done Check : Start",
            "Middle you are here",
            "End to come",
        ]
        assert "Section 2 of 3: Middle" in reply.words(".progress p")
        assert "%" not in reply.words(".progress")

    def test_a_finished_section_can_be_opened_again(self, visitor):
        answer_until(visitor.response, "things")

        reply = visitor.open("things")

        address = reply.html.find("a", string="Start")["href"]
        assert visitor.get(address).one("form[data-form]")["data-page"] == "one"


class TestASection:
    def test_a_finished_one_can_be_looked_through(self, visitor):
        answer_until(visitor.response, "things", b="yes")

        address = visitor.open("things").one("a[data-check]")["href"]
        reply = visitor.get(address)

        assert address == section(visitor, 1)
        assert reply.words("[data-item=b]") == "Yes"
        assert reply.has(f"a[data-change=c][href='{visitor.address('two')}']")
        assert not reply.has("[data-item=things]")
        assert reply.one("a[data-next]")["href"] == visitor.address("things")

    def test_its_address_has_a_number_and_no_name(self, visitor):
        assert section(visitor, 1).endswith("/sections/1/")

    @pytest.mark.parametrize("number", [1, 3])
    def test_one_that_is_not_finished_leads_to_where_to_go_on(self, visitor, number):
        visitor.send("one", {"b": "yes"})

        reply = visitor.get(section(visitor, number))

        assert reply.leads_to == visitor.address("one")

    def test_one_that_there_is_not_is_not_found(self, visitor):
        assert visitor.get(section(visitor, 9)).status == 404

    def test_that_of_somebody_else_is_not_found(self, visitor, visit):
        answer_until(visitor.response, "things")
        stranger = visit(make_response())

        assert stranger.get(section(visitor, 1)).status == 404

    def test_it_takes_no_post(self, visitor):
        answer_until(visitor.response, "things")

        assert visitor.post(section(visitor, 1)).status == 405


class TestTheWholeCheck:
    def test_it_is_grouped_by_section(self, visitor):
        answer_until(visitor.response)

        reply = visitor.get(visitor.url("check"))

        found = reply.html.select("h2[id^=section-], h2[id^=section-] ~ h3")
        assert [(tag.name, tag.get_text()) for tag in found] == [
            ("h2", "Start"),
            ("h3", "Page one"),
            ("h3", "Page two"),
            ("h2", "Middle"),
            ("h3", "Page things"),
            ("h2", "End"),
            ("h3", "Page three"),
        ]

    def test_a_questionnaire_without_sections_has_its_pages_alone(self, visit):
        publish(items=[page("one", question("a"))])
        visitor = visit()
        visitor.send("one", {"a": "no"})

        reply = visitor.get(visitor.url("check"))

        assert [tag.get_text() for tag in reply.html.select("main h2")] == ["Page one"]


def links(reply, selector="#missing a"):
    return {
        " ".join(a.get_text().split()): a["href"] for a in reply.html.select(selector)
    }


class TestWhatIsMissing:
    def test_it_is_named_with_a_link_to_the_very_question(self, visitor):
        visitor.send("one", {"b": "yes"})

        found = links(visitor.get(visitor.url("check")))

        assert found["Question a?"] == f"{visitor.address('one')}#id_a_0"
        assert "Question b?" not in found

    def test_the_link_leads_to_an_input_that_is_there(self, visitor):
        visitor.send("one", {"b": "yes"})
        address, _hash, target = links(visitor.get(visitor.url("check")))[
            "Question a?"
        ].partition("#")

        assert visitor.get(address).html.find(id=target).name == "input"

    def test_in_a_list_it_leads_to_the_question_in_the_row(self, visitor):
        answer_until(visitor.response, "things")
        row = str(uuid.uuid4())
        visitor.send("things", {"dose": "5 mg"}, row=row)

        found = links(visitor.get(visitor.url("check")))

        assert found["Page things"] == f"{visitor.address('things')}#id_add"
        address = visitor.address("things", row)
        assert found["Page things, entry 1: Question name?"] == f"{address}#id_name"

    def test_what_nobody_has_come_to_is_named_by_section_alone(self, visitor):
        visitor.send("one", {"b": "yes"})

        found = links(visitor.get(visitor.url("check")))

        assert found == {
            "Question a?": f"{visitor.address('one')}#id_a_0",
            "Page two": visitor.address("two"),
            "Page things": visitor.address("things"),
            "Page three": visitor.address("three"),
        }

    def test_pages_of_one_section_are_named_from_the_first_on(self, visitor):
        found = links(visitor.get(visitor.url("check")))

        assert found["Start, from “Page one” on"] == visitor.address("one")

    def test_what_may_stay_empty_is_named_apart(self, visitor):
        answer_until(visitor.response, "three")
        visitor.send("three", {"_state.day": "unsure"})

        reply = visitor.get(visitor.url("check"))

        assert not reply.has("#missing")
        empty = links(reply, "section.alert-info a")
        assert empty == {"Question high?": f"{visitor.address('three')}#id_high"}

    def test_every_kind_of_question_has_an_input_to_lead_to(self, visit):
        (group,) = EVERY_KIND
        required = [item | {"required": True} for item in group["items"]]
        publish(items=[group | {"items": required}])
        visitor = visit()
        visitor.send("page")

        found = links(visitor.get(visitor.url("check")))

        opened = visitor.open("page")
        targets = [url.partition("#")[2] for url in found.values()]
        assert len(targets) == len(required)
        assert all(opened.html.find(id=target) for target in targets)

    def test_it_is_refused_until_nothing_is(self, visitor):
        reply = visitor.post(visitor.url("check"))

        assert reply.status == 422
        assert reply.one("#error-summary")["role"] == "alert"
        answer_until(visitor.response)
        assert visitor.post(visitor.url("check")).leads_to == visitor.url("submit")
        assert fresh(visitor.response).next_page is None


class TestMarks:
    def test_required_if_you_can_and_optional_look_different(self, visitor):
        answer_until(visitor.response, "three")
        three, one = visitor.open("three"), visitor.open("one")

        marks = {
            name: reply.words(f"#id_{name}_legend")
            for reply, name in ((one, "a"), (one, "b"), (three, "high"), (three, "day"))
        }

        assert marks == {
            "a": "Question a?",
            "b": "Question b? (optional)",
            "high": "Question high? (if you can)",
            "day": "Question day?",
        }
        assert "which takes longer" in three.words()
        assert "which takes longer" not in one.words()
