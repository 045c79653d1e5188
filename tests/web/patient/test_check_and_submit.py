"""Looking through all answers, sending them, and reading them afterwards."""

import pytest
from django.urls import reverse

from intake.audit.models import Event
from intake.domain.questionnaire.answers import ListState
from intake.questionnaires import actions
from intake.questionnaires.models import Attestation, Response
from intake.review.models import Case
from tests.factories.questionnaires import LISTS, RISK, publish_part
from tests.factories.responses import (
    add_row,
    answer,
    answer_partly,
    answer_until,
    say_of_list,
)

pytestmark = pytest.mark.django_db

SEND = {"_attest": "yes", "_action": "submit"}


@pytest.fixture
def visitor(visit):
    publish_part(*RISK)
    return visit()


@pytest.fixture
def filled_in(visitor):
    answer_until(visitor.response, reasons=["pain"])
    return visitor


def is_open(visitor):
    return Response.objects.get(pk=visitor.response.pk).is_open


class TestChecking:
    def test_every_answer_is_shown_in_the_words_seen(self, filled_in):
        reply = filled_in.get(filled_in.url("check"))

        assert reply.kind == "check"
        assert "Pain" in reply.words("[data-item=reasons]")
        change = reply.one("a[data-change=reasons]")["href"]
        assert change == filled_in.address("wanted")

    def test_nothing_is_missing_when_all_is_filled_in(self, filled_in):
        reply = filled_in.get(filled_in.url("check"))

        assert not reply.has("#missing")

    def test_what_is_missing_leads_to_its_page(self, visitor):
        answer(visitor.response, "wanted")
        answer_partly(visitor.response, "mood", phq9_1=1)

        reply = visitor.get(visitor.url("check"))

        links = {link["href"] for link in reply.html.select("#missing a")}
        assert f"{visitor.address('mood')}#id_phq9_2_0" in links
        assert visitor.address("screen") in links
        assert visitor.address("wanted") not in links

    def test_going_on_with_something_missing_is_refused(self, visitor):
        answer(visitor.response, "wanted")

        reply = visitor.post(visitor.url("check"), {"_action": "continue"})

        assert reply.status == 422
        assert reply.html.select("#error-summary a")

    def test_going_on_with_everything_leads_to_sending(self, filled_in):
        reply = filled_in.post(filled_in.url("check"), {"_action": "continue"})

        assert reply.leads_to == filled_in.url("submit")

    def test_rows_of_lists_are_shown(self, visit):
        publish_part(*LISTS)
        visitor = visit()
        answer(visitor.response, "wanted")
        add_row(visitor.response, "medicines", rx_name="sertraline", rx_dose="5 mg")
        say_of_list(visitor.response, "medicines", ListState.DONE)

        words = visitor.get(visitor.url("check")).words()

        assert "sertraline" in words
        assert "5 mg" in words

    def test_an_answer_that_a_branch_hides_is_not_called_missing(self, visitor):
        answer_until(visitor.response, "screen_now", asq_1="yes")
        answer(visitor.response, "screen")
        answer_until(visitor.response)

        reply = visitor.get(visitor.url("check"))

        assert not reply.has("#missing")
        assert not reply.has("[data-item=asq_5]")

    @pytest.mark.parametrize("given", [0, 3])
    def test_it_asks_the_database_as_often_whatever_was_answered(
        self, visitor, django_assert_num_queries, given
    ):
        answer_until(visitor.response, "today" if given else "mood")
        visitor.get(visitor.url("check"))

        with django_assert_num_queries(9):
            visitor.get(visitor.url("check"))


class TestSending:
    def test_it_asks_for_a_word_first(self, filled_in):
        reply = filled_in.get(filled_in.url("submit"))

        assert reply.kind == "submit"
        assert [box["value"] for box in reply.html.select("[name=_attest]")] == ["yes"]

    def test_it_leads_home_with_a_reference(self, filled_in):
        reply = filled_in.post(filled_in.url("submit"), SEND)

        assert reply.leads_to == reverse("patient:home")
        home = filled_in.get(reply.leads_to)
        case = Case.objects.get()
        assert home.one("[data-reference]")["data-reference"] == case.reference
        assert home.has("[data-stage=received]")
        assert not is_open(filled_in)

    @pytest.mark.parametrize("attest", [None, "", "no", "maybe"])
    def test_without_the_word_it_is_refused(self, filled_in, attest):
        given = {} if attest is None else {"_attest": attest}

        reply = filled_in.post(filled_in.url("submit"), given)

        assert reply.status == 422
        assert reply.refused() == {"#id__attest_0"}
        assert is_open(filled_in)

    def test_a_name_may_be_typed_under_it_and_no_longer_than_names_are(self, filled_in):
        reply = filled_in.post(filled_in.url("submit"), SEND | {"_name": "x" * 201})

        assert reply.status == 422
        assert reply.refused() == {"#id__name"}
        assert reply.typed("_name") == "x" * 201

        filled_in.post(filled_in.url("submit"), SEND | {"_name": "Pat Invented"})

        attestation = Attestation.objects.get()
        signed = actions.name_signed(attestation, filled_in.response.patient)
        assert signed == "Pat Invented"
        assert b"Invented" not in bytes(attestation.sealed_name)

    def test_twice_is_accepted_twice_with_one_effect(self, filled_in):
        for _time in range(2):
            reply = filled_in.post(filled_in.url("submit"), SEND)
            assert reply.leads_to == reverse("patient:home")

        assert Case.objects.count() == 1

    def test_with_something_missing_it_is_refused_with_what_is_missing(self, visitor):
        answer(visitor.response, "wanted")

        reply = visitor.post(visitor.url("submit"), SEND)

        assert reply.status == 422
        assert reply.kind == "check"
        assert reply.one("form[data-form]")["action"] == visitor.url("check")
        assert reply.html.select("#missing a")
        assert not Case.objects.exists()

    def test_looking_at_it_too_early_leads_to_the_check(self, visitor):
        reply = visitor.get(visitor.url("submit"))

        assert reply.leads_to == visitor.url("check")

    def test_a_page_refused_in_another_tab_stops_it(self, filled_in):
        answer_partly(filled_in.response, "mood", phq9_1=1)

        reply = filled_in.post(filled_in.url("submit"), SEND)

        assert reply.status == 422
        assert is_open(filled_in)

    def test_what_was_withdrawn_is_not_sent(self, filled_in):
        by = filled_in.response.patient.user
        actions.withdraw_response(response=filled_in.response, by=by)

        reply = filled_in.post(filled_in.url("submit"), SEND)

        assert reply.leads_to == reverse("patient:home")
        assert not Case.objects.exists()


class TestReadingAgain:
    def test_ones_answers_can_be_read_and_that_is_recorded(self, filled_in):
        filled_in.post(filled_in.url("submit"), SEND)

        reply = filled_in.get(filled_in.url("answers"))

        assert "Pain" in reply.words("[data-item=reasons]")
        assert not reply.has("a[data-change]")
        event = Event.objects.get(action="response.read")
        assert event.patient_id == str(filled_in.response.patient_id)

    def test_a_sent_form_has_no_check_any_more(self, filled_in):
        filled_in.post(filled_in.url("submit"), SEND)

        assert filled_in.get(filled_in.url("check")).leads_to == "/patient/"
        assert filled_in.post(filled_in.url("check")).status == 409
