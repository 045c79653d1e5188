"""Filling in for a patient: how it begins, what is stored, who may."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.audit.models import Event
from intake.questionnaires import actions
from intake.questionnaires.models import Response, SavedPage
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import LISTS, publish_part
from tests.factories.responses import add_row, answer, answer_until, fresh
from tests.factories.staff import make_site, make_staff
from tests.web.staff.entry.clerk import Clerk

pytestmark = pytest.mark.django_db
WANTED = {"routes": "iv_im", "reasons": "depression"}
DRAFTS = reverse("staff:drafts")


def latest(response, page):
    return SavedPage.objects.filter(response=response, page=page).latest("number")


class TestBeginning:
    def test_the_page_says_who_it_is_and_asks_how_the_answers_come(self, desk, draft):
        page = Clerk(desk, draft).get(Clerk(desk, draft).start)

        assert page.kind == "entry"
        assert "Nora" in page.words("h1")
        assert {tag["value"] for tag in page.html.select("input[name=mode]")} == {
            "phone",
            "paper",
            "in_person",
        }

    def test_it_leads_to_the_first_page_that_is_not_complete(self, desk, draft):
        answer(draft, "wanted")
        clerk = Clerk(desk, draft)

        reply = clerk.begin()

        assert reply.leads_to == clerk.address("mood")

    @pytest.mark.parametrize("posted", [{}, {"mode": "self"}, {"mode": "x"}])
    def test_nobody_begins_without_saying_how(self, desk, draft, posted):
        clerk = Clerk(desk, draft)

        reply = clerk.post(clerk.start, posted)

        assert reply.status == 422
        assert reply.refused() == {"#id_mode_0"}

    def test_a_page_that_is_opened_before_asks_how_first(self, desk, draft):
        clerk = Clerk(desk, draft)

        assert clerk.open("wanted").leads_to == clerk.start

    def test_what_is_posted_before_is_not_stored(self, desk, draft):
        clerk = Clerk(desk, draft)

        reply = clerk.post(clerk.address("wanted"), WANTED)

        assert reply.status == 409
        assert reply.one("main a.btn-primary")["href"] == clerk.start
        assert not draft.saved_pages.exists()

    def test_the_mode_stands_on_each_page_and_can_be_changed(self, desk, draft, sit):
        clerk = sit(desk, draft, "paper")
        page = clerk.open("wanted")
        assert page.one("[data-mode]")["data-mode"] == "paper"
        assert page.one(f'[data-mode] a[href="{clerk.start}"]')

        clerk.begin("in_person")

        assert clerk.open("wanted").one("[data-mode]")["data-mode"] == "in_person"

    def test_two_drafts_at_once_keep_a_mode_each(self, desk, draft):
        other, client = make_newcomer(desk), Clerk(desk, draft)
        client.begin("phone")

        second = Clerk(desk, other)
        second.client = client.client
        second.begin("paper")

        assert client.open("wanted").one("[data-mode]")["data-mode"] == "phone"
        assert second.open("wanted").one("[data-mode]")["data-mode"] == "paper"

    def test_opening_a_response_is_recorded_with_who_and_how(self, desk, draft, sit):
        sit(desk, draft, "paper")

        event = Event.objects.get(action="response.entry_begun")
        assert (event.actor_id, event.detail) == (str(desk.pk), {"mode": "paper"})
        assert event.patient_id == str(draft.patient_id)

    def test_what_was_sent_is_not_opened(self, desk, draft):
        answer_until(draft)
        actions.complete_response(response=draft, by=draft.patient.user)

        clerk = Clerk(desk, draft)

        assert clerk.get(clerk.start).leads_to == DRAFTS
        assert clerk.begin().status == 409


class TestSaving:
    def test_a_page_is_stored_with_who_entered_it_and_how(self, desk, draft, sit):
        reply = sit(desk, draft, "phone").enter("wanted", WANTED)

        saved = latest(draft, "wanted")
        assert (saved.by, saved.mode, saved.accepted) == (desk, "phone", True)
        assert not saved.read_out
        assert "/staff/entry/" in reply.leads_to

    def test_the_event_names_who_and_how(self, desk, draft, sit):
        sit(desk, draft, "paper").enter("wanted", WANTED)

        event = Event.objects.get(action="response.saved")
        assert event.actor_id == str(desk.pk)
        assert event.detail == {"page": "wanted", "mode": "paper"}

    def test_bad_input_is_refused_and_what_is_good_is_kept(self, desk, draft, sit):
        reply = sit(desk, draft).enter("wanted", WANTED | {"routes": "by magic"})

        assert reply.status == 422
        assert reply.refused() == {"#id_routes_0"}
        saved = latest(draft, "wanted")
        assert (saved.accepted, saved.mode) == (False, "phone")
        assert "reasons" in fresh(draft).latest("wanted").data

    def test_a_page_changed_in_the_meantime_overwrites_nothing(
        self, clinician, draft, sit
    ):
        clerk = sit(clinician, draft)
        opened = clerk.open("wanted")
        answer(draft, "wanted", routes=["in"])

        reply = clerk.enter("wanted", WANTED, revision=opened.revision)

        assert reply.status == 409
        assert draft.saved_pages.count() == 1
        assert "Saved already" in reply.words()

    def test_stopping_leads_to_the_list(self, desk, draft, sit):
        reply = sit(desk, draft).enter("wanted", WANTED, action="leave")

        assert reply.leads_to == DRAFTS

    def test_the_patient_goes_on_where_staff_stopped(self, desk, draft, sit):
        sit(desk, draft).enter("wanted", WANTED)
        patient = Client()
        patient.force_login(draft.patient.user)

        home = patient.get(reverse("patient:home"))

        assert f"/patient/forms/{draft.pk}/2/" in home.text

    def test_a_page_cannot_be_opened_before_its_turn(self, desk, draft, sit):
        clerk = sit(desk, draft)

        assert clerk.open("today").leads_to == clerk.address("wanted")

    def test_a_page_that_does_not_exist_is_not_found(self, desk, draft, sit):
        clerk = sit(desk, draft)

        assert clerk.get(f"/staff/entry/{draft.pk}/99/").status == 404


class TestLists:
    @pytest.fixture
    def draft(self, desk):
        publish_part(*LISTS)
        response = make_newcomer(desk)
        answer(response, "wanted")
        return response

    def test_a_row_is_added_changed_and_confirmed(self, desk, draft, sit):
        clerk = sit(desk, draft, "paper")
        added = clerk.post(
            clerk.address("medicines"), {"_action": "add", "_revision": "0"}
        )
        clerk.post(added.leads_to, {"rx_name": "lithium", "_revision": "0"})
        row = clerk.open("medicines").one("li[data-row]")["data-row"]
        clerk.send("medicines", {"rx_name": "sertraline"}, row=row)

        reply = clerk.send("medicines", action="done")

        assert reply.leads_to == clerk.address("diagnosis")
        rows = draft.saved_pages.exclude(row="")
        assert set(rows.values_list("by", "mode")) == {(desk.pk, "paper")}
        assert latest(draft, "medicines").mode == "paper"

    def test_a_row_is_taken_off_and_put_back(self, desk, draft, sit):
        clerk = sit(desk, draft)
        row = "6b0f1c1e-0000-4000-8000-000000000001"
        clerk.send("medicines", {"rx_name": "lithium"}, row=row, revision=0)
        remove = clerk.address("medicines", row, remove=True)

        clerk.post(remove, {"_action": "remove", "_revision": "1"})

        page = clerk.open("medicines")
        assert not page.has("li[data-row]")
        back = {"_restore": row, "_revision": page.revision}
        clerk.post(clerk.address("medicines"), back)
        assert clerk.open("medicines").has("li[data-row]")
        stored = draft.saved_pages.filter(row=row)
        assert set(stored.values_list("mode", flat=True)) == {"phone"}

    def test_bad_buttons_are_refused(self, desk, draft, sit):
        assert sit(desk, draft).send("medicines", action="done").status == 422

    def test_a_list_changed_in_the_meantime_is_shown_as_it_is(
        self, clinician, draft, sit
    ):
        clerk = sit(clinician, draft)
        opened = clerk.open("medicines")
        add_row(draft, "medicines", rx_name="lithium")

        reply = clerk.send("medicines", action="unsure", revision=opened.revision)

        assert reply.status == 409


class TestDoors:
    """Who may fill in for whom."""

    @pytest.fixture
    def addresses(self, draft):
        names = ["check", "submit", "now"]
        clerk = Clerk(make_staff("front_desk"), draft)
        row = "6b0f1c1e-0000-4000-8000-000000000001"
        return [
            clerk.start,
            clerk.address("wanted"),
            clerk.address("wanted", row),
            clerk.address("wanted", row, remove=True),
            reverse("staff:entry_section", args=[draft.pk, 1]),
            reverse("staff:patient", args=[draft.patient_id]),
            reverse("staff:patient_change", args=[draft.patient_id]),
            *(clerk.url(name) for name in names),
        ]

    @pytest.mark.parametrize("role", ["front_desk", "clinician", "medical_director"])
    def test_another_site_finds_nothing(self, draft, addresses, role):
        client = Client()
        client.force_login(make_staff(role, sites=(make_site(),)))

        found = {client.get(address).status_code for address in addresses}
        posted = {client.post(address).status_code for address in addresses}

        assert found == posted == {404}

    @pytest.mark.parametrize(
        "role", ["administrator", "content_editor", "privacy_officer"]
    )
    def test_other_roles_are_turned_away(self, site, draft, addresses, role):
        client = Client()
        client.force_login(make_staff(role, sites=(site,)))

        found = {client.get(address).status_code for address in addresses}

        assert found == {403}

    def test_patients_are_turned_away_even_from_their_own(self, draft, addresses):
        client = Client()
        client.force_login(draft.patient.user)

        assert {client.get(address).status_code for address in addresses} == {403}

    def test_whoever_is_not_signed_in_is_asked_to(self, client, addresses):
        for address in addresses:
            reply = client.get(address)

            assert reply.status_code == 302
            assert reply.headers["Location"].startswith("/staff/sign-in/")

    def test_the_front_desk_still_opens_no_case_page_of_answers(self, desk, draft):
        """Filling in gives no other way to a response."""
        assert not Response.objects.visible_to(desk).exists()


def test_a_page_costs_the_same_however_much_was_entered(
    desk, draft, sit, django_assert_num_queries
):
    clerk = sit(desk, draft)
    clerk.enter("wanted", WANTED)
    address = clerk.address("wanted")
    with django_assert_num_queries(9):
        clerk.get(address)

    for routes in ("in", "iv_im", "in"):
        clerk.enter("wanted", WANTED | {"routes": routes})

    with django_assert_num_queries(9):
        clerk.get(address)


def test_a_screen_that_staff_leave_open_has_its_clock(desk, draft, sit):
    answer_until(draft, "screen")
    clerk = sit(desk, draft)

    clerk.get(fresh_address(clerk, draft))

    draft.refresh_from_db()
    assert draft.screen_due_at > timezone.now() + timedelta(minutes=1)


def fresh_address(clerk, draft):
    return clerk.address(fresh(draft).next_page.page.link_id)
