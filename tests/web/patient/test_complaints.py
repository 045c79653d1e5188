"""What people complain of in other forms, tried on ours as they would meet it."""

import pytest
from django.test import Client
from django.urls import reverse

from intake.domain.questionnaire.answers import ListState
from intake.questionnaires.models import Response
from intake.review.evaluation import active_protocol
from intake.review.models import Case
from intake.review.publishing import publish_protocol
from tests.factories.cases import WELL, fill, make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import (
    add_row,
    answer,
    answer_until,
    fresh,
    say_of_list,
)
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db

HOME = reverse("patient:home")


def page(link_id, question, *options):
    item = {"link_id": link_id, "type": "choice", "text": question, "why": "To know."}
    item["options"] = [{"code": code, "text": text} for code, text in options]
    return {"link_id": f"page_{link_id}", "type": "group", "items": [item]}


FIRST = [
    page("mood", "How is your mood?", ("low", "Low"), ("fine", "Fine")),
    page("sleep", "Do you sleep?", ("yes", "Yes"), ("no", "No")),
]
SECOND = [
    page("mood", "And your spirits?", ("low", "In the cellar"), ("high", "Up high")),
    page("food", "Do you eat?", ("yes", "Yes"), ("no", "No")),
]


@pytest.fixture
def begun(visit):
    """Somebody on the first version, when the second is published."""
    publish(items=FIRST)
    visitor = visit(make_response())
    visitor.send("page_mood", {"mood": "low"})
    publish(items=SECOND)
    return visitor


def test_answers_do_not_vanish_when_the_form_is_edited_meanwhile(begun):
    begun.send("page_sleep", {"sleep": "no"})

    answers = begun.get(begun.url("check"))
    assert "Do you sleep?" in answers.words()
    assert "Low" in answers.words("[data-item=mood]")


def test_the_form_does_not_change_under_whoever_is_filling_it_in(begun):
    opened = begun.open("page_mood")

    assert "How is your mood?" in opened.words()
    assert "spirits" not in opened.words()


def test_answers_to_two_wordings_are_never_mixed(begun, visit):
    newcomer = visit(make_response())
    newcomer.send("page_mood", {"mood": "low"})

    old, new = (one.get(one.url("check")) for one in (begun, newcomer))

    assert "Low" in old.words("[data-item=mood]")
    assert "In the cellar" in new.words("[data-item=mood]")


def test_an_option_of_another_version_is_not_taken(begun):
    reply = begun.send("page_mood", {"mood": "high"}, revision=1)

    assert reply.status == 422
    assert fresh(begun.response).sheet.answers["mood"].value == "low"


def test_an_old_draft_is_judged_by_the_rules_of_the_day_it_is_sent(visit, db):
    response = make_response()
    fill(response, WELL)
    before = active_protocol()
    rules = before.data | {"title": "Rules of the next day"}
    publish_protocol(rules, supplied_by=response.definition)
    visitor = visit(response)

    visitor.post(visitor.url("submit"), {"_attest": "yes", "_action": "submit"})

    used = Case.objects.get().evaluations.get().protocol
    assert used.number == before.number + 1


def test_saving_for_later_never_sends(visit):
    publish(items=FIRST)
    visitor = visit(make_response())
    answer_until(visitor.response, "page_sleep")

    visitor.send("page_sleep", {"sleep": "yes"}, action="leave")

    assert fresh(visitor.response).response.state == Response.State.IN_PROGRESS
    assert not Case.objects.exists()


def test_a_draft_stands_on_the_first_page_after_signing_in(begun):
    home = begun.get(HOME)

    assert home.one("a[data-continue]")["href"] == begun.address("page_sleep")


def test_what_was_begun_on_one_device_goes_on_on_another(begun):
    other = Client()
    other.force_login(begun.response.patient.user)
    elsewhere = Visitor(other, begun.response)

    assert elsewhere.open("page_mood").typed("mood") == "low"
    elsewhere.send("page_sleep", {"sleep": "no"})

    assert begun.open("page_sleep").typed("sleep") == "no"


def test_a_page_left_open_over_night_is_still_there_in_the_morning(begun):
    answer_until(begun.response)
    assert begun.get(begun.url("check")).status == 200
    begun.client.logout()

    sent_away = begun.post(begun.url("check"), {"_action": "continue"})
    begun.client.force_login(begun.response.patient.user)

    assert sent_away.leads_to.startswith(reverse("patient:sign_in"))
    assert "Low" in begun.get(begun.url("check")).words("[data-item=mood]")
    assert not Case.objects.exists()


def test_one_persons_answers_never_overwrite_anothers(begun, visit):
    other = visit(make_response())
    address = begun.address("page_mood")

    reply = other.post(address, {"mood": "fine", "_revision": 1})

    assert reply.status == 404
    assert fresh(begun.response).sheet.answers["mood"].value == "low"


def test_two_people_in_one_browser_do_not_meet(begun):
    second = make_response()
    begun.client.logout()
    begun.client.force_login(second.patient.user)

    assert begun.open("page_mood").status == 404
    answer(second, "page_mood", mood="low")
    assert fresh(begun.response).number("page_mood") == 1


LIST = {
    "link_id": "things",
    "type": "group",
    "repeats": True,
    "text": "Things",
    "items": [
        {"link_id": "thing", "type": "string", "text": "What?", "required": True},
        {"link_id": "more", "type": "boolean", "text": "More?"},
        {
            "link_id": "which",
            "type": "string",
            "text": "Which?",
            "enable_when": {"item": "more", "value": "yes"},
        },
    ],
}


@pytest.fixture
def listing(visit):
    """Somebody on the page of a list, with a question before it that may hide it."""
    yes_no = page("any", "Any?", ("yes", "Yes"), ("no", "No"))
    hidden = LIST | {"enable_when": {"item": "any", "value": "yes"}}
    publish(items=[yes_no, hidden])
    visitor = visit(make_response())
    visitor.send("page_any", {"any": "yes"})
    return visitor


def things(listing):
    rows = fresh(listing.response).sheet.rows("things").rows
    return [row.answers["thing"].value for row in rows]


def test_no_row_is_lost_when_another_one_is_changed_or_taken_off(listing):
    first, second, _third = [
        add_row(listing.response, "things", thing=name, more="no", which="")
        for name in ("one", "two", "three")
    ]

    listing.send("things", {"thing": "TWO", "more": "no"}, row=second)
    listing.post(listing.address("things", first, remove=True), {"_revision": "1"})

    assert things(listing) == ["TWO", "three"]


def test_a_condition_in_a_row_is_not_met_by_another_row(listing):
    add_row(listing.response, "things", thing="one", more="yes", which="this")
    second = add_row(listing.response, "things", thing="two", more="no", which="")

    asked = fresh(listing.response)
    shown = {item.link_id for item in asked.asked_on(asked.page("things"), second)}

    assert "thing" in shown
    listing.send("things", {"thing": "two", "more": "no"}, row=second)
    entry = listing.open("things").one(f"li[data-row='{second}']").get_text()
    assert "this" not in entry


def test_rows_that_a_branch_hides_are_kept_and_come_back(listing):
    add_row(listing.response, "things", thing="one", more="no", which="")
    say_of_list(listing.response, "things", ListState.DONE)

    listing.send("page_any", {"any": "no"}, revision=1)
    assert not listing.get(listing.url("check")).has("[data-item=thing]")
    listing.send("page_any", {"any": "yes"}, revision=2)

    assert things(listing) == ["one"]
    assert "one" in listing.open("things").words()


def test_a_list_said_to_be_empty_differs_from_one_that_was_not_reached(listing):
    before = listing.get(listing.url("check"))
    say_of_list(listing.response, "things", ListState.NONE)
    after = listing.get(listing.url("check"))

    assert before.leads_to or before.has("#missing a")
    assert not after.has("#missing a")
