"""Some questions asked again: on top of earlier answers, which stay as they were."""

import pytest

from intake.domain.answer import answered
from intake.domain.questionnaire.answers import ListState
from intake.practice.models import Organisation
from intake.questionnaires import actions
from intake.questionnaires.actions import (
    AlreadyAsked,
    NotComplete,
    NothingToStandOn,
    UnknownPlace,
)
from intake.questionnaires.filled import filled
from intake.questionnaires.knowledge import facts_of
from intake.questionnaires.models import Response, SavedPage
from intake.questionnaires.scores import open_score
from intake.safety.models import Alert
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import (
    add_row,
    answer,
    answer_until,
    fresh,
    save,
    say_of_list,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

State = Response.State


def boolean(link_id, **settings):
    item = {"link_id": link_id, "type": "boolean", "text": f"{link_id}?"}
    return item | {"required": True} | settings


def page(*items, link_id):
    return {"link_id": link_id, "type": "group", "text": link_id, "items": list(items)}


def when(name, value="yes"):
    return {"fact": name, "op": "=", "value": value}


HEART = [
    page(boolean("heart"), boolean("lungs"), link_id="body"),
    page(boolean("pacemaker", enable_when=when("heart")), link_id="device"),
    page(boolean("sleep"), link_id="nights"),
]


@pytest.fixture
def clinician(db):
    return make_staff("clinician")


def sent(response):
    return actions.complete_response(response=response, by=response.patient.user)


def ask(base, *items, by, **how):
    return actions.ask_again(
        base=base, items=items, by=by, reason="It was not clear.", **how
    )


def asked_in(response):
    now = fresh(response)
    return [
        item.link_id
        for state in now.pages
        for part in now.asked_on(state.page)
        for item in part.questions()
    ]


@pytest.fixture
def heart(db):
    """Sent: no heart disease, bad lungs, good sleep."""
    publish(items=HEART)
    response = make_response()
    answer(response, "body", heart="no", lungs="yes")
    answer(response, "nights", sleep="yes")
    return sent(response)


def test_only_what_is_asked_again_is_shown(heart, clinician):
    again = ask(heart, "lungs", by=clinician)

    assert asked_in(again) == ["lungs"]


def test_what_was_not_asked_again_still_counts(heart, clinician):
    again = ask(heart, "lungs", by=clinician)

    answer(again, "body", lungs="no")

    known = fresh(again).sheet.answers
    assert known["lungs"] == answered("no")
    assert known["heart"] == answered("no")
    assert known["sleep"] == answered("yes")


def test_the_earlier_response_stays_as_it_was(heart, clinician):
    before = list(heart.saved_pages.values_list("pk", "number"))
    again = ask(heart, "lungs", by=clinician)

    answer(again, "body", lungs="no")
    sent(again)

    assert list(heart.saved_pages.values_list("pk", "number")) == before
    assert fresh(heart).sheet.answers["lungs"] == answered("yes")
    assert fresh(heart).response.state == State.AMENDED
    assert fresh(again).response.state == State.COMPLETED


def test_an_earlier_answer_stands_in_the_question_asked_again(heart, clinician):
    again = ask(heart, "lungs", by=clinician)

    assert fresh(again).shown("body")["lungs"] == answered("yes")


def test_the_same_answer_given_again_is_an_answer(heart, clinician):
    again = ask(heart, "lungs", by=clinician)

    answer(again, "body", lungs="yes")

    assert fresh(again).next_page is None
    assert again.saved_pages.count() == 1


def test_an_answer_that_opens_a_question_has_it_asked_too(heart, clinician):
    again = ask(heart, "heart", by=clinician)

    answer(again, "body", heart="yes")

    assert asked_in(again) == ["heart", "pacemaker"]
    with pytest.raises(NotComplete):
        sent(again)


def test_it_cannot_be_sent_before_everything_is_answered(heart, clinician):
    again = ask(heart, "lungs", "sleep", by=clinician)
    answer(again, "body", lungs="no")

    with pytest.raises(NotComplete):
        sent(again)

    assert fresh(heart).response.state == State.COMPLETED


def test_there_is_one_request_at_a_time(heart, clinician):
    ask(heart, "lungs", by=clinician)

    with pytest.raises(AlreadyAsked):
        ask(heart, "sleep", by=clinician)


def test_a_request_that_was_taken_back_makes_room_for_another(heart, clinician):
    first = ask(heart, "lungs", by=clinician)

    actions.take_back(response=first, by=clinician)

    assert fresh(first).response.state == State.WITHDRAWN
    assert asked_in(ask(heart, "sleep", by=clinician)) == ["sleep"]


def test_answers_that_were_sent_cannot_be_taken_back_by_staff(heart, clinician):
    again = ask(heart, "lungs", by=clinician)
    answer(again, "body", lungs="no")
    sent(again)

    actions.take_back(response=again, by=clinician)

    assert fresh(again).response.state == State.COMPLETED


def test_replaced_answers_are_not_asked_about(heart, clinician):
    again = ask(heart, "lungs", by=clinician)
    answer(again, "body", lungs="no")
    sent(again)

    with pytest.raises(NothingToStandOn):
        ask(heart, "sleep", by=clinician)


def test_answers_are_asked_about_as_often_as_it_takes(heart, clinician):
    first = ask(heart, "lungs", by=clinician)
    answer(first, "body", lungs="no")
    second = ask(sent(first), "sleep", by=clinician)
    answer(second, "nights", sleep="no")

    known = fresh(sent(second)).sheet.answers

    assert [known[name].value for name in ("heart", "lungs", "sleep")] == ["no"] * 3
    assert fresh(second).earlier_ids == (first.pk, heart.pk)


@pytest.mark.parametrize("items", [["unheard"], ["lungs", "unheard"], []])
def test_nothing_is_asked_that_the_version_does_not_have(heart, clinician, items):
    with pytest.raises(UnknownPlace):
        actions.ask_again(base=heart, items=items, by=clinician, reason="Why")

    assert not Response.objects.asked_again().exists()


def test_the_reason_is_sealed_and_for_the_patient(heart, clinician):
    again = ask(heart, "lungs", by=clinician)

    assert actions.reason_of(again) == "It was not clear."
    assert b"clear" not in bytes(again.request.sealed_reason)


def test_what_is_asked_again_is_no_draft(heart, clinician):
    again = ask(heart, "lungs", by=clinician)

    assert not heart.patient.responses.drafts().exists()
    assert heart.patient.responses.asked_again().get() == again


class TestAList:
    @pytest.fixture
    def sent_list(self, lists):
        answer_until(lists, "medicines")
        self.row = add_row(lists, "medicines", rx_name="sertraline")
        add_row(lists, "medicines", rx_name="lithium")
        say_of_list(lists, "medicines", ListState.DONE)
        answer_until(lists)
        return sent(lists)

    def test_a_question_of_a_row_has_the_whole_list_asked(self, sent_list, clinician):
        again = ask(sent_list, "rx_name", by=clinician)

        assert again.asked == ["medicines"]
        rows = fresh(again).sheet.rows("medicines").rows
        assert [row.id == self.row for row in rows] == [True, False]

    def test_the_list_is_open_until_it_is_confirmed_again(self, sent_list, clinician):
        again = ask(sent_list, "medicines", by=clinician)
        assert fresh(again).next_page.page.link_id == "medicines"

        say_of_list(again, "medicines", ListState.DONE)

        assert fresh(again).next_page is None

    def test_a_row_is_removed_on_top_and_stays_beneath(self, sent_list, clinician):
        again = ask(sent_list, "medicines", by=clinician)
        data = fresh(again).latest("medicines", self.row).data

        save(again, "medicines", data, row=self.row, removed=True)

        assert len(fresh(again).sheet.rows("medicines").rows) == 1
        assert len(fresh(sent_list).sheet.rows("medicines").rows) == 2


class TestAnInstrument:
    @pytest.fixture
    def sent_risk(self, risk):
        answer_until(risk, phq9_1=2, phq9_2=2)
        return sent(risk)

    def test_one_item_has_all_of_it_asked(self, sent_risk, clinician):
        again = ask(sent_risk, "phq9_3", by=clinician)

        assert {f"phq9_{n}" for n in range(1, 10)} <= set(asked_in(again))
        assert "asq_1" not in asked_in(again)

    def test_its_earlier_answers_are_not_suggested(self, sent_risk, clinician):
        again = ask(sent_risk, "phq9_3", by=clinician)

        assert fresh(again).shown("mood") == {}

    def test_both_scores_are_kept(self, sent_risk, clinician):
        again = ask(sent_risk, "phq9_1", by=clinician)
        answer_until(again, phq9_1=3, phq9_2=3)
        sent(again)

        totals = [
            open_score(response.scores.get(instrument="phq9"))["total"]
            for response in (sent_risk, again)
        ]

        assert totals == [4, 6]

    def test_a_score_keeps_the_words_that_were_seen(self, sent_risk, clinician):
        again = ask(sent_risk, "phq9_1", by=clinician)
        answer_until(again)
        sent(again)

        first, second = (
            response.scores.get(instrument="asq") for response in (sent_risk, again)
        )

        assert first.wording_digest == second.wording_digest
        assert (first.language, first.mode) == (second.language, second.mode)

    def test_a_risk_answer_acts_when_it_is_saved(self, sent_risk, clinician):
        again = ask(sent_risk, "phq9_1", by=clinician)

        answer(again, "mood", phq9_9=3)

        assert Alert.objects.open().get().level != "none"


def test_what_was_dealt_with_raises_no_second_alert(risk, clinician, close_alert):
    answer_until(risk, asq_4="yes", asq_4_when="longer_ago")
    close_alert()
    again = ask(sent(risk), "reasons", by=clinician)

    answer(again, "wanted", reasons=["pain"])
    sent(again)

    assert not Alert.objects.open().exists()


def test_a_new_version_finds_what_it_asked_by_its_own_rules(clinician):
    rules = {"sick": "heart", "tired": "lungs"}
    publish(items=HEART, facts=rules)
    response = make_response()
    answer(response, "body", heart="no", lungs="yes")
    answer(response, "nights", sleep="yes")
    sent(response)
    wider = [page(boolean("voices"), link_id="mind"), *HEART]
    version = publish(
        items=wider, facts={"sick": {"when": when("voices")}, "tired": "sleep"}
    )
    again = actions.ask_again(base=response, items=["voices"], by=None, version=version)
    answer(again, "mind", voices="yes")

    facts = facts_of(fresh(again), Organisation.current())

    assert asked_in(again) == ["voices"]
    assert facts["sick"].answer == answered("yes")
    assert [source.link_id for source in facts["tired"].sources] == ["lungs"]


def test_a_question_that_a_new_version_asks_again_suggests_no_answer(heart, clinician):
    version = publish(items=[page(boolean("heart"), link_id="body")])

    again = actions.ask_again(base=heart, items=["heart"], by=None, version=version)

    assert fresh(again).shown("body") == {}
    assert SavedPage.objects.filter(response=again).count() == 0


def test_opening_what_is_asked_again_takes_no_more_queries(
    heart, clinician, django_assert_num_queries
):
    again = ask(heart, "lungs", by=clinician)
    loaded = Response.objects.select_related("patient__identity").get(pk=again.pk)

    with django_assert_num_queries(3):
        filled(loaded)
