"""What is typed and not saved: kept while one types, and there again afterwards."""

import uuid

import pytest
from django.urls import reverse

from intake.domain.answer import answered
from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Posted
from intake.questionnaires.models import Mode, SavedPage, Typed
from intake.safety.models import Alert
from intake.web.ui.filling.typing import inputs
from intake.web.ui.question_form import QuestionForm
from tests.factories.every_kind import ITEMS
from tests.factories.questionnaires import LISTS, RISK, publish, publish_part
from tests.factories.responses import (
    add_row,
    answer,
    answer_partly,
    answer_until,
    fresh,
    save,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db
HOME = reverse("patient:home")
NOTE = "[data-typed-note]"


@pytest.fixture
def visitor(visit):
    publish_part(*RISK)
    return visit()


@pytest.fixture
def listing(visit):
    publish_part(*LISTS)
    visitor = visit()
    answer(visitor.response, "wanted")
    return visitor


def typed_address(visitor, page, row=""):
    return f"{visitor.address(page, row)}typed/"


def type_on(visitor, page, data, *, row="", revision=0):
    """Send the form as the script does: every input, no button."""
    controls = {"_revision": revision}
    return visitor.post(typed_address(visitor, page, row), controls | data)


def discard(visitor, page, *, row="", action="discard"):
    address = typed_address(visitor, page, row)
    return visitor.post(address, {"_action": action})


def chosen(reply, name):
    return [box["value"] for box in reply.html.select(f"[name={name}][checked]")]


class TestKeeping:
    def test_it_is_kept_and_nothing_is_saved(self, visitor):
        reply = type_on(visitor, "wanted", {"reasons": ["pain"]})

        assert reply.status == 204
        assert not reply.response.content
        assert not SavedPage.objects.exists()
        kept = actions.typed_on(visitor.response, Place("wanted"))
        assert kept.answers["reasons"] == answered(["pain"])

    def test_inputs_that_the_page_does_not_have_are_dropped(self, visitor):
        odd = {"phq9_9": "3", "_other.nonsense": "x", "routes.ft": "5", "_action": "x"}

        type_on(visitor, "wanted", {"reasons": ["pain"]} | odd)

        kept = actions.typed_on(visitor.response, Place("wanted"))
        assert kept.raw == {"routes": [], "reasons": ["pain"]}

    def test_it_answers_409_when_the_form_was_sent(self, visitor):
        actions.withdraw_response(
            response=visitor.response, by=visitor.response.patient.user
        )

        assert type_on(visitor, "wanted", {"reasons": ["pain"]}).status == 409
        assert not Typed.objects.exists()

    def test_more_than_a_page_can_hold_is_too_much(self, visitor):
        reply = type_on(visitor, "wanted", {"reasons": ["x" * 64_001]})

        assert reply.status == 413
        assert not Typed.objects.exists()

    def test_on_a_list_itself_there_is_nothing_to_type(self, listing):
        assert type_on(listing, "medicines", {"rx_name": "x"}).status == 404

    def test_a_page_has_no_rows(self, visitor):
        row = str(uuid.uuid4())
        number = visitor.address("wanted").rstrip("/").rsplit("/")[-1]
        address = reverse("patient:row_typed", args=[visitor.response.pk, number, row])

        assert visitor.post(address, {"reasons": "pain"}).status == 404

    def test_it_takes_a_post(self, visitor):
        assert visitor.get(typed_address(visitor, "wanted")).status == 405

    def test_nobody_types_on_the_page_of_somebody_else(self, visitor, visit):
        stranger = visit()

        reply = stranger.post(
            typed_address(visitor, "wanted"), {"reasons": ["pain"], "_revision": "0"}
        )

        assert reply.status == 404
        assert not Typed.objects.exists()

    @pytest.mark.parametrize(
        ("sent", "shown"),
        [
            ("%F0%9F%98%80", "\U0001f600"),
            ("%3Cb%3E%26amp%3B", "<b>&amp;"),
            ("%FF", "\ufffd"),
            ("%ED%A0%BD", "\ufffd\ufffd\ufffd"),
            ("a%00b", "a\0b"),
            ("+", ""),
        ],
    )
    def test_whatever_somebody_types_breaks_nothing(self, listing, sent, shown):
        row = str(uuid.uuid4())
        reply = listing.client.post(
            typed_address(listing, "medicines", row),
            f"_revision=0&rx_name={sent}",
            content_type="application/x-www-form-urlencoded",
        )

        again = listing.open("medicines", row)

        assert reply.status_code == 204
        assert again.typed("rx_name") == shown


class TestComingBack:
    def test_what_was_typed_stands_in_the_inputs_with_a_note(self, visitor):
        type_on(visitor, "wanted", {"reasons": ["pain"]})

        reply = visitor.open("wanted")

        assert reply.status == 200
        assert chosen(reply, "reasons") == ["pain"]
        assert "It is not saved yet: press Save and go on." in reply.words(NOTE)
        assert not reply.has("#error-summary")
        assert reply.kind == "page"

    def test_also_what_cannot_be_saved(self, visit):
        publish(items=ITEMS)
        visitor = visit()
        odd = {
            "whole": "many",
            "day.year": "85",
            "height.ft": "five",
            "open": "other",
            "_other.open": "violet",
            "_state.exact": "unsure",
            "exact": "3",
            "words": "Two\nlines",
        }

        type_on(visitor, "page", odd)

        reply = visitor.open("page")
        assert {name: reply.typed(name) for name in odd} == odd

    def test_a_page_without_it_has_no_note(self, visitor):
        reply = visitor.open("wanted")

        assert not reply.has(NOTE)
        assert reply.has("[role=status][data-typed]")

    def test_saving_it_lets_the_note_go(self, visitor):
        type_on(visitor, "wanted", {"routes": ["in"]})

        visitor.send("wanted", {"routes": ["in"]})

        reply = visitor.open("wanted")
        assert not reply.has(NOTE)
        assert chosen(reply, "routes") == ["in"]

    def test_one_may_have_the_saved_answers_back(self, visitor):
        answer(visitor.response, "wanted", reasons=["anxiety"])
        type_on(visitor, "wanted", {"reasons": ["pain"]}, revision=1)
        button = visitor.open("wanted").one(f"{NOTE} button")
        assert button.get_text() == "Show what I saved before instead"

        reply = discard(visitor, "wanted", action=button["value"])

        assert reply.leads_to == visitor.address("wanted")
        again = visitor.open("wanted")
        assert chosen(again, "reasons") == ["anxiety"]
        assert not again.has(NOTE)

    def test_the_button_that_lets_go_is_not_the_one_that_enter_presses(self, visitor):
        type_on(visitor, "wanted", {"reasons": ["pain"]})

        reply = visitor.open("wanted")

        form = reply.one("form[data-form]")
        assert form.select_one("button")["value"] == "continue"
        other = reply.one(f"{NOTE} button")["form"]
        assert reply.one(f"form#{other}") is not form

    def test_a_question_that_was_not_there_yet_shows_its_saved_answer(self, visit):
        asked = {"type": "boolean", "text": "Is it?"}
        hidden = {"enable_when": {"item": "first", "value": "yes"}}
        group = {"type": "group", "text": "Page"}
        publish(
            items=[
                group | {"link_id": "one", "items": [asked | {"link_id": "first"}]},
                group
                | {
                    "link_id": "two",
                    "items": [
                        asked | {"link_id": "always"},
                        asked | {"link_id": "sometimes"} | hidden,
                    ],
                },
            ]
        )
        visitor = visit()
        answer(visitor.response, "one", first="yes")
        answer(visitor.response, "two", always="no", sometimes="no")
        answer(visitor.response, "one", first="no")
        revision = fresh(visitor.response).number("two")
        type_on(visitor, "two", {"always": "yes"}, revision=revision)
        answer(visitor.response, "one", first="yes")

        reply = visitor.open("two")

        assert reply.typed("always") == "yes"
        assert reply.typed("sometimes") == "no"


class TestSavedSince:
    """The page was saved from elsewhere after it was opened here."""

    @pytest.fixture
    def stale(self, visitor):
        answer(visitor.response, "wanted", routes=["in"], reasons=["anxiety"])
        type_on(visitor, "wanted", {"routes": ["iv_im"]}, revision=0)
        return visitor

    def test_both_versions_are_shown(self, stale):
        reply = stale.open("wanted")

        assert reply.status == 200
        row = reply.words("table tbody tr:first-child")
        assert "Esketamine nasal spray" in row
        assert "Ketamine through a vein" in row
        assert chosen(reply, "routes") == ["iv_im"]

    def test_when_the_same_was_saved_there_is_nothing_to_choose(self, visitor):
        type_on(visitor, "wanted", {"routes": ["in"], "reasons": ["pain"]})
        said = {"routes": {"value": ["in"]}, "reasons": {"value": ["pain"]}}
        actions.save_page(
            response=visitor.response,
            place=Place("wanted"),
            posted=Posted(said, 0, mode=Mode.PHONE),
            by=make_staff("clinician"),
        )

        reply = visitor.open("wanted")

        assert not reply.has("table")
        assert reply.revision == "1"
        assert chosen(reply, "reasons") == ["pain"]

    def test_one_may_use_what_was_typed(self, stale):
        shown = stale.open("wanted")

        reply = stale.send("wanted", {"routes": ["iv_im"]}, revision=shown.revision)

        assert reply.leads_to == stale.address("mood")
        assert fresh(stale.response).sheet.answers["routes"] == answered(["iv_im"])

    def test_one_may_keep_what_was_saved_and_goes_on(self, stale):
        reply = discard(stale, "wanted", action="keep")

        assert reply.leads_to == stale.address("mood")
        assert not stale.open("wanted").has("table")

    def test_a_post_that_comes_too_late_is_not_lost_when_its_window_closes(
        self, visitor
    ):
        answer(visitor.response, "wanted", routes=["in"])
        visitor.send("wanted", {"routes": ["iv_im"]}, revision=0)

        reply = visitor.open("wanted")

        assert "Ketamine through a vein" in reply.words("table")

    def test_a_risk_answer_in_such_a_post_does_not_lie_unseen(self, visitor):
        answer_until(visitor.response)
        stale = {f"phq9_{n}": "0" for n in range(1, 9)} | {"phq9_9": "3"}

        reply = visitor.send("mood", stale, revision=0)

        assert reply.status == 409
        assert Typed.objects.get().due_at is not None

    def test_being_asked_again_about_the_same_is_not_a_newer_version(self, visit):
        asked = {"type": "boolean", "text": "Is it?"}
        hidden = {"enable_when": {"item": "first", "value": "yes"}}
        group = {"type": "group", "text": "Page"}
        items = [asked | {"link_id": "always"}, asked | {"link_id": "more"} | hidden]
        publish(
            items=[
                group | {"link_id": "one", "items": [asked | {"link_id": "first"}]},
                group | {"link_id": "two", "items": items},
            ]
        )
        visitor = visit()
        answer(visitor.response, "one", first="yes")
        answer(visitor.response, "two", always="no", more="no")
        revision = fresh(visitor.response).number("two")
        type_on(visitor, "two", {"always": "yes", "more": "no"}, revision=revision)
        answer(visitor.response, "one", first="no")
        assert fresh(visitor.response).number("two") > revision

        reply = visitor.open("two")

        assert reply.has(NOTE)
        assert reply.typed("always") == "yes"


class TestRefused:
    def test_what_was_not_accepted_is_there_after_the_window_was_closed(self, visit):
        publish(items=ITEMS)
        visitor = visit()

        reply = visitor.send("page", {"whole": "many", "line": "kept"})

        assert reply.status == 422
        again = visitor.open("page")
        assert again.status == 200
        assert again.typed("whole") == "many"
        assert again.typed("line") == "kept"

    def test_also_when_one_stops_for_now(self, visit):
        publish(items=ITEMS)
        visitor = visit()

        visitor.send("page", {"whole": "many"}, action="leave")

        assert visitor.open("page").typed("whole") == "many"
        assert visitor.get(HOME).has("[data-unsaved]")

    def test_what_is_only_missing_is_no_news(self, visitor):
        answer_until(visitor.response, "mood")

        visitor.send("mood", {"phq9_1": "2"})

        assert not Typed.objects.exists()

    def test_a_page_that_is_not_open_any_more_keeps_what_was_sent(self, visitor):
        answer_until(visitor.response, "today")
        answer_partly(visitor.response, "wanted", reasons=["pain"])
        assert not fresh(visitor.response).may_open(2)
        mood = {f"phq9_{number}": "1" for number in range(1, 10)}

        reply = visitor.send("mood", mood, revision=1)

        assert reply.status == 409
        assert "What you typed on this page is kept." in reply.words()
        answer(visitor.response, "wanted")
        assert visitor.open("mood").typed("phq9_1") == "1"


class TestRows:
    def test_an_entry_that_was_never_saved_can_be_found(self, listing):
        row = str(uuid.uuid4())

        type_on(listing, "medicines", {"rx_name": "sertral"}, row=row)

        found = listing.open("medicines").one("[data-unsaved] a")
        assert found.get_text() == "sertral"
        again = listing.get(found["href"])
        assert again.typed("rx_name") == "sertral"
        assert "press Save." in again.words(NOTE)
        assert again.one(f"{NOTE} button").get_text() == "Clear what I typed"

    def test_clearing_a_new_entry_leads_back_to_the_list(self, listing):
        row = str(uuid.uuid4())
        type_on(listing, "medicines", {"rx_name": "sertral"}, row=row)

        reply = discard(listing, "medicines", row=row)

        assert reply.leads_to == listing.address("medicines")
        assert not listing.open("medicines").has("[data-unsaved]")

    def test_an_entry_that_was_saved_shows_what_was_typed_on_it(self, listing):
        row = add_row(listing.response, "medicines", rx_name="sertraline")
        type_on(listing, "medicines", {"rx_name": "setraline XR"}, row=row, revision=1)

        reply = listing.open("medicines", row)

        assert reply.typed("rx_name") == "setraline XR"
        back = discard(listing, "medicines", row=row)
        assert back.leads_to == listing.address("medicines", row)

    def test_an_entry_removed_elsewhere_is_not_lost_with_what_was_typed(self, listing):
        row = add_row(listing.response, "medicines", rx_name="sertraline")
        data = dict(fresh(listing.response).latest("medicines", row).data)
        save(listing.response, "medicines", data, row=row, removed=True)
        type_on(listing, "medicines", {"rx_name": "lithium"}, row=row, revision=1)

        reply = listing.open("medicines", row)

        assert "You removed this entry" in reply.words()
        assert "lithium" in reply.words("table")

    def test_without_anything_typed_a_list_says_nothing(self, listing):
        add_row(listing.response, "medicines", rx_name="sertraline")

        assert not listing.open("medicines").has("[data-unsaved]")


class TestBeingFound:
    def test_the_start_page_says_where_something_is_not_saved(self, visitor):
        answer(visitor.response, "wanted")
        type_on(visitor, "mood", {"phq9_1": "2"})

        home = visitor.get(HOME)

        assert home.one("[data-unsaved] a")["href"] == visitor.address("mood")
        assert "typed and have not saved" in home.words("[data-unsaved]")

    def test_the_check_says_that_it_will_not_be_sent(self, visitor):
        answer_until(visitor.response)
        type_on(visitor, "wanted", {"reasons": ["pain"]}, revision=1)

        reply = visitor.get(visitor.url("check"))

        assert "It will not be sent" in reply.words("[data-unsaved]")
        assert reply.one("[data-unsaved] a")["href"] == visitor.address("wanted")

    def test_a_page_that_is_not_open_now_is_not_offered(self, visitor):
        answer_until(visitor.response, "today")
        type_on(visitor, "mood", {"phq9_1": "2"}, revision=1)
        answer_partly(visitor.response, "wanted", reasons=["pain"])

        assert not visitor.get(HOME).has("[data-unsaved]")


def test_help_names_what_was_only_typed(visitor):
    answer_until(visitor.response, "today")
    type_on(visitor, "today", {"self_harm_now": "yes"})
    actions.leave(response=visitor.response, by=visitor.response.patient.user)

    reply = visitor.get(visitor.url("now"))

    assert reply.has("main[data-crisis=page]")
    assert Alert.objects.get().level == "acute"


def test_every_input_that_a_page_draws_is_one_that_is_kept(visit):
    publish(items=ITEMS)
    visitor = visit()
    now = fresh(visitor.response)
    form = QuestionForm(
        items=now.asked_on(now.page("page")), answers={}, language="en", on=None
    )
    known = {part for name in form.fields for part in inputs(form, name)}

    drawn = visitor.open("page").one("form[data-form]").select("[name]")

    names = {field["name"] for field in drawn}
    assert names - known == {"_action", "_revision", "csrfmiddlewaretoken"}
