"""A page of the questionnaire: shown, posted, refused, changed elsewhere."""

import uuid

import pytest
from django.urls import reverse

from intake.domain.answer import answered
from intake.questionnaires import actions
from intake.questionnaires.models import SavedPage, Typed
from intake.safety.models import Alert
from intake.web.ui.why import why_url
from tests.factories.cases import make_response
from tests.factories.questionnaires import BODY, RISK, publish, publish_part
from tests.factories.responses import answer, answer_until, fresh

pytestmark = pytest.mark.django_db

CALM_MOOD = {f"phq9_{number}": "0" for number in range(1, 10)}


@pytest.fixture
def visitor(visit):
    publish_part(*RISK)
    return visit()


def test_a_page_says_what_it_is_to_people_and_bots(visitor):
    reply = visitor.open("wanted")

    assert reply.status == 200
    assert reply.kind == "page"
    assert reply.one("form[data-form]")["data-page"] == "wanted"
    assert reply.revision == "0"
    assert {button["value"] for button in reply.html.select("[name=_action]")} == {
        "continue",
        "leave",
    }


@pytest.mark.parametrize(("page", "is_said"), [("wanted", False), ("mood", True)])
def test_a_page_with_a_watched_answer_says_so_beforehand(visitor, page, is_said):
    answer_until(visitor.response, page)

    words = visitor.open(page).words()

    said = "your care team still sees the first one" in words
    assert said is is_said


def test_an_accepted_page_leads_to_the_next(visitor):
    reply = visitor.send("wanted", {"routes": ["in"], "reasons": ["pain"]})

    assert (reply.status, reply.leads_to) == (302, visitor.address("mood"))
    assert fresh(visitor.response).sheet.answers["reasons"] == answered(["pain"])


def test_a_saved_page_shows_what_was_answered(visitor):
    visitor.send("wanted", {"routes": ["in"]})

    reply = visitor.open("wanted")

    assert reply.revision == "1"
    assert [box["value"] for box in reply.html.select("input[checked]")] == ["in"]


def test_the_same_post_twice_is_accepted_twice_with_one_effect(visitor):
    first = visitor.send("wanted", {"routes": ["in"]}, revision=0)
    second = visitor.send("wanted", {"routes": ["in"]}, revision=0)

    assert first.leads_to == second.leads_to == visitor.address("mood")
    assert SavedPage.objects.count() == 1


def test_leaving_saves_and_leads_home(visitor):
    reply = visitor.send("wanted", {"routes": ["in"]}, action="leave")

    assert reply.leads_to == reverse("patient:home")
    assert fresh(visitor.response).latest("wanted")


def test_leaving_an_incomplete_page_keeps_what_was_given(visitor):
    reply = visitor.send("wanted", {"reasons": ["pain"]}, action="leave")

    assert reply.leads_to == reverse("patient:home")
    assert fresh(visitor.response).sheet.answers["reasons"] == answered(["pain"])


def test_whoever_comes_back_goes_on_where_they_stopped(visitor):
    visitor.send("wanted", {"routes": ["in"]}, action="leave")

    home = visitor.get(reverse("patient:home"))

    assert home.one("a[data-continue]")["href"] == visitor.address("mood")


def test_inputs_that_the_page_does_not_have_are_ignored_and_never_stored(visitor):
    visitor.send("wanted", {"routes": ["in"], "phq9_9": "3", "nonsense": "x"})

    assert fresh(visitor.response).latest("wanted").data.keys() == {"routes", "reasons"}
    assert not Alert.objects.exists()


class TestRefused:
    def test_it_names_every_question_and_leads_to_its_input(self, visitor):
        answer_until(visitor.response, "mood")

        reply = visitor.send("mood", {"phq9_1": "2"})

        assert reply.status == 422
        assert reply.one("#error-summary")["role"] == "alert"
        assert reply.refused() == {f"#id_phq9_{number}_0" for number in range(2, 10)}

    def test_what_was_accepted_is_stored_and_shown(self, visitor):
        answer_until(visitor.response, "mood")

        reply = visitor.send("mood", {"phq9_1": "2"})

        assert reply.typed("phq9_1") == "2"
        assert fresh(visitor.response).latest("mood").data == {
            "phq9_1": {"value": 2},
            "phq9_difficulty": {"state": "skipped"},
        }

    def test_a_question_left_blank_is_asked_again_and_not_called_skipped(self, visitor):
        answer_until(visitor.response, "mood")

        visitor.send("mood", {"phq9_1": "2"})

        assert "phq9_9" not in fresh(visitor.response).sheet.answers

    def test_it_can_be_completed_from_there(self, visitor):
        answer_until(visitor.response, "mood")
        refused = visitor.send("mood", {"phq9_1": "2"})

        reply = visitor.send("mood", CALM_MOOD, revision=refused.revision)

        assert reply.leads_to == visitor.address("screen")

    def test_the_same_refused_post_twice_has_one_effect(self, visitor):
        answer_until(visitor.response, "mood")

        replies = [visitor.send("mood", {"phq9_1": "2"}, revision=0) for _ in range(2)]

        assert [reply.status for reply in replies] == [422, 422]
        assert SavedPage.objects.filter(page="mood").count() == 1

    def test_a_risk_answer_on_it_brings_help_first_and_leads_back(self, visitor):
        answer_until(visitor.response, "mood")
        posted = {**CALM_MOOD, "phq9_9": "3"}
        del posted["phq9_4"]

        reply = visitor.send("mood", posted)

        assert reply.leads_to == visitor.url("now")
        assert Alert.objects.get().level == "same_day"
        help_now = visitor.get(reply.leads_to)
        assert help_now.has("main[data-crisis=page]")
        assert help_now.has("a[href='tel:988']")
        back = help_now.one("a[data-next]")["href"]
        assert back == visitor.address("mood")
        again = visitor.get(back)
        assert again.typed("phq9_9") == "3"
        assert again.typed("phq9_4") == ""

    def test_a_button_pressed_twice_leads_to_help_twice(self, visitor):
        answer_until(visitor.response, "mood")
        posted = {**CALM_MOOD, "phq9_9": "3"}

        replies = [visitor.send("mood", posted, revision=0) for _time in range(2)]

        assert {reply.leads_to for reply in replies} == {visitor.url("now")}
        assert Alert.objects.get().events.count() == 1

    def test_a_choice_that_is_not_offered_is_refused(self, visitor):
        answer_until(visitor.response, "mood")

        reply = visitor.send("mood", {**CALM_MOOD, "phq9_9": "4"})

        assert reply.status == 422
        assert reply.refused() == {"#id_phq9_9_0"}

    def test_nothing_at_all_is_refused_and_not_lost_on(self, visitor):
        reply = visitor.send("wanted")

        assert reply.status == 422
        assert reply.refused() == {"#id_routes_0"}


class TestOutOfOrder:
    def test_a_page_that_is_not_open_yet_leads_to_the_one_that_is(self, visitor):
        reply = visitor.open("screen")

        assert reply.leads_to == visitor.address("wanted")

    def test_a_post_to_it_is_a_conflict_that_says_where_to_go_on(self, visitor):
        reply = visitor.send("screen", {"asq_1": "yes"}, revision=0)

        assert reply.status == 409
        assert reply.has(f"a[href='{visitor.address('wanted')}']")
        assert not SavedPage.objects.exists()

    def test_a_page_that_is_not_asked_any_more_stores_nothing(self, visitor):
        answer_until(visitor.response, "screen_now", asq_1="yes")
        address = visitor.address("screen_now")
        answer(visitor.response, "screen")

        reply = visitor.post(address, {"_revision": "0", "asq_5": "yes"})

        assert reply.status == 409
        assert "screen_now" not in {p.page for p in SavedPage.objects.all()}

    def test_an_earlier_page_may_be_changed(self, visitor):
        answer_until(visitor.response, "today")

        reply = visitor.send("wanted", {"routes": ["iv_im"]})

        assert reply.leads_to == visitor.address("today")

    @pytest.mark.parametrize("number", [0, 99, 10**30])
    def test_a_number_that_no_page_has_is_not_found(self, visitor, number):
        address = reverse("patient:page", args=[visitor.response.pk, number])

        assert visitor.get(address).status == 404
        assert visitor.post(address).status == 404


class TestChangedElsewhere:
    @pytest.fixture
    def stale(self, visitor):
        """A tab that was opened before another one saved the page."""
        visitor.send("wanted", {"routes": ["in"], "reasons": ["pain"]})
        return visitor

    def test_both_values_are_shown_and_nothing_is_overwritten(self, stale):
        reply = stale.send("wanted", {"routes": ["iv_im"]}, revision=0)

        assert reply.status == 409
        row = reply.words("table tbody tr:first-child")
        assert "Esketamine nasal spray" in row
        assert "Ketamine through a vein" in row
        assert fresh(stale.response).sheet.answers["routes"] == answered(["in"])

    def test_one_may_keep_what_was_saved(self, stale):
        conflict = stale.send("wanted", {"routes": ["iv_im"]}, revision=0)
        keep = conflict.one("button[value=keep]")
        form = conflict.one(f"form#{keep['form']}")

        reply = stale.post(form["action"], {"_action": "keep"})

        assert reply.leads_to == stale.address("mood")
        assert fresh(stale.response).sheet.answers["routes"] == answered(["in"])
        assert not Typed.objects.exists()

    def test_one_may_take_what_was_sent_now(self, stale):
        conflict = stale.send("wanted", {"routes": ["iv_im"]}, revision=0)
        assert conflict.typed("routes") == "iv_im"

        reply = stale.send("wanted", {"routes": ["iv_im"]}, revision=conflict.revision)

        assert reply.leads_to == stale.address("mood")
        assert fresh(stale.response).sheet.answers["routes"] == answered(["iv_im"])

    def test_sending_what_is_saved_already_is_no_conflict(self, stale):
        reply = stale.send(
            "wanted", {"routes": ["in"], "reasons": ["pain"]}, revision=0
        )

        assert reply.leads_to == stale.address("mood")

    def test_a_risk_answer_in_a_stale_tab_is_shown_and_not_stored(self, visitor):
        answer_until(visitor.response, "screen")

        reply = visitor.send("mood", {**CALM_MOOD, "phq9_9": "3"}, revision=0)

        assert reply.status == 409
        assert "Nearly every day" in reply.words("table")

    @pytest.mark.parametrize("revision", ["", "x", "-1", "٣", "9" * 40, "7"])
    def test_a_version_that_makes_no_sense_loses_nothing(self, visitor, revision):
        reply = visitor.send("wanted", {"routes": ["in"]}, revision=revision)

        if reply.status == 409:
            assert reply.revision == "0"
            reply = visitor.send("wanted", {"routes": ["in"]}, revision=reply.revision)
        assert reply.leads_to == visitor.address("mood")
        assert fresh(visitor.response).sheet.answers["routes"] == answered(["in"])


class TestNotOnesOwn:
    def test_the_response_of_another_is_not_found(self, visitor, visit):
        stranger = visit(make_response())

        for method in (stranger.get, stranger.post):
            assert method(visitor.address("wanted")).status == 404
            assert method(visitor.url("check")).status == 404
            assert method(visitor.url("submit")).status == 404
        for name in ("now", "answers"):
            assert stranger.get(visitor.url(name)).status == 404
        assert not SavedPage.objects.exists()

    def test_a_response_that_never_was_is_not_found(self, visitor):
        address = reverse("patient:page", args=[uuid.uuid4(), 1])

        assert visitor.get(address).status == 404

    def test_nobody_signed_in_is_led_to_sign_in_and_back(self, visitor, client):
        reply = client.get(visitor.address("wanted"))

        assert reply.status_code == 302
        assert reply.url.startswith(reverse("patient:sign_in"))
        assert str(visitor.response.pk) in reply.url


class TestSentOrWithdrawn:
    @pytest.fixture
    def sent(self, visitor):
        answer_until(visitor.response)
        by = visitor.response.patient.user
        actions.complete_response(response=visitor.response, by=by)
        return visitor

    def test_looking_leads_home(self, sent):
        assert sent.open("wanted").leads_to == reverse("patient:home")

    def test_a_post_is_a_conflict_and_changes_nothing(self, sent):
        reply = sent.send("wanted", {"routes": ["iv_im"]}, revision=1)

        assert reply.status == 409
        assert reply.has("a[href='/patient/']")
        assert fresh(sent.response).number("wanted") == 1

    def test_one_that_is_sent_while_a_page_is_on_its_way_is_a_conflict(
        self, visitor, monkeypatch
    ):
        save_page = actions.save_page

        def withdrawn_meanwhile(**save):
            by = visitor.response.patient.user
            actions.withdraw_response(response=visitor.response, by=by)
            return save_page(**save)

        monkeypatch.setattr(actions, "save_page", withdrawn_meanwhile)

        reply = visitor.send("wanted", {"routes": ["in"]})

        assert reply.status == 409
        assert not SavedPage.objects.exists()


class TestHelpOnLaterPages:
    @pytest.mark.parametrize(
        ("item9", "shown"),
        [
            pytest.param(0, None, id="no risk"),
            pytest.param(1, "card", id="low"),
            pytest.param(3, "page", id="same day"),
        ],
    )
    def test_it_stands_on_every_later_page(self, visitor, item9, shown):
        answer_until(visitor.response, "screen", phq9_9=item9)

        pages = [
            visitor.open("wanted"),
            visitor.open("screen"),
            visitor.get(reverse("patient:home")),
            visitor.get(reverse("patient:about_you")),
        ]

        for page in pages:
            found = page.html.select("aside[data-crisis]")
            assert [tag["data-crisis"] for tag in found] == ([shown] if shown else [])

    def test_no_level_is_named_to_the_patient(self, visitor):
        answer_until(visitor.response, "screen", phq9_9=3)

        words = visitor.open("screen").html.get_text(" ").lower()

        assert "same day" not in words
        assert "same_day" not in words
        assert "alert" not in words

    def test_an_emergency_of_the_body_stays_in_sight(self, visit):
        publish_part(*BODY)
        visitor = visit()
        answer_until(visitor.response, "right_now")

        reply = visitor.send("right_now", {"medical_emergency": "yes"})

        assert visitor.get(reply.leads_to).has("main[data-crisis=emergency]")
        assert visitor.open("heart_now").has("aside[data-crisis=emergency]")
        assert visitor.open("heart_now").has("a[href='tel:911']")

    def test_another_page_sent_again_leads_on(self, visitor):
        answer_until(visitor.response, "screen", phq9_9=3)

        for _time in range(2):
            reply = visitor.send("wanted", {"routes": ["iv_im"]})

        assert reply.leads_to == visitor.address("screen")

    def test_it_is_gone_when_the_alert_was_closed(self, visitor, close_alert):
        answer_until(visitor.response, "screen", phq9_9=3)
        close_alert()

        assert not visitor.open("screen").has("aside[data-crisis]")


def test_the_clock_of_the_screen_starts_when_its_page_is_shown(visitor):
    answer_until(visitor.response, "mood")

    visitor.open("mood")

    assert fresh(visitor.response).response.screen_due_at


def test_pages_are_not_kept_by_browsers(visitor):
    reply = visitor.open("wanted")

    assert "no-store" in reply.response.headers["Cache-Control"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(visitor, method):
    reply = getattr(visitor.client, method)(visitor.address("wanted"))

    assert reply.status_code == 405


VIEW, SAVE = 9, 21  # statements


@pytest.mark.parametrize("where", ["wanted", "mood", "screen"])
def test_a_page_asks_the_database_as_often_whatever_is_on_it(
    visitor, django_assert_num_queries, where
):
    answer_until(visitor.response, "today")
    visitor.open("wanted")

    with django_assert_num_queries(VIEW):
        visitor.open(where)


@pytest.mark.parametrize(
    ("where", "given"),
    [("wanted", {"routes": ["in"]}), ("mood", CALM_MOOD | {"phq9_1": "1"})],
)
def test_a_save_asks_the_database_as_often_whatever_is_in_it(
    visitor, django_assert_num_queries, where, given
):
    answer_until(visitor.response, "today")
    visitor.open("wanted")

    with django_assert_num_queries(SAVE):
        visitor.send(where, given, revision=1)


class TestReasons:
    def test_each_question_says_why_and_where_to_read_more(self, visitor):
        reply = visitor.open("wanted")

        link = reply.one("#div_id_routes details.why a")
        assert link["href"] == why_url("routes")
        assert link["target"] == "_blank"
        assert "opens a new tab" in link.get_text()

    def test_a_page_whose_questions_share_a_reason_says_it_once(self, visitor):
        answer_until(visitor.response, "mood")

        reply = visitor.open("mood")

        (link,) = reply.html.select("details.why a")
        assert link["href"] == why_url("phq9_1")

    def test_the_place_it_leads_to_is_there(self, visitor):
        link = visitor.open("wanted").one("#div_id_routes details.why a")["href"]
        address, _hash, place = link.partition("#")

        assert visitor.get(address).html.find(id=place)["data-item"] == "routes"

    def test_the_reason_of_an_inner_group_stands_beside_its_questions(self, visit):
        question = {"link_id": "q", "type": "boolean", "text": "Question?"}
        inner = {
            "link_id": "inner",
            "type": "group",
            "why": "Because.",
            "items": [question],
        }
        publish(
            items=[{"link_id": "a", "type": "group", "text": "A", "items": [inner]}]
        )

        reply = visit().open("a")

        assert "Because." in reply.words("#div_id_q details.why")
