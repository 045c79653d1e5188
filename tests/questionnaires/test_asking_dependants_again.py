"""What rests on a changed answer waits to be confirmed; nothing of it is deleted."""

import pytest

from intake.domain.answer import answered
from intake.domain.questionnaire.answers import ListState
from intake.questionnaires import actions
from intake.questionnaires.actions import NotComplete
from intake.questionnaires.models import SavedPage
from intake.questionnaires.rechecks import changed_beneath
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


def boolean(link_id, when=None, **settings):
    item = {"link_id": link_id, "type": "boolean", "text": f"{link_id}?", **settings}
    return item if when is None else item | {"enable_when": yes(when)}


def yes(name):
    return {"item": name, "value": "yes"}


def page(link_id, *items, **settings):
    text = {"type": "group", "text": link_id}
    return {"link_id": link_id, "items": [*items], **text, **settings}


ITEMS = [
    page("first", boolean("a"), boolean("other")),
    page("second", boolean("b", "a", required=True), boolean("plain")),
    page("third", boolean("c", "b"), boolean("simple")),
    page("things", boolean("r"), repeats=True, enable_when=yes("a")),
    page("last", boolean("end")),
]


@pytest.fixture
def filled_in(db):
    publish(items=ITEMS)
    response = make_response()
    say(response, "first", a="yes", other="no")
    say(response, "second", b="yes", plain="no")
    say(response, "third", c="yes", simple="no")
    add_row(response, "things", r="yes")
    say_of_list(response, "things", ListState.DONE)
    say(response, "last", end="no")
    return response


def say(response, name, revision=None, **values):
    data = {name: {"value": value} for name, value in values.items()}
    return save(response, name, data, revision=revision)


def waiting(response):
    """The pages that are open and not complete."""
    states = fresh(response).pages
    return [state.page.link_id for state in states if not state.is_complete]


def versions(response, name):
    return SavedPage.objects.filter(response=response, page=name, row="").count()


def test_pages_whose_questions_look_at_the_answer_wait(filled_in):
    assert waiting(filled_in) == []

    say(filled_in, "first", a="no", other="no")

    now = fresh(filled_in)
    assert waiting(filled_in) == ["second"]
    assert now.latest("second").asked_again
    assert now.next_page.page.link_id == "second"


def test_their_answers_are_kept_and_go_on_counting(filled_in):
    say(filled_in, "first", a="no", other="no")

    now = fresh(filled_in)
    assert now.sheet.answers["b"] == answered("yes")
    assert now.active.answers["plain"] == answered("no")
    assert versions(filled_in, "second") == 2


def test_nothing_can_be_sent_before_they_are_confirmed(filled_in):
    say(filled_in, "first", a="no", other="no")
    by = filled_in.patient.user

    with pytest.raises(NotComplete):
        actions.complete_response(response=filled_in, by=by)

    say(filled_in, "second", plain="no")
    assert actions.complete_response(response=filled_in, by=by).completed_at


def test_confirming_word_for_word_is_enough(filled_in):
    say(filled_in, "first", a="no", other="no")

    saved = say(filled_in, "second", plain="no")

    assert not saved.conflict
    assert waiting(filled_in) == []
    assert not fresh(filled_in).latest("second").asked_again


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"a": "yes", "other": "no"}, id="saved as it was"),
        pytest.param({"a": "yes", "other": "yes"}, id="another question changed"),
    ],
)
def test_what_nothing_rests_on_makes_no_page_wait(filled_in, values):
    say(filled_in, "first", **values)

    assert waiting(filled_in) == []
    assert versions(filled_in, "second") == 1


def test_a_first_answer_to_what_was_left_empty_makes_none_wait(db):
    publish(items=ITEMS)
    response = make_response()
    save(response, "first", {"a": {"state": "skipped"}, "other": {"value": "no"}})
    say(response, "second", plain="no")

    say(response, "first", a="yes", other="no")

    assert not fresh(response).latest("second").asked_again


class TestHiddenAndShownAgain:
    def test_the_hidden_answer_is_kept_and_does_not_count(self, filled_in):
        say(filled_in, "first", a="no", other="no")
        say(filled_in, "second", plain="no")

        now = fresh(filled_in)
        assert now.latest("second").answers["b"] == answered("yes")
        assert not now.active.is_shown(now.definition.item("b"))
        assert now.active.answers["b"].state == "na"

    def test_it_comes_back_with_its_answer_and_waits(self, filled_in):
        say(filled_in, "first", a="no", other="no")
        say(filled_in, "second", plain="no")

        say(filled_in, "first", a="yes", other="no")

        now = fresh(filled_in)
        assert now.active.answers["b"] == answered("yes")
        assert now.shown("second")["b"] == answered("yes")
        assert waiting(filled_in) == ["second", "things"]

    def test_changing_one_s_mind_at_once_asks_to_confirm_once(self, filled_in):
        say(filled_in, "first", a="no", other="no")
        say(filled_in, "first", a="yes", other="no")

        assert versions(filled_in, "second") == 2
        assert waiting(filled_in) == ["second", "things"]
        assert changed(filled_in, "second") == ()


class TestChains:
    def test_only_what_looks_at_the_answer_itself_waits(self, filled_in):
        say(filled_in, "first", a="no", other="no")

        assert not fresh(filled_in).latest("third").asked_again

    def test_the_next_link_waits_when_the_one_before_it_changes(self, filled_in):
        say(filled_in, "first", a="no", other="no")
        say(filled_in, "second", plain="no")
        say(filled_in, "first", a="yes", other="no")

        say(filled_in, "second", b="no", plain="no")

        assert waiting(filled_in) == ["third", "things"]


class TestLists:
    def test_a_list_is_open_again_and_keeps_its_rows(self, filled_in):
        say(filled_in, "first", a="no", other="no")
        say(filled_in, "first", a="yes", other="no")

        rows = fresh(filled_in).sheet.rows("things")
        assert rows.state == ListState.OPEN
        assert [row.answers["r"] for row in rows.rows] == [answered("yes")]

    def test_it_is_confirmed_like_at_first(self, filled_in):
        say(filled_in, "first", a="no", other="no")
        say(filled_in, "first", a="yes", other="no")

        say_of_list(filled_in, "things", ListState.DONE)

        assert "things" not in waiting(filled_in)

    def test_rows_make_no_page_wait(self, filled_in):
        row = fresh(filled_in).sheet.rows("things").rows[0].id

        save(filled_in, "things", {"r": {"value": "no"}}, row=row)

        assert waiting(filled_in) == ["things"]

    def test_what_looks_at_a_list_waits_when_the_list_says_otherwise(self, db):
        none = {"item": "things", "value": "none"}
        publish(
            items=[
                page("things", boolean("r"), repeats=True),
                page("rest", boolean("q") | {"enable_when": none}, boolean("end")),
            ]
        )
        response = make_response()
        say_of_list(response, "things", ListState.NONE)
        say(response, "rest", q="yes", end="no")

        add_row(response, "things", r="yes")
        say_of_list(response, "things", ListState.DONE)

        assert waiting(response) == ["rest"]
        assert changed(response, "rest") == ("things",)


class TestOtherTabs:
    def test_a_page_that_was_only_asked_again_is_no_conflict(self, filled_in):
        seen = fresh(filled_in).number("second")
        say(filled_in, "first", a="no", other="no")

        stale = say(filled_in, "second", revision=seen, plain="yes")

        assert not stale.conflict
        assert fresh(filled_in).latest("second").answers["plain"] == answered("yes")

    def test_one_that_was_changed_before_it_was_asked_again_is(self, filled_in):
        seen = fresh(filled_in).number("second")
        say(filled_in, "second", b="yes", plain="yes")
        say(filled_in, "first", a="no", other="no")

        stale = say(filled_in, "second", revision=seen, plain="no")

        assert stale.conflict
        assert fresh(filled_in).latest("second").answers["plain"] == answered("yes")


def changed(response, name):
    now = fresh(response)
    return changed_beneath(now, now.page(name))


class TestWhatWasChanged:
    def test_it_names_the_question_beneath(self, filled_in):
        say(filled_in, "first", a="no", other="yes")

        assert changed(filled_in, "second") == ("a",)

    def test_a_page_that_does_not_wait_asks_the_database_nothing(
        self, filled_in, django_assert_num_queries
    ):
        now = fresh(filled_in)

        with django_assert_num_queries(0):
            assert changed_beneath(now, now.page("second")) == ()

    def test_one_that_waits_asks_it_once(self, filled_in, django_assert_num_queries):
        say(filled_in, "first", a="no", other="no")
        now = fresh(filled_in)

        with django_assert_num_queries(1):
            changed_beneath(now, now.page("second"))

    def test_once_confirmed_nothing_is_named(self, filled_in):
        say(filled_in, "first", a="no", other="no")
        say(filled_in, "second", plain="no")

        assert changed(filled_in, "second") == ()


class TestWhatStaffAskAgain:
    @pytest.fixture
    def again(self, filled_in):
        actions.complete_response(response=filled_in, by=filled_in.patient.user)
        by = make_staff("clinician")
        return actions.ask_again(base=filled_in, items=["a"], by=by, reason="Look.")

    def test_what_is_hidden_now_need_not_be_confirmed(self, again):
        answer(again, "first", a="no")

        assert waiting(again) == []

    def test_what_comes_back_is_asked_with_the_answer_it_had(self, again):
        answer(again, "first", a="no")
        answer(again, "first", a="yes")

        now = fresh(again)
        (part,) = now.asked_on(now.page("second"))
        assert waiting(again) == ["second", "things"]
        assert part.link_id == "b"
        assert now.shown("second")["b"] == answered("yes")

    def test_it_stays_open_to_be_looked_at_once_it_is_confirmed(self, again):
        answer(again, "first", a="no")
        answer(again, "first", a="yes")

        answer_until(again)

        now = fresh(again)
        pages = [state.page.link_id for state in now.pages]
        assert (waiting(again), pages) == ([], ["first", "second", "things"])
