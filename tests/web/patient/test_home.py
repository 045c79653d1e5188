"""Where a patient lands: begin, go on, follow what happens, withdraw."""

import pytest
from django.urls import reverse

from intake.audit.models import Event
from intake.patients import actions as patients
from intake.questionnaires import actions
from intake.questionnaires.models import Response
from intake.review import actions as review
from intake.review.actions import Verdict
from intake.review.models import Case
from tests.factories.questionnaires import LISTS, RISK, publish_part
from tests.factories.responses import answer, answer_until
from tests.factories.staff import make_staff
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db

HOME, WITHDRAW, BEGIN = (
    reverse(f"patient:{name}") for name in ("home", "withdraw", "begin")
)


@pytest.fixture
def visitor(visit):
    publish_part(*RISK)
    return visit(first_name="Kim")


@pytest.fixture
def sent(visitor):
    answer_until(visitor.response)
    by = visitor.response.patient.user
    review.receive_response(response=visitor.response, by=by)
    return visitor


@pytest.fixture
def clinician(db):
    return make_staff("clinician")


def decide(case, clinician, message):
    outcomes = {"iv_im": "eligible"}  # the calmest wish is one route
    verdict = Verdict(outcomes=outcomes, rationale="Fine.", message=message)
    seen = review.revision_of(case)
    return review.record_decision(case=case, verdict=verdict, seen=seen, by=clinician)


class TestBeginning:
    def test_it_greets_as_the_person_likes_to_be_called(self, visit):
        home = visit(first_name="Katherine", preferred_name="Kit").get(HOME)

        assert "Hello Kit" in home.words("h1")

    def test_it_offers_to_begin(self, visitor):
        home = visitor.get(HOME)

        link = home.one("a[data-continue]")
        assert link.get_text() == "Begin"
        assert link["href"] == visitor.address("wanted")

    def test_it_offers_to_go_on(self, visitor):
        answer(visitor.response, "wanted")

        home = visitor.get(HOME)

        assert home.one("a[data-continue]").get_text() == "Go on"
        assert "Next: Your mood" in home.words()

    def test_a_draft_is_the_first_thing_that_one_sees(self, visitor):
        answer(visitor.response, "wanted")

        home = visitor.get(HOME)

        first = home.html.select("main section")[0]
        assert first.select_one("h2").get_text() == "You can go on where you stopped"
        assert first.select_one("a[data-continue]")

    def test_it_says_how_to_go_on_with_another_device(self, visitor):
        answer(visitor.response, "wanted")
        Response.objects.update(saved_at="2026-03-04T15:10Z")

        draft = visitor.get(HOME).words("main section:first-of-type")

        assert "Continue on another device" in draft
        assert "testserver/patient/" in draft
        assert "the same e-mail address" in draft
        assert "Last saved on 4 March 2026" in draft

    def test_what_was_not_begun_is_not_continued_elsewhere(self, visitor):
        assert "another device" not in visitor.get(HOME).words()

    def test_when_everything_is_filled_in_it_leads_to_the_check(self, visitor):
        answer_until(visitor.response)

        home = visitor.get(HOME)

        assert home.one("a[data-continue]")["href"] == visitor.url("check")

    def test_it_asks_the_database_as_often_however_much_is_saved(
        self, visitor, django_assert_num_queries
    ):
        visitor.get(HOME)
        with django_assert_num_queries(13):
            visitor.get(HOME)
        answer_until(visitor.response)
        with django_assert_num_queries(13):
            visitor.get(HOME)


class TestFollowing:
    def test_what_was_sent_has_a_reference_and_a_stage(self, sent):
        home = sent.get(HOME)

        case = Case.objects.get()
        assert home.one("[data-reference]").get_text() == case.reference
        assert home.one("[data-stage]")["data-stage"] == "received"
        assert not home.has("a[data-continue]")
        assert not home.has("[data-message]")

    def test_the_message_of_a_decision_is_shown_and_its_reading_recorded(
        self, sent, clinician
    ):
        decide(Case.objects.get(), clinician, "Please call us.\nWe are glad to help.")

        home = sent.get(HOME)

        assert "Please call us." in home.words("[data-message]")
        assert home.one("[data-stage]")["data-stage"] == "decided"
        assert Event.objects.filter(action="decision.read").count() == 1

    def test_the_latest_message_counts(self, sent, clinician):
        decide(Case.objects.get(), clinician, "The first.")
        decide(Case.objects.get(), clinician, "The second.")

        assert sent.get(HOME).words("[data-message]") == "The second."

    def test_markup_in_a_message_is_text(self, sent, clinician):
        decide(Case.objects.get(), clinician, "<script>alert(1)</script>")

        home = sent.get(HOME)

        assert not home.html.select("[data-message] script")
        assert "<script>" in home.words("[data-message]")

    def test_it_never_says_that_one_qualifies(self, sent):
        words = sent.get(HOME).words().lower()

        assert not any(word in words for word in ("eligible", "qualif", "approved"))


class TestWithdrawing:
    def test_it_asks_first(self, visitor):
        reply = visitor.get(WITHDRAW)

        assert reply.kind == "remove"
        assert Response.objects.get().is_open

    def test_an_open_form_is_closed_and_kept(self, visitor):
        answer(visitor.response, "wanted")

        reply = visitor.post(WITHDRAW)

        assert reply.leads_to == HOME
        response = Response.objects.get()
        assert response.state == Response.State.WITHDRAWN
        assert response.saved_pages.exists()

    def test_a_case_is_withdrawn(self, sent):
        sent.post(WITHDRAW)

        assert Case.objects.get().stage == Case.Stage.WITHDRAWN
        assert "You have withdrawn this request" in sent.get(HOME).words()

    def test_twice_is_accepted_twice_with_one_effect(self, sent):
        for _time in range(2):
            assert sent.post(WITHDRAW).leads_to == HOME

        assert Event.objects.filter(action="case.withdrawn").count() == 1

    def test_a_form_that_is_sent_in_the_same_moment_is_withdrawn_as_a_case(
        self, visitor, monkeypatch
    ):
        answer_until(visitor.response)
        withdraw = actions.withdraw_response

        def sent_first(*, response, by):
            review.receive_response(response=response, by=by)
            return withdraw(response=response, by=by)

        monkeypatch.setattr(actions, "withdraw_response", sent_first)

        assert visitor.post(WITHDRAW).leads_to == HOME
        assert Case.objects.get().stage == Case.Stage.WITHDRAWN

    def test_with_nothing_to_withdraw_nothing_breaks(self, visitor):
        visitor.post(WITHDRAW)

        assert visitor.post(WITHDRAW).leads_to == HOME


class TestBeginningAgain:
    def test_whoever_withdrew_is_offered_to_begin_again(self, visitor):
        assert not visitor.get(HOME).has(f"form[action='{BEGIN}']")
        visitor.post(WITHDRAW)

        assert visitor.get(HOME).has(f"form[action='{BEGIN}']")

    def test_it_begins_the_version_that_is_active(self, visitor):
        visitor.post(WITHDRAW)
        version = publish_part(*LISTS)

        reply = visitor.post(BEGIN)

        begun = Response.objects.in_progress().get()
        assert begun.version == version
        assert reply.leads_to == reverse("patient:page", args=[begun.pk, 1])

    def test_after_a_withdrawn_case_too(self, sent):
        sent.post(WITHDRAW)

        sent.post(BEGIN)

        home = sent.get(HOME)
        assert home.has("a[data-continue]")
        assert home.has("[data-stage=withdrawn]")

    def test_twice_begins_once(self, visitor):
        visitor.post(WITHDRAW)

        addresses = {visitor.post(BEGIN).leads_to for _time in range(2)}

        assert len(addresses) == 1
        assert Response.objects.in_progress().count() == 1

    def test_whoever_waits_for_an_answer_does_not_begin_another(self, sent):
        assert sent.post(BEGIN).leads_to == HOME
        assert not Response.objects.in_progress().exists()

    def test_whoever_has_not_said_who_they_are_says_so_first(self, client, db):
        patient = patients.find_or_create("new@example.com")
        client.force_login(patient.user)

        reply = Visitor(client, None).post(BEGIN)

        assert reply.leads_to == reverse("patient:about_you")

    def test_it_takes_a_press_of_the_button(self, visitor):
        assert visitor.get(BEGIN).status == 405


def test_somebody_else_sees_nothing_of_it(sent, visit):
    case = Case.objects.get()

    home = visit().get(HOME)

    assert case.reference not in home.words()
