"""A new version is published while somebody fills in an older one."""

import pytest
from django.urls import reverse

from intake.domain.safety import Level
from intake.questionnaires import actions
from intake.questionnaires.models import Response
from intake.review.models import Case
from intake.safety.models import Alert
from tests.factories.responses import answer_until, fresh
from tests.questionnaires.test_asking_again import boolean, page
from tests.questionnaires.test_forcing import BODY, MIND, NIGHTS, VOICES, force, publish
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db

HOME = reverse("patient:home")
SEND = {"_attest": "yes", "_action": "submit"}


@pytest.fixture
def draft(visit):
    """At the second of three pages; the last one asks about voices."""
    publish(items=[BODY, NIGHTS, MIND], facts=VOICES)
    visitor = visit()
    visitor.send("body", {"heart": "yes", "lungs": "no"})
    return visitor


def reworded(draft):
    """A version asks about voices in other words: of the draft, too, and first."""
    other = page(boolean("voices", help="In other words."), link_id="mind")
    force("voices", items=[BODY, NIGHTS, other], facts=VOICES)
    return Visitor(draft.client, Response.objects.asked_again().get())


class TestAPageThatWasOpenBefore:
    def test_what_was_answered_there_is_stored_and_acts_at_once(self, draft):
        draft.send("nights", {"sleep": "yes"})
        opened = draft.open("mind")
        above = reworded(draft)

        reply = draft.send("mind", {"voices": "yes"}, revision=opened.revision)

        assert reply.leads_to == draft.url("now")
        assert Alert.objects.open().get().level == Level.ACUTE
        stored = fresh(draft.response).latest("mind")
        assert stored.data == {"voices": {"value": "yes"}}
        helped = draft.get(reply.leads_to)
        assert helped.one("a[data-next]")["href"] == above.address("mind")

    def test_it_acts_also_after_the_new_question_was_answered(self, draft):
        draft.send("nights", {"sleep": "yes"})
        opened = draft.open("mind")
        above = reworded(draft)
        above.send("mind", {"voices": "no"})

        reply = draft.send("mind", {"voices": "yes"}, revision=opened.revision)

        assert reply.leads_to == draft.url("now")
        assert Alert.objects.open().get().level == Level.ACUTE

    def test_one_that_asks_nothing_any_more_leads_on(self, draft):
        above = reworded(draft)
        draft.send("nights", {"sleep": "yes"})

        assert draft.open("mind").leads_to == above.address("mind")


class TestTheQuestionsOnTop:
    def test_they_come_before_the_rest_and_the_rest_goes_on_where_it_was(self, draft):
        above = reworded(draft)
        first = draft.get(HOME).one("a[data-continue]")["href"]
        assert first == above.address("mind")

        saved = above.send("mind", {"voices": "no"})

        assert saved.leads_to == draft.address("nights")

    def test_a_risk_answer_leads_to_help_and_then_back(self, draft):
        above = reworded(draft)

        reply = above.send("mind", {"voices": "yes"})

        assert reply.leads_to == above.url("now")
        helped = above.get(reply.leads_to)
        assert helped.one("a[data-next]")["href"] == draft.address("nights")
        assert Alert.objects.open().get().level == Level.ACUTE

    def test_saved_for_later_it_is_there_on_the_first_page(self, draft):
        above = reworded(draft)

        left = above.send("mind", {"voices": "no"}, action="leave")

        assert left.leads_to == HOME
        assert draft.get(HOME).one("a[data-continue]")["href"] == draft.address(
            "nights"
        )

    def test_a_page_that_was_opened_twice_shows_both_answers(self, draft):
        above = reworded(draft)
        above.send("mind", {"voices": "no"}, revision=0)

        stale = above.send("mind", {"voices": "yes"}, revision=0)

        assert stale.status == 409
        assert not Alert.objects.open().exists()

    def test_both_are_sent_at_once_and_the_case_rests_on_the_upper_one(self, draft):
        above = reworded(draft)
        above.send("mind", {"voices": "no"})
        answer_until(draft.response)
        draft.post(draft.url("submit"), SEND)

        assert Case.objects.get().response == above.response
        home = draft.get(HOME)
        assert home.one("[data-stage]")["data-stage"] == "received"
        answers = draft.get(home.one("a[href$='/answers/']")["href"])
        found = {row["data-item"] for row in answers.html.select("[data-item]")}
        assert found == {"heart", "lungs", "sleep", "voices"}
        assert not answers.has("[data-earlier]")

    def test_sent_by_itself_it_leads_to_where_all_is_sent(self, draft):
        above = reworded(draft)
        above.send("mind", {"voices": "no"})

        assert above.get(above.url("submit")).leads_to == above.url("check")
        assert above.get(above.url("check")).leads_to == draft.url("check")
        assert above.post(above.url("submit"), SEND).status == 409
        assert not Case.objects.exists()

    def test_nobody_else_sees_it(self, draft, visit):
        above = reworded(draft)
        other = visit()

        for address in (above.address("mind"), above.url("check"), above.url("submit")):
            assert other.get(address).status == 404
            assert other.post(address).status == 404

    def test_withdrawing_closes_both(self, draft):
        above = reworded(draft)

        draft.post(reverse("patient:withdraw"))

        assert above.get(above.address("mind")).leads_to == HOME
        assert not Response.objects.in_progress().exists()


def test_the_screen_s_clock_starts_when_a_question_on_top_is_seen(visit):
    publish(items=[BODY, NIGHTS])
    visitor = visit()
    visitor.send("body", {"heart": "no", "lungs": "no"})
    force("voices", items=[MIND, BODY, NIGHTS], facts=VOICES, screen=["voices"])
    above = Visitor(visitor.client, Response.objects.asked_again().get())

    above.open("mind")

    assert Response.objects.get(pk=above.response.pk).screen_due_at
    assert not Response.objects.get(pk=visitor.response.pk).screen_due_at


@pytest.mark.parametrize("asked", [1, 3])
def test_the_pages_cost_the_same_however_much_is_asked_on_top(
    visit, django_assert_num_queries, asked
):
    publish(items=[BODY, NIGHTS])
    visitor = visit()
    names = [f"voices_{n}" for n in range(asked)]
    mind = page(*(boolean(name) for name in names), link_id="mind")
    force(*names, items=[mind, BODY, NIGHTS])
    above = Visitor(visitor.client, Response.objects.asked_again().get())
    above.open("mind")

    with django_assert_num_queries(10):
        above.open("mind")
    with django_assert_num_queries(13):
        visitor.get(HOME)


def test_answers_that_were_sent_again_can_be_read_with_those_before(visit):
    publish(items=[BODY, NIGHTS])
    visitor = visit()
    answer_until(visitor.response, lungs="no")
    first = actions.complete_response(
        response=visitor.response, by=visitor.response.patient.user
    )
    again = actions.ask_again(base=first, items=["lungs"], by=None, reason="Why")
    answer_until(again, lungs="yes")
    latest = actions.complete_response(response=again, by=first.patient.user)

    page_ = Visitor(visitor.client, latest).get(
        reverse("patient:answers", args=[latest.pk])
    )

    assert page_.words("[data-before=lungs]") == "Before: No"
    before = visitor.get(page_.one("a[data-earlier]")["href"])
    assert before.words("dd[data-item=lungs]") == "No"
