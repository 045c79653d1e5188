"""Which values are accepted, and how answers are stored."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import (
    DECLINED,
    NOT_APPLICABLE,
    NOT_ASKED,
    SKIPPED,
    UNSURE,
    answered,
)
from intake.domain.questionnaire.answers import (
    CHECKS,
    ListState,
    Refusal,
    Rows,
    Sheet,
    check,
    check_pairs,
    earliest_day,
    from_data,
    to_data,
)
from intake.domain.questionnaire.items import ItemType
from intake.domain.questionnaire.measures import quantity

from .builders import TODAY, ask, choose, define, group

ITEMS = define(
    group(
        "page",
        ask("yes_no", "boolean", states=["unsure", "declined"]),
        choose("one", "a", "b"),
        choose("points", "x") | {"options": [{"ordinal": 0, "text": "0"}]},
        choose("many", "a", "b") | {"repeats": True},
        choose("exclusive", "a", "b")
        | {
            "repeats": True,
            "options": [
                {"code": "a", "text": "A"},
                {"code": "b", "text": "B"},
                {"code": "none", "text": "None", "exclusive": True},
            ],
        },
        choose("picked", "other", catalogue="agents"),
        ask("open", "open-choice", options=[{"code": "a", "text": "A"}], max_length=5),
        ask("whole", "integer", minimum=50, maximum=300),
        ask("free", "integer"),
        ask("fraction", "decimal", minimum=0),
        ask("day", "date", past=True),
        ask("month", "date", partial=True),
        ask("moment", "dateTime"),
        ask("hour", "time"),
        ask("short", "string"),
        ask("name", "string", catalogue="medicines", max_length=5),
        ask("long", "text"),
        ask("link", "url"),
        ask("height", "quantity", dimension="height", minimum=0.9, maximum=2.5),
        ask("note", "display"),
    )
)

ACCEPTED = [
    ("yes_no", "yes"),
    ("yes_no", "no"),
    ("one", "a"),
    ("points", 0),
    ("many", ["a"]),
    ("many", ["b", "a"]),
    ("exclusive", ["none"]),
    ("picked", "sertraline"),
    ("picked", "other"),
    ("open", "a"),
    ("open", {"other": "five!"}),
    ("whole", 50),
    ("whole", 300),
    ("free", -7),
    ("fraction", 0),
    ("fraction", 36.3),
    ("day", "2026-03-15"),
    ("day", "2024-02-29"),
    ("month", "2026"),
    ("month", "2026-02"),
    ("month", "2026-02-28"),
    ("moment", "2026-03-15T10:20:00"),
    ("hour", "10:20"),
    ("short", "x" * 255),
    ("name", "zolof"),
    ("long", "x" * 4000),
    ("link", "https://example.org/page"),
    ("height", quantity("height", {"cm": 90})),
    ("height", quantity("height", {"ft": 8, "in": 2})),
]
REFUSED = [
    ("yes_no", "maybe", "not_offered"),
    ("yes_no", True, "not_offered"),
    ("one", "c", "not_offered"),
    ("one", ["a"], "not_offered"),
    ("one", None, "not_offered"),
    ("points", "0", "not_offered"),
    ("points", False, "not_offered"),
    ("points", 0.0, "not_offered"),
    ("points", 4, "not_offered"),
    ("many", "a", "not_offered"),
    ("many", [], "not_offered"),
    ("many", ["a", "c"], "not_offered"),
    ("many", ["a", "a"], "not_offered"),
    ("exclusive", ["a", "none"], "not_alone"),
    ("picked", "aspirin", "not_offered"),
    ("picked", 3, "not_offered"),
    ("open", "b", "not_offered"),
    ("open", {"other": "longer"}, "too_long"),
    ("open", {"other": "  "}, "not_offered"),
    ("open", {"else": "five"}, "not_offered"),
    ("whole", 49, "too_small"),
    ("whole", 301, "too_large"),
    ("whole", 120.0, "not_whole"),
    ("whole", "120", "not_whole"),
    ("whole", True, "not_whole"),
    ("free", 10**400, "too_large"),
    ("free", -(10**10), "too_small"),
    ("fraction", -0.1, "too_small"),
    ("fraction", "1", "not_a_number"),
    ("fraction", True, "not_a_number"),
    ("fraction", math.nan, "not_a_number"),
    ("fraction", math.inf, "not_a_number"),
    ("day", "2026-03-16", "in_future"),
    ("day", "2026-02-30", "not_a_date"),
    ("day", "2026-02", "needs_day"),
    ("day", "2026", "needs_day"),
    ("day", "15.3.2026", "not_a_date"),
    ("day", 2026, "not_a_date"),
    ("month", "2026-13", "not_a_date"),
    ("month", "٢٠٢٦", "not_a_date"),
    ("moment", "today", "not_a_date"),
    ("moment", 5, "not_a_date"),
    ("hour", "25:00", "not_a_time"),
    ("short", "x" * 256, "too_long"),
    ("short", " ", "not_text"),
    ("short", "a\0b", "not_text"),
    ("short", 5, "not_text"),
    ("name", "zoloft", "too_long"),
    ("long", "x" * 4001, "too_long"),
    ("link", "javascript:alert(1)", "not_a_link"),
    ("link", "https:///", "not_a_link"),
    ("link", 5, "not_text"),
    ("height", quantity("height", {"cm": 89}), "too_small"),
    ("height", quantity("height", {"cm": 251}), "too_large"),
    ("height", {"si": 1.7, "given": {"cm": 171}}, "not_a_measure"),
    ("height", {"si": 1.7, "given": {"cm": "170"}}, "not_a_measure"),
    ("height", {"si": 1.7, "given": {"lb": 170}}, "not_a_measure"),
    ("height", {"si": 1.7, "given": {}}, "not_a_measure"),
    ("height", {"si": 1.7}, "not_a_measure"),
    ("height", 1.7, "not_a_measure"),
    ("height", quantity("height", {"cm": 10**400}), "too_large"),
    ("note", "read", "not_offered"),
    ("page", "x", "not_offered"),
]
CATALOGUES = {"agents": {"sertraline"}}


def refusal(link_id, value):
    return check(ITEMS.item(link_id), answered(value), TODAY, CATALOGUES)


@pytest.mark.parametrize(("link_id", "value"), ACCEPTED)
def test_a_good_value_is_accepted(link_id, value):
    assert refusal(link_id, value) is None


@pytest.mark.parametrize(("link_id", "value", "code"), REFUSED)
def test_a_bad_value_is_refused_with_its_reason(link_id, value, code):
    assert refusal(link_id, value) == code


def test_every_reason_is_tried():
    tried = {code for _, _, code in REFUSED}

    assert tried == set(Refusal) - {"state_not_offered", "not_above"}


def test_every_type_has_a_check():
    assert set(CHECKS) == set(ItemType)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.sampled_from(sorted(ITEMS.by_link_id)), json_values)
def test_whatever_is_posted_is_accepted_or_refused_but_never_breaks(link_id, value):
    assert refusal(link_id, value) in (None, *Refusal)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(UNSURE, None, id="offered"),
        pytest.param(DECLINED, None, id="offered too"),
        pytest.param(NOT_APPLICABLE, "state_not_offered", id="not offered"),
        pytest.param(SKIPPED, None, id="left empty"),
        pytest.param(NOT_ASKED, None, id="not asked"),
    ],
)
def test_only_the_ways_out_that_are_offered_are_accepted(answer, code):
    assert check(ITEMS.item("yes_no"), answer) == code


def test_a_date_in_the_future_is_not_noticed_without_a_today():
    assert check(ITEMS.item("day"), answered("2999-01-01")) is None


def test_anything_may_be_picked_when_no_catalogue_is_at_hand():
    assert check(ITEMS.item("picked"), answered("anything")) is None


@pytest.mark.parametrize(
    ("upper", "lower", "refused"),
    [
        pytest.param(120, 80, False, id="greater"),
        pytest.param(80, 80, True, id="equal"),
        pytest.param(80, 120, True, id="the wrong way round"),
        pytest.param(None, 80, False, id="no upper number"),
        pytest.param(80, None, False, id="no lower number"),
        pytest.param(None, None, False, id="neither"),
    ],
)
def test_the_first_number_of_a_pair_must_be_the_greater(upper, lower, refused):
    definition = define(
        group("a", ask("upper", "integer"), ask("lower", "integer")),
        above=[{"item": "upper", "than": "lower", "text": "Please check."}],
    )
    given = {"upper": upper, "lower": lower}
    answers = {name: answered(value) for name, value in given.items() if value}

    found = check_pairs(definition.above, answers)

    assert found == ({"upper": "not_above"} if refused else {})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026", "2026-01-01"),
        ("2026-03", "2026-03-01"),
        ("2026-03-15", "2026-03-15"),
    ],
)
def test_a_partial_date_begins_with_its_first_day(text, day):
    assert earliest_day(text).isoformat() == day


def test_answers_are_stored_with_their_states():
    answers = {
        "a": answered("yes"),
        "b": UNSURE,
        "c": SKIPPED,
        "d": answered(["x", "y"]),
        "e": answered(quantity("height", {"cm": 170})),
    }

    stored = json.loads(json.dumps(to_data(answers)))

    assert stored["a"] == {"value": "yes"}
    assert stored["b"] == {"state": "unsure"}
    assert from_data(stored) == answers


def test_a_list_is_open_until_something_is_said_of_it():
    assert Sheet().rows("medicines") == Rows(ListState.OPEN, ())
