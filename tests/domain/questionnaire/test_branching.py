"""Which questions are asked, what is missing, what must be said at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import (
    NOT_APPLICABLE,
    NOT_ASKED,
    SKIPPED,
    UNSURE,
    answered,
    from_plain,
)
from intake.domain.questionnaire.answers import Row, Rows
from intake.domain.questionnaire.branching import (
    ScreenState,
    active,
    active_row,
    first_incomplete,
    inactive,
    left_empty,
    missing,
    pages_open,
    screen_state,
    urgent,
)

from .builders import ask, choose, define, group, many, rows, sheet, when, yes_no

FOLLOW_UP = define(
    group("first", yes_no("q1", states=["unsure", "declined"])),
    group("second", yes_no("q2"), enable_when=when("q1", "yes")),
    group("third", yes_no("q3", when("q2", "yes"))),
)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        pytest.param("yes", SKIPPED, id="met: shown"),
        pytest.param("no", NOT_APPLICABLE, id="not met: does not apply"),
        pytest.param("unsure", NOT_ASKED, id="unsure: not asked"),
        pytest.param("declined", NOT_ASKED, id="declined: not asked"),
        pytest.param(None, NOT_ASKED, id="left empty: not asked"),
    ],
)
def test_an_item_is_shown_only_when_its_condition_is_met(said, state):
    now = active(FOLLOW_UP, sheet(q1=said, q2=None))

    assert now.answers["q2"] == state
    assert now.is_shown(FOLLOW_UP.item("q2")) == (said == "yes")


def test_a_question_never_saved_is_not_asked_yet():
    now = active(FOLLOW_UP, sheet())

    assert now.answers["q1"] == NOT_ASKED
    assert now.is_shown(FOLLOW_UP.item("q1"))


def test_a_hidden_answer_is_kept_and_does_not_count():
    answers = sheet(q1="no", q2="yes", q3="yes")

    now = active(FOLLOW_UP, answers)

    assert now.answers["q2"] == now.answers["q3"] == NOT_APPLICABLE
    assert inactive(FOLLOW_UP, answers) == {
        "q2": answered("yes"),
        "q3": answered("yes"),
    }


def test_a_hidden_question_left_empty_is_nothing_to_show():
    assert inactive(FOLLOW_UP, sheet(q1="no", q2=None)) == {}


def test_what_depends_on_an_unasked_question_is_not_asked_either():
    now = active(FOLLOW_UP, sheet(q1="unsure", q2="yes", q3="yes"))

    assert now.answers["q3"] == NOT_ASKED


def test_a_group_that_does_not_apply_hides_items_whose_own_condition_is_unknown():
    definition = define(
        group("a", yes_no("q1"), yes_no("q2")),
        group("b", yes_no("q3", when("q2", "yes")), enable_when=when("q1", "yes")),
    )

    now = active(definition, sheet(q1="no", q2=None))

    assert now.answers["q3"] == NOT_APPLICABLE


@pytest.mark.parametrize(
    ("state", "counts_as"),
    [
        pytest.param("open", NOT_ASKED, id="open"),
        pytest.param("unsure", UNSURE, id="unsure"),
        pytest.param("none", answered("none"), id="none"),
        pytest.param("done", answered("done"), id="done"),
    ],
)
def test_a_list_counts_as_what_was_said_of_it(state, counts_as):
    definition = define(many("list", yes_no("r1")))

    now = active(definition, sheet({"list": Rows(state)}))

    assert now.answers["list"] == counts_as


ROWS = define(
    group("before", yes_no("outer")),
    many(
        "list",
        choose("r1", "a", "other"),
        ask("r2", "string", when("r1", "other")),
        ask("r3", "string", when("outer", "yes")),
        required=True,
    ),
)


def test_conditions_in_a_row_see_that_row_and_what_is_outside():
    outer = active(ROWS, sheet(outer="yes"))
    row = Row("x", {"r1": from_plain("other")})
    other_row = Row("y", {"r1": from_plain("a")})

    now = active_row(ROWS.item("list"), row, outer)
    other = active_row(ROWS.item("list"), other_row, outer)

    assert now.shown == {"r1", "r2", "r3"}
    assert other.shown == {"r1", "r3"}
    assert set(now.answers) == {"r1", "r2", "r3"}


def test_an_answer_outside_never_stands_in_for_one_of_a_row():
    """An answer stored outside under a row's link id does not count in any row."""
    outer = active(ROWS, sheet(r1="other", outer="no"))

    now = active_row(ROWS.item("list"), Row("x", {}), outer)

    assert now.answers == {
        "r1": NOT_ASKED,
        "r2": NOT_ASKED,
        "r3": NOT_APPLICABLE,
    }


REQUIRED = define(
    group("a", yes_no("q1", required=True, states=["unsure"]), yes_no("q2")),
    group("b", yes_no("q3", required=True), enable_when=when("q1", "yes")),
    many(
        "list",
        ask("name", "string", required=True, states=["unsure"]),
        ask("dose", "string", soft_required=True),
        required=True,
    ),
    group("c", {"link_id": "note", "type": "display", "text": "Thanks."}),
)


def gaps(found):
    return [(gap.page.link_id, gap.link_id, gap.row) for gap in found]


def test_everything_required_and_shown_is_missing_at_first():
    assert gaps(missing(REQUIRED, sheet())) == [
        ("a", "q1", None),
        ("list", "list", None),
    ]


def test_a_way_out_is_an_answer_and_an_empty_one_is_not():
    done = {"list": Rows("none")}

    assert missing(REQUIRED, sheet(done, q1="unsure")) == []
    assert gaps(missing(REQUIRED, sheet(done, q1=None))) == [("a", "q1", None)]


def test_a_question_is_missing_once_its_branch_opens():
    answers = sheet({"list": Rows("none")}, q1="yes")

    assert gaps(missing(REQUIRED, answers)) == [("b", "q3", None)]


def test_a_row_without_what_it_needs_is_named():
    answers = sheet({"list": rows({"name": "unsure"}, {"name": None})}, q1="unsure")

    assert gaps(missing(REQUIRED, answers)) == [("list", "name", "r2")]


def test_what_may_stay_empty_with_advice_is_named_apart():
    answers = sheet({"list": rows({"name": "Zoloft", "dose": None})}, q1="unsure")

    assert missing(REQUIRED, answers) == []
    assert gaps(left_empty(REQUIRED, answers)) == [("list", "dose", "r1")]


def progress(answers, saved):
    return [
        (state.page.link_id, state.is_complete)
        for state in pages_open(REQUIRED, answers, saved)
    ]


def test_pages_open_in_order_with_how_far_they_are():
    answers = sheet(q1="yes", q2=None)

    assert progress(answers, {"a"}) == [
        ("a", True),
        ("b", False),
        ("list", False),
        ("c", False),
    ]


def test_a_page_whose_condition_is_not_met_is_not_open():
    assert [name for name, _ in progress(sheet(q1="no"), {"a"})] == ["a", "list", "c"]


def test_a_saved_page_with_something_required_missing_is_not_complete():
    assert progress(sheet(q1=None), {"a"})[0] == ("a", False)


def test_a_complete_page_that_was_never_saved_is_still_to_come():
    """A page of optional questions is shown once before it counts as done."""
    states = pages_open(REQUIRED, sheet({"list": Rows("none")}, q1="no"), {"a"})

    assert first_incomplete(states).page.link_id == "c"


def test_a_list_is_saved_when_something_is_said_of_it():
    answers = sheet({"list": rows({"name": "Zoloft"})}, q1="no")

    assert ("list", True) in progress(answers, {"a"})


def test_nothing_is_incomplete_at_the_end():
    answers = sheet({"list": Rows("none")}, q1="no")

    assert first_incomplete(pages_open(REQUIRED, answers, {"a", "c"})) is None


ALARMS = define(
    group("a", yes_no("chest_pain"), ask("upper", "integer", when("chest_pain", "no"))),
    urgent=[
        {"code": "pain", "kind": "emergency", "when": when("chest_pain", "yes")},
        {"code": "high", "kind": "reading", "when": when("upper", 180, ">=")},
    ],
)


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        pytest.param({"chest_pain": "yes"}, ["pain"], id="yes"),
        pytest.param({"chest_pain": "no", "upper": 180}, ["high"], id="at the limit"),
        pytest.param({"chest_pain": "no", "upper": 179}, [], id="below the limit"),
        pytest.param({"chest_pain": "yes", "upper": 200}, ["pain"], id="hidden answer"),
        pytest.param({"chest_pain": None}, [], id="unknown"),
        pytest.param({}, [], id="nothing yet"),
    ],
)
def test_an_alarm_sounds_when_its_condition_is_met(answers, codes):
    assert [alarm.code for alarm in urgent(ALARMS, sheet(**answers))] == codes


SCREEN = define(
    group("mood", yes_no("s1")),
    group("more", yes_no("s2"), yes_no("s3")),
    group("now", yes_no("s4"), enable_when=when("s2", "yes")),
    screen=["s1", "s2", "s4"],
)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        pytest.param({}, "not_started", id="nothing saved"),
        pytest.param({"s3": "yes"}, "not_started", id="something else saved"),
        pytest.param({"s1": "no"}, "open", id="a page to come"),
        pytest.param({"s1": "no", "s2": "no"}, "finished", id="no further page"),
        pytest.param({"s1": "no", "s2": "yes"}, "open", id="a further page opens"),
        pytest.param(
            {"s1": "no", "s2": "yes", "s4": None}, "finished", id="left empty"
        ),
        pytest.param({"s1": None, "s2": None}, "finished", id="all left empty"),
    ],
)
def test_the_screen_is_open_until_every_page_of_it_was_saved(answers, state):
    assert screen_state(SCREEN, sheet(**answers)) == ScreenState(state)


values = st.sampled_from(["yes", "no", "unsure", "declined", None, "absent"])


@given(st.dictionaries(st.sampled_from(["q1", "q2", "q3"]), values))
def test_an_answer_that_does_not_count_never_changes_what_is_shown(plain):
    """Whatever is stored under hidden questions, the rest looks the same."""
    given_answers = {name: said for name, said in plain.items() if said != "absent"}
    now = active(FOLLOW_UP, sheet(**given_answers))
    counting = {
        name: said
        for name, said in given_answers.items()
        if now.is_shown(FOLLOW_UP.item(name))
    }

    assert active(FOLLOW_UP, sheet(**counting)) == now
