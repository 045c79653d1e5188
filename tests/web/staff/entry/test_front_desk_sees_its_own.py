"""The front desk sees what it entered itself, and no other answer."""

import pytest
from django.urls import reverse

from intake.domain.questionnaire.answers import ListState
from intake.questionnaires import actions
from intake.questionnaires.models import SavedPage
from tests.factories.cases import make_response
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import LISTS, publish_part
from tests.factories.responses import (
    add_row,
    answer,
    answer_partly,
    answer_until,
    fresh,
    say_of_list,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db
CANARY = "canaryine 41 mg"
HIDDEN = "Answered by the patient"
WANTED = {"routes": "in", "reasons": "depression"}


@pytest.fixture
def lists(desk):
    """Begun online by a patient, at the medicines."""
    publish_part(*LISTS)
    response = make_response(site=desk.sites.first())
    answer(response, "wanted", routes=["iv_im"])
    return response


def every_page(clerk):
    """All that can be read of a response, under the names of its addresses."""
    pages = clerk.response.definition.pages
    addresses = [
        clerk.start,
        *(clerk.address(page.link_id) for page in pages),
        reverse("staff:entry_section", args=[clerk.response.pk, 1]),
        reverse("staff:entry_section", args=[clerk.response.pk, 2]),
        clerk.url("check"),
        clerk.url("submit"),
    ]
    return {address: clerk.client.get(address) for address in addresses}


def test_no_answer_of_the_patient_stands_on_any_page(desk, lists, sit):
    row = add_row(lists, "medicines", rx_name=CANARY, rx_for=CANARY)
    say_of_list(lists, "medicines", ListState.DONE)
    answer_until(lists)
    clerk = sit(desk, lists)

    replies = every_page(clerk)
    replies["row"] = clerk.client.get(clerk.address("medicines", row))
    replies["remove"] = clerk.client.get(clerk.address("medicines", row, remove=True))

    assert {r.status_code for r in replies.values()} <= {200, 302}
    assert [name for name, reply in replies.items() if CANARY in reply.text] == []
    assert HIDDEN in replies[clerk.url("check")].text


def test_the_canary_is_there_for_a_clinician(clinician, lists, sit):
    """So that the test above can fail."""
    add_row(lists, "medicines", rx_name=CANARY)

    assert (
        CANARY
        in sit(clinician, lists)
        .client.get(sit(clinician, lists).address("medicines"))
        .text
        or CANARY
        in sit(clinician, lists).get(sit(clinician, lists).url("check")).html.get_text()
    )


def test_a_page_of_the_patient_says_so_and_shows_nothing(desk, online, sit):
    answer(online, "wanted", routes=["iv_im"], reasons=["depression"])

    page = sit(desk, online).open("wanted")

    assert page.words("[data-held]").count(HIDDEN) == 2
    assert not page.has("main form[data-form=page]")
    assert not page.has("main input[checked]")
    assert page.one("a[data-next]")["href"].endswith("/2/")


def test_a_page_of_the_patient_is_not_overwritten(desk, online, sit):
    answer(online, "wanted", routes=["iv_im"], reasons=["anxiety"])
    before = fresh(online).latest("wanted").data

    sit(desk, online).enter("wanted", WANTED, revision=1)

    assert fresh(online).latest("wanted").data == before
    assert SavedPage.objects.filter(by=desk).count() == 0


def test_what_the_patient_left_out_can_be_filled_in(desk, online, sit):
    answer_partly(online, "wanted", routes=["iv_im"])
    clerk = sit(desk, online)

    page = clerk.open("wanted")
    clerk.enter("wanted", {"reasons": "depression"})

    assert not page.has("[name=routes]")
    assert page.has("[name=reasons]")
    data = fresh(online).latest("wanted").data
    assert data["routes"] == {"value": ["iv_im"]}
    assert data["reasons"] == {"value": ["depression"]}


def test_filling_in_the_rest_does_not_open_what_was_there(desk, online, sit):
    answer_partly(online, "wanted", routes=["iv_im"])
    clerk = sit(desk, online)
    clerk.enter("wanted", {"reasons": "depression"})

    page = clerk.open("wanted")

    assert not page.has("[name=routes]")
    assert page.has("[name=reasons][checked]")


def test_own_entries_can_be_seen_and_corrected(desk, draft, sit):
    clerk = sit(desk, draft)
    clerk.enter("wanted", WANTED)
    page = clerk.open("wanted")
    assert page.has("[name=routes][value=in][checked]")

    clerk.enter("wanted", WANTED | {"routes": "iv_im"})

    assert fresh(draft).latest("wanted").data["routes"] == {"value": ["iv_im"]}


def test_entries_of_a_colleague_stay_hidden_too(desk, site, draft, sit):
    sit(desk, draft).enter("wanted", WANTED)
    colleague = make_staff("front_desk", sites=(site,))

    page = sit(colleague, draft).open("wanted")

    assert "Entered by a colleague" in page.words("[data-held]")
    assert not page.has("main input[checked]")


def test_what_the_patient_changed_online_is_closed_to_the_front_desk(desk, draft, sit):
    clerk = sit(desk, draft)
    clerk.enter("wanted", WANTED)
    answer(draft, "wanted", routes=["iv_im"], reasons=["depression"])

    page = clerk.open("wanted")

    assert not page.has("[name=routes]")
    assert page.has("[name=reasons]")


def test_an_answer_that_came_in_the_meantime_is_not_shown_as_a_difference(
    desk, draft, sit
):
    clerk = sit(desk, draft)
    opened = clerk.open("wanted")
    answer(draft, "wanted", routes=["iv_im"], reasons=["anxiety"])

    reply = clerk.enter("wanted", WANTED, revision=opened.revision)

    assert reply.status == 409
    assert not reply.has("main table")
    assert HIDDEN in reply.words()
    assert not reply.has("main form[data-form=page]")


def test_clinicians_see_and_correct_everything(clinician, online, sit):
    answer(online, "wanted", routes=["iv_im"], reasons=["depression"])
    clerk = sit(clinician, online)

    assert clerk.open("wanted").has("[name=routes][value=iv_im][checked]")
    clerk.enter("wanted", WANTED)

    assert fresh(online).latest("wanted").data["routes"] == {"value": ["in"]}


class TestLists:
    def test_a_list_that_the_patient_confirmed_is_closed(self, desk, lists, sit):
        row = add_row(lists, "medicines", rx_name=CANARY)
        say_of_list(lists, "medicines", ListState.DONE)
        clerk = sit(desk, lists)

        page = clerk.open("medicines")
        added = clerk.send("medicines", action="add", revision=page_number(lists))
        other = "6b0f1c1e-0000-4000-8000-000000000001"
        sent = clerk.send("medicines", {"rx_name": "x"}, row=other, revision=0)

        assert not page.has("form[data-form=list]")
        assert not page.has("li[data-row]")
        assert (added.status, sent.status) == (409, 409)
        assert [found.id for found in fresh(lists).sheet.lists["medicines"].rows] == [
            row
        ]

    def test_an_open_list_takes_entries_and_hides_those_of_the_patient(
        self, desk, lists, sit
    ):
        add_row(lists, "medicines", rx_name=CANARY)
        clerk, own = sit(desk, lists), "6b0f1c1e-0000-4000-8000-000000000001"

        clerk.send("medicines", {"rx_name": "lithium"}, row=own, revision=0)

        page = clerk.open("medicines")
        assert [row["data-row"] for row in page.html.select("li[data-row]")] == [own]
        assert HIDDEN in page.words()
        assert len(fresh(lists).sheet.lists["medicines"].rows) == 2

    def test_an_entry_of_the_patient_is_not_removed(self, desk, lists, sit):
        row = add_row(lists, "medicines", rx_name=CANARY)
        clerk = sit(desk, lists)
        remove = clerk.address("medicines", row, remove=True)

        reply = clerk.post(remove, {"_action": "remove", "_revision": "1"})

        assert reply.status == 409
        assert len(fresh(lists).sheet.lists["medicines"].rows) == 1

    def test_an_entry_that_the_patient_removed_is_not_put_back(self, desk, lists, sit):
        row = add_row(lists, "medicines", rx_name=CANARY)
        data = fresh(lists).latest("medicines", row).data
        actions.save_page(
            response=lists,
            place=actions.Place("medicines", row),
            posted=actions.Posted(data, 1, removed=True),
            by=lists.patient.user,
        )
        clerk = sit(desk, lists)

        page = clerk.open("medicines")
        reply = clerk.post(clerk.address("medicines"), {"_restore": row})

        assert CANARY not in page.html.get_text()
        assert reply.status == 409
        assert fresh(lists).sheet.lists["medicines"].rows == ()


def page_number(response):
    return fresh(response).number("medicines")


class TestAskedAgain:
    """What stands on earlier answers is asked anew, without showing those."""

    @pytest.fixture
    def again(self, online):
        answer_until(online, routes=["iv_im"], reasons=["depression"])
        actions.complete_response(response=online, by=online.patient.user)
        online.refresh_from_db()
        return actions.ask_again(base=online, items=["routes"], by=None, reason="Why.")

    def test_the_earlier_answer_is_not_shown(self, desk, again, sit):
        page = sit(desk, again).open("wanted")

        assert page.has("[name=routes]")
        assert not page.has("main input[checked]")

    def test_what_is_answered_now_counts(self, desk, again, sit):
        sit(desk, again).enter("wanted", {"routes": "in"})

        now = fresh(again)
        assert now.sheet.answers["routes"].value == ["in"]
        assert now.latest("wanted").by_id == desk.pk

    def test_the_check_hides_what_stands_beneath(self, desk, again, sit):
        clerk = sit(desk, again)
        clerk.enter("wanted", {"routes": "in"})

        page = clerk.get(clerk.url("check"))

        assert page.has("dd[data-item=routes]")
        assert "Depression" not in page.html.get_text()


def test_the_front_desk_sees_no_alert_and_no_level(desk, online, sit):
    answer_until(online, "screen", phq9_9=2)
    clerk = sit(desk, online)

    text = " ".join(reply.text for reply in every_page(clerk).values()).lower()

    for word in ("same day", "data-level", "/staff/alerts/", "high risk"):
        assert word not in text


def test_a_draft_of_somebody_else_shows_its_sections_only(desk, sit):
    publish_part(*LISTS)
    response = make_newcomer(desk)
    answer(response, "wanted")

    page = sit(desk, response).get(sit(desk, response).start)

    assert page.has(".section-states")
    assert not page.has("[data-item]")
