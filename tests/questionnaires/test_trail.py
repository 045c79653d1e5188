"""The trail of changes: from the history of watched answers, whoever made them."""

import pytest

from intake.domain.answer import DECLINED, SKIPPED, answered
from intake.domain.questionnaire.answers import ListState
from intake.questionnaires import actions
from intake.questionnaires.models import Mode
from intake.questionnaires.trail import changes
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


def question(link_id, kind="boolean", **settings):
    return {"link_id": link_id, "type": kind, "text": f"{link_id}?", **settings}


def group(link_id, *items, **settings):
    return {"link_id": link_id, "type": "group", "text": link_id, **settings} | {
        "items": [*items]
    }


ITEMS = [
    group(
        "first",
        question("voices", states=["declined"]),
        question("color", "string"),
    ),
    group("things", question("name", "string"), repeats=True),
    group("last", question("plan"), question("end")),
]


@pytest.fixture
def response(db):
    publish(items=ITEMS, watched=["voices", "things", "plan"])
    return make_response()


def told(response):
    """Each change as (what, before, now)."""
    return [
        (change.link_id, plain(change.before), plain(change.now))
        for change in changes(fresh(response))
    ]


def plain(said):
    if said is None or hasattr(said, "state"):
        return said
    return {name: answer.value for name, answer in said.answers.items()}


def say(response, page="first", **data):
    values = {
        name: value if isinstance(value, dict) else {"value": value}
        for name, value in data.items()
    }
    return save(response, page, values)


class TestQuestions:
    def test_a_first_answer_is_no_change(self, response):
        say(response, voices="yes", color="red")

        assert told(response) == []

    def test_a_change_has_both_answers_the_time_and_who_made_it(self, response):
        say(response, voices="yes", color="red")
        say(response, voices="no", color="red")

        (change,) = changes(fresh(response))

        assert (change.link_id, change.row) == ("voices", "")
        assert (change.before, change.now) == (answered("yes"), answered("no"))
        assert change.by == response.patient.user
        assert change.mode == Mode.SELF
        assert change.at == fresh(response).response.saved_pages.latest("pk").at

    def test_what_is_not_watched_is_not_in_it(self, response):
        say(response, voices="yes", color="red")
        say(response, voices="yes", color="blue")

        assert told(response) == []

    def test_there_and_back_again_is_two_changes(self, response):
        for said in ("yes", "no", "yes"):
            say(response, voices=said)

        assert told(response) == [
            ("voices", answered("yes"), answered("no")),
            ("voices", answered("no"), answered("yes")),
        ]

    def test_taking_an_answer_back_is_a_change(self, response):
        say(response, voices="yes")
        say(response, voices={"state": "skipped"})
        say(response, voices={"state": "declined"})

        assert told(response) == [
            ("voices", answered("yes"), SKIPPED),
            ("voices", SKIPPED, DECLINED),
        ]

    def test_answering_what_was_left_empty_is_none(self, response):
        say(response, voices={"state": "skipped"})
        say(response, voices="yes")

        assert told(response) == []

    def test_a_refused_page_counts_with_what_it_kept(self, response):
        say(response, voices="yes", color="red")
        save(response, "first", {"voices": {"value": "no"}}, accepted=False)
        save(response, "first", {"color": {"value": "x"}}, accepted=False)

        assert told(response) == [("voices", answered("yes"), answered("no"))]

    def test_a_page_that_is_only_asked_again_is_no_change(self, db):
        publish(
            items=[
                group("first", question("asked")),
                group(
                    "last",
                    question("plan", enable_when={"item": "asked", "value": "yes"}),
                    question("end"),
                ),
            ],
            watched=["plan"],
        )
        response = make_response()
        say(response, asked="yes")
        say(response, "last", plan="yes", end="no")
        say(response, asked="no")

        assert told(response) == []


class TestLists:
    def test_a_row_that_is_changed_tells_both(self, response):
        row = add_row(response, "things", name="A")
        save(response, "things", {"name": {"value": "B"}}, row=row)

        assert told(response) == [("things", {"name": "A"}, {"name": "B"})]

    def test_one_that_is_removed_and_put_back(self, response):
        row = add_row(response, "things", name="A")
        data = fresh(response).latest("things", row).data
        save(response, "things", data, row=row, removed=True)
        save(response, "things", data, row=row)

        assert told(response) == [
            ("things", {"name": "A"}, None),
            ("things", None, {"name": "A"}),
        ]

    def test_rows_of_a_list_that_is_being_written_are_no_changes(self, response):
        add_row(response, "things", name="A")
        add_row(response, "things", name="B")
        say_of_list(response, "things", ListState.DONE)

        assert told(response) == []

    def test_one_that_is_added_to_a_confirmed_list_is_a_change(self, response):
        say_of_list(response, "things", ListState.NONE)
        add_row(response, "things", name="A")
        say_of_list(response, "things", ListState.DONE)

        assert told(response) == [
            ("things", None, {"name": "A"}),
            ("things", answered("none"), answered("done")),
        ]


class TestResponsesOnTopOfOthers:
    @pytest.fixture
    def again(self, response):
        say(response, voices="yes", color="red")
        answer_until(response)
        actions.complete_response(response=response, by=response.patient.user)
        clinician = make_staff("clinician")
        return actions.ask_again(
            base=response, items=["voices"], by=clinician, reason="Please look again."
        )

    def test_the_history_goes_on_through_them(self, again):
        answer(again, "first", voices="no")

        assert told(again) == [("voices", answered("yes"), answered("no"))]

    def test_what_staff_entered_is_told_as_that(self, again):
        clinician = make_staff("clinician")

        actions.save_page(
            response=again,
            place=actions.Place("first"),
            posted=actions.Posted({"voices": {"value": "no"}}, 0, mode=Mode.PHONE),
            by=clinician,
        )

        (change,) = changes(fresh(again))
        assert (change.by, change.mode) == (clinician, Mode.PHONE)

    def test_it_takes_one_query_however_long_it_is(
        self, again, django_assert_num_queries
    ):
        for said in ("no", "yes", "no"):
            answer(again, "first", voices=said)
        now = fresh(again)
        assert now.sheet

        with django_assert_num_queries(1):
            assert len(changes(now)) == 3


def test_the_history_of_another_response_is_not_in_it(response):
    say(response, voices="yes")
    other = make_response()
    say(other, voices="no")
    say(response, voices="no")

    assert told(other) == []
    assert len(told(response)) == 1
