"""The few questions that are asked again, as the patient meets them."""

import pytest
from django.urls import reverse

from intake.questionnaires import actions
from intake.questionnaires.models import Response
from intake.review import asking
from intake.review.models import Case
from tests.factories.cases import make_case, make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import answer_until, fresh
from tests.factories.staff import make_staff
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db

HOME = reverse("patient:home")


@pytest.fixture
def asked(visit):
    """Sent; a clinician asks about blood vessels and the ride home again."""
    case = make_case()
    request = asking.ask_patient(
        case=case,
        items=["aneurysm", "escort"],
        reason="Please look at these <two> again.",
        by=make_staff("clinician"),
    )
    return visit(request)


def test_the_first_page_says_that_and_why_something_is_asked(asked):
    home = asked.get(HOME)

    assert "Please look at these <two> again." in home.words("[data-asked]")
    assert "2 questions" in home.words("[data-asked]")
    assert home.one("[data-stage]")["data-stage"] == "more_information"


def test_only_what_is_asked_is_on_the_pages(asked):
    opened = asked.get(asked.get(HOME).one("[data-asked] a")["href"])

    names = {field["name"] for field in opened.html.select("main input[type=radio]")}
    assert names == {"aneurysm"}
    assert opened.typed("aneurysm") == "no"
    assert "two" in opened.words("[data-why-again]")


def test_the_answers_are_checked_and_sent_on_top_of_those_before(asked):
    asked.send("vessels", {"aneurysm": "yes"})
    last = asked.send("visits", {"escort": "yes"})
    check = asked.get(last.leads_to)

    assert {row["data-item"] for row in check.html.select("[data-item]")} == {
        "aneurysm",
        "escort",
    }
    sending = asked.post(asked.url("check"), {"_action": "continue"})
    asked.post(sending.leads_to, {"_attest": "yes", "_action": "submit"})

    case = Case.objects.get()
    assert case.response == asked.response
    assert case.response.base.state == Response.State.AMENDED
    assert case.evaluations.count() == 2
    assert not asked.get(HOME).has("[data-asked]")


def test_what_is_missing_is_not_sent(asked):
    asked.send("vessels", {"aneurysm": "yes"})

    refused = asked.post(asked.url("check"), {"_action": "continue"})
    sent = asked.post(asked.url("submit"), {"_attest": "yes", "_action": "submit"})

    assert (refused.status, sent.status) == (422, 422)
    assert refused.has("#missing a")
    assert fresh(asked.response).response.is_open


def test_pages_that_are_not_asked_again_lead_to_those_that_are(asked):
    page = asked.open("medicines")

    assert page.leads_to == asked.address("vessels")


def test_sending_twice_has_one_effect(asked):
    asked.send("vessels", {"aneurysm": "yes"})
    asked.send("visits", {"escort": "yes"})
    data = {"_attest": "yes", "_action": "submit"}

    once, twice = (asked.post(asked.url("submit"), data) for _ in range(2))

    assert once.leads_to == twice.leads_to == HOME
    assert Case.objects.get().evaluations.count() == 2


def test_nobody_else_is_asked(asked, visit):
    other = visit(make_response())

    assert other.get(asked.address("vessels")).status == 404
    assert not other.get(HOME).has("[data-asked]")


def boolean(link_id):
    item = {"link_id": link_id, "type": "boolean", "text": f"{link_id}?"}
    page = {"type": "group", "link_id": f"page_{link_id}", "text": link_id}
    return page | {"items": [item | {"required": True, "why": "To know."}]}


class TestANewVersionAsksForSafety:
    @pytest.fixture
    def draft(self, visit):
        publish(items=[boolean("sleep"), boolean("food")])
        visitor = visit(make_response())
        visitor.send("page_sleep", {"sleep": "yes"})
        version = publish(items=[boolean("safe"), boolean("sleep"), boolean("food")])
        actions.ask_again(
            base=visitor.response, items=["safe"], by=None, version=version
        )
        return visitor

    @pytest.fixture
    def above(self, draft):
        return Visitor(draft.client, Response.objects.asked_again().get())

    def test_it_comes_first_and_says_why(self, draft, above):
        home = draft.get(HOME)

        assert "about your safety" in home.words("[aria-labelledby=draft-title]")
        assert home.one("a[data-continue]")["href"] == above.address("page_safe")
        assert "about your safety" in above.open("page_safe").words("[data-why-again]")

    def test_then_the_draft_goes_on_where_it_was(self, draft, above):
        saved = above.send("page_safe", {"safe": "yes"})

        assert saved.leads_to == draft.address("page_food")
        assert draft.open("page_food").status == 200

    def test_the_draft_is_not_sent_without_it(self, draft, above):
        answer_until(draft.response)

        check = draft.get(draft.url("check"))

        assert above.address("page_safe") in check.one("#missing a")["href"]
        refused = draft.post(draft.url("submit"), {"_attest": "yes"})
        assert refused.status == 422

    def test_all_is_checked_together(self, draft, above):
        above.send("page_safe", {"safe": "no"})
        answer_until(draft.response)

        assert above.get(above.url("check")).leads_to == draft.url("check")
        check = draft.get(draft.url("check"))
        rows = [row["data-item"] for row in check.html.select("[data-item]")]
        assert sorted(rows) == ["food", "safe", "sleep"]
