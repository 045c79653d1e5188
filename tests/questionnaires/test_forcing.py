"""A new version with questions about safety, while people fill in an older one."""

import threading

import pytest
from django.db import connection

from intake.domain.answer import answered
from intake.domain.questionnaire.answers import ListState
from intake.domain.safety import Level
from intake.practice.models import Organisation
from intake.questionnaires import actions
from intake.questionnaires.actions import NotComplete
from intake.questionnaires.knowledge import facts_of
from intake.questionnaires.models import (
    InformationRequest,
    Questionnaire,
    Response,
    Version,
)
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
from tests.questionnaires.test_asking_again import asked_in, boolean, page, sent, when
from tests.questionnaires.test_races import at_once

pytestmark = pytest.mark.django_db

State = Response.State
VOICES = {"command_voices": "voices"}
BODY = page(boolean("heart"), boolean("lungs"), link_id="body")
NIGHTS = page(boolean("sleep"), link_id="nights")
MIND = page(boolean("voices"), link_id="mind")


def force(*safety_items, items, **blocks):
    """Publish a version that must be asked of everybody, and ask all drafts."""
    version = publish(items=list(items), **blocks)
    # What publishing stores with the version; the row itself never changes again.
    version.safety_items = list(safety_items)
    return version, actions.ask_drafts(version, None)


def on_top(response):
    return Response.objects.asked_again().get(base=response)


@pytest.fixture
def draft(db):
    """Begun: a bad heart, good lungs; the nights are not reached."""
    publish(items=[BODY, NIGHTS])
    response = make_response()
    answer(response, "body", heart="yes", lungs="no")
    return response


@pytest.fixture
def forced(draft):
    """The same, and asked about voices by a new version."""
    force("voices", items=[MIND, BODY, NIGHTS], facts=VOICES)
    return draft


def test_a_new_version_never_changes_a_form_under_the_person_filling_it_in(forced):
    now = fresh(forced)

    assert now.response.version.number < now.above.response.version.number
    assert asked_in(forced) == ["heart", "lungs", "sleep"]
    assert now.shown("body") == {"heart": answered("yes"), "lungs": answered("no")}
    assert now.next_page.page.link_id == "nights"


def test_a_draft_is_asked_only_the_new_questions_about_safety(forced):
    asked = on_top(forced)

    assert asked_in(asked) == ["voices"]
    assert asked.request.kind == InformationRequest.Kind.SAFETY
    assert actions.reason_of(asked) == ""


def test_a_version_without_such_questions_asks_nobody(draft):
    _version, opened = force(items=[MIND, BODY, NIGHTS])

    assert opened == []
    assert not Response.objects.asked_again().exists()


def test_whoever_begins_afterwards_is_asked_in_the_new_version_itself(forced):
    begun = make_response()

    assert asked_in(begun)[0] == "voices"
    assert fresh(begun).above is None


def test_a_draft_is_asked_once_by_a_version(forced):
    version = Version.objects.order_by("-number").first()
    version.safety_items = ["voices"]

    assert actions.ask_drafts(version, None) == []
    assert Response.objects.asked_again().count() == 1


@pytest.mark.parametrize("end", ["sent", "withdrawn"])
def test_what_is_sent_or_withdrawn_is_no_draft(draft, end):
    by = draft.patient.user
    if end == "sent":
        answer_until(draft)
        actions.complete_response(response=draft, by=by)
    else:
        actions.withdraw_response(response=draft, by=by)

    _version, opened = force("voices", items=[MIND, BODY, NIGHTS])

    assert opened == []


def test_an_instrument_may_be_named_by_its_code(draft):
    worry = page({"instrument": "gad7"}, link_id="worry")

    force("gad7", items=[worry, BODY, NIGHTS])

    assert asked_in(on_top(draft)) == [f"gad7_{n}" for n in range(1, 8)]


def test_a_new_question_about_safety_acts_when_it_is_saved(forced):
    answer(on_top(forced), "mind", voices="yes")

    alert = Alert.objects.open().get()
    assert alert.level == Level.ACUTE
    assert alert.events.get().source_id == on_top(forced).pk


def test_a_later_save_of_the_draft_does_not_forget_it(forced):
    answer(on_top(forced), "mind", voices="yes")

    answer(forced, "nights")

    alert = Alert.objects.open().get()
    assert (alert.level, alert.present_level) == (Level.ACUTE, Level.ACUTE)
    assert alert.events.count() == 1


def test_a_draft_is_not_sent_before_the_questions_about_safety_are_answered(forced):
    answer_until(forced)

    with pytest.raises(NotComplete):
        sent(forced)

    assert Response.objects.get(pk=forced.pk).is_open
    assert on_top(forced).is_open


def test_what_is_asked_on_top_is_not_sent_without_the_draft(forced):
    answer_until(on_top(forced))

    with pytest.raises(NotComplete):
        sent(on_top(forced))


def test_sending_the_draft_closes_both_and_the_uppermost_counts(forced):
    asked = on_top(forced)
    answer(asked, "mind", voices="no")
    answer_until(forced)

    done = sent(forced)

    forced.refresh_from_db()
    assert done.pk == asked.pk
    assert (done.state, forced.state) == (State.COMPLETED, State.AMENDED)
    assert done.completed_at == forced.completed_at


def test_each_version_is_read_by_its_own_rules(forced):
    asked = on_top(forced)
    answer(asked, "mind", voices="no")
    answer_until(forced, sleep="yes")
    sent(forced)

    now = fresh(asked)

    assert now.told_in("voices").response == asked
    assert now.told_in("sleep").response == forced
    assert now.answer_to("heart") == answered("yes")
    assert now.answer_to("voices") == answered("no")


def test_withdrawing_a_draft_withdraws_what_is_asked_on_top(forced):
    asked = on_top(forced)

    actions.withdraw_response(response=forced, by=forced.patient.user)

    asked.refresh_from_db()
    assert asked.state == State.WITHDRAWN


def test_a_second_such_version_is_asked_on_top_of_the_first(forced):
    first = on_top(forced)
    harm = page(boolean("harm"), link_id="others")

    force("harm", items=[harm, MIND, BODY, NIGHTS])

    second = on_top(first)
    assert asked_in(second) == ["harm"]
    assert [layer.response for layer in fresh(forced).stack] == [forced, first, second]
    answer(first, "mind", voices="no")
    answer_until(forced)
    with pytest.raises(NotComplete):
        sent(forced)
    answer(second, "others", harm="no")
    assert sent(forced).pk == second.pk


class TestAChangedQuestion:
    """One that the draft has too, in other words or with other answers."""

    @pytest.fixture
    def reworded(self, draft):
        options = [{"code": code, "text": code} for code in ("never", "often")]
        choice = {"type": "choice", "options": options, "required": True}
        other = page({"link_id": "heart", "text": "Heart?"} | choice, link_id="body")
        facts = {"sick": {"when": when("heart", "often")}}
        force("heart", items=[other, NIGHTS], facts=facts)
        return draft

    def test_it_is_asked_once_in_the_new_words(self, reworded):
        assert asked_in(on_top(reworded)) == ["heart"]
        assert asked_in(reworded) == ["lungs", "sleep"]

    def test_an_old_answer_is_not_suggested_to_it(self, reworded):
        asked = on_top(reworded)

        assert fresh(asked).shown("body") == {}

    def test_answers_of_two_versions_are_never_mixed(self, reworded):
        asked = on_top(reworded)
        now = fresh(asked)
        assert now.answer_to("heart") == answered("yes")  # to the old question
        assert "heart" not in now.sheet.answers  # the new one has no answer yet

        answer(asked, "body", heart="often")

        now = fresh(asked)
        facts = facts_of(now, Organisation.current())
        assert now.answer_to("heart") == answered("often")
        assert facts["sick"].answer == answered("yes")
        assert fresh(reworded).alone.sheet.answers["heart"] == answered("yes")

    def test_without_its_answer_the_rule_of_the_new_version_knows_nothing(
        self, reworded
    ):
        facts = facts_of(fresh(on_top(reworded)), Organisation.current())

        assert facts["sick"].answer.state == "not_asked"

    def test_a_question_that_was_never_reached_need_not_be_answered_twice(self, db):
        publish(items=[BODY, NIGHTS])
        untouched = make_response()
        other = page(boolean("heart", help="New."), boolean("lungs"), link_id="body")
        force("heart", items=[other, NIGHTS])
        answer(on_top(untouched), "body", heart="no")
        answer_until(untouched)

        done = sent(untouched)

        assert fresh(done).answer_to("heart") == answered("no")

    def test_what_depends_on_it_in_the_draft_follows_the_new_answer(self, db):
        device = page(boolean("pacemaker", enable_when=when("heart")), link_id="device")
        publish(items=[BODY, device])
        begun = make_response()
        force("heart", items=[page(boolean("heart", help="New."), link_id="body")])
        answer(begun, "body", lungs="no")
        assert fresh(begun).next_page is None

        answer(on_top(begun), "body", heart="yes")

        assert fresh(begun).next_page.page.link_id == "device"


class TestATabFromBefore:
    """A page of the draft was open when the new version came."""

    @pytest.fixture
    def asked(self, db):
        publish(items=[MIND, NIGHTS], facts=VOICES)
        self.draft = make_response()
        force(
            "voices",
            items=[page(boolean("voices", help="New."), link_id="mind"), NIGHTS],
            facts=VOICES,
        )
        return on_top(self.draft)

    def test_its_answer_is_stored_and_acts_at_once(self, asked):
        save(self.draft, "mind", {"voices": {"value": "yes"}})

        assert Alert.objects.open().get().level == Level.ACUTE
        assert fresh(self.draft).latest("mind").data == {"voices": {"value": "yes"}}

    def test_it_acts_even_when_the_new_question_was_answered_before(self, asked):
        answer(asked, "mind", voices="no")

        save(self.draft, "mind", {"voices": {"value": "yes"}})

        assert Alert.objects.open().get().level == Level.ACUTE

    def test_the_form_takes_the_question_that_it_had(self, asked):
        now = fresh(self.draft)

        names = [
            item.link_id for item in now.asked_on(now.page("mind"), also=["voices"])
        ]

        assert now.asked_on(now.page("mind")) == ()
        assert names == ["voices"]

    def test_the_answer_to_the_new_question_is_the_one_that_counts(self, asked):
        answer(asked, "mind", voices="no")
        save(self.draft, "mind", {"voices": {"value": "yes"}})
        answer_until(self.draft)

        done = sent(self.draft)

        assert fresh(done).answer_to("voices") == answered("no")


class TestAnAnswerThatChangesInTheDraftMeanwhile:
    def test_a_copy_beside_the_new_question_does_not_outlive_it(self, db):
        """The new page holds a copy of what the draft says; the draft goes on."""
        publish(items=[BODY, NIGHTS])
        begun = make_response()
        answer(begun, "body", heart="no", lungs="no")
        both = page(boolean("heart"), boolean("voices"), link_id="body")
        force("voices", items=[both, NIGHTS])
        answer(on_top(begun), "body", voices="no")

        answer(begun, "body", heart="yes", lungs="no")

        assert fresh(on_top(begun)).answer_to("heart") == answered("yes")


class TestALongScreen:
    def test_a_screen_that_was_not_shown_yet_is_not_left_unfinished(self, risk):
        """Item 9 was endorsed and the rest is done; the new screen is still to come."""
        answer_until(risk, phq9_9=1)
        level = Alert.objects.open().get().level
        definition = risk.definition.to_data()
        again = next(i for i in definition["items"] if i["link_id"] == "screen")
        definition["items"].remove(again)
        definition["items"].insert(1, again | {"text": {"en": "Once more."}})
        version = publish(**definition)
        version.safety_items = ["asq"]
        actions.ask_drafts(version, None)

        answer(risk, "wanted", reasons=["pain"])

        alert = Alert.objects.open().get()
        assert (alert.level, alert.present_level) == (level, level)


def test_a_list_may_be_asked_of_everybody(lists):
    answer(lists, "wanted")
    row = add_row(lists, "medicines", rx_name="sertraline")
    say_of_list(lists, "medicines", ListState.DONE)
    definition = lists.definition.to_data()
    version = publish(**definition | {"title": {"en": "Newer."}})
    version.safety_items = ["medicines"]

    (asked,) = actions.ask_drafts(version, None)

    now = fresh(asked)
    assert [found.id for found in now.sheet.rows("medicines").rows] == [row]
    assert now.shown("medicines", row)["rx_name"] == answered("sertraline")
    assert "medicines" not in [s.page.link_id for s in fresh(lists).pages]
    say_of_list(asked, "medicines", ListState.DONE)
    answer_until(lists)
    assert sent(lists).pk == asked.pk


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture(autouse=True)
    def older(self, transactional_db):
        publish(items=[BODY, NIGHTS])

    def test_a_draft_begun_in_the_same_instant_does_not_slip_through(self):
        """It waits for the version, or the version waits for it and asks it."""
        done = make_response()
        actions.withdraw_response(response=done, by=done.patient.user)
        is_publishing, may_commit = threading.Event(), threading.Event()

        def publish_slowly():
            try:
                return _publish_with_safety(is_publishing, may_commit)
            finally:
                connection.close()

        def begin_meanwhile():
            is_publishing.wait(10)
            threading.Timer(0.5, may_commit.set).start()
            by = done.patient.user
            return actions.start_response(patient=done.patient, by=by)

        _asked, begun = at_once(publish_slowly, begin_meanwhile)

        newest = Version.objects.order_by("-number").first()
        assert begun.version_id == newest.pk

    def test_whoever_began_a_moment_before_is_asked(self, monkeypatch):
        done = make_response()
        actions.withdraw_response(response=done, by=done.patient.user)
        has_begun, may_commit = threading.Event(), threading.Event()

        def begin_slowly():
            with actions.responses.audit.unit():
                begun = actions.start_response(
                    patient=done.patient, by=done.patient.user
                )
                has_begun.set()
                may_commit.wait(10)
            return begun

        def publish_meanwhile():
            has_begun.wait(10)
            threading.Timer(0.5, may_commit.set).start()
            return _publish_with_safety(threading.Event(), may_commit)

        begun, asked = at_once(begin_slowly, publish_meanwhile)

        assert [response.base_id for response in asked] == [begun.pk]

    def test_a_draft_is_asked_or_it_is_sent_and_never_both(self):
        draft = make_response()
        answer_until(draft)

        closed, _asked = at_once(
            lambda: sent(draft),
            lambda: _publish_with_safety(threading.Event(), None),
        )

        was_asked = Response.objects.asked_again().exists()
        assert was_asked == isinstance(closed, NotComplete)

    def test_a_risk_answer_on_top_is_not_lost_to_a_save_of_the_draft(self):
        draft = make_response()
        answer(draft, "body")
        _publish_with_safety(threading.Event(), None)

        at_once(
            lambda: answer(on_top(draft), "mind", voices="yes"),
            lambda: answer(draft, "nights", sleep="yes"),
        )

        alert = Alert.objects.get()
        assert (alert.level, alert.present_level) == (Level.ACUTE, Level.ACUTE)


def _publish_with_safety(is_publishing, may_commit):
    """As publishing does it: the version becomes active, then everybody is asked."""
    with actions.responses.audit.unit():
        questionnaire = Questionnaire.objects.select_for_update().get(code="screening")
        definition = {"code": "screening", "title": {"en": "Questions"}}
        version = publish(**definition | {"items": [MIND, BODY, NIGHTS]}, facts=VOICES)
        version.safety_items = ["voices"]
        assert version.questionnaire_id == questionnaire.pk
        asked = actions.ask_drafts(version, None)
        is_publishing.set()
        if may_commit is not None:
            may_commit.wait(10)
    return asked
