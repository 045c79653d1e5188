"""From answers about suicide and harm to a level of urgency."""

import itertools

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
    from_plain,
)
from intake.domain.safety import (
    ASQ_LEVELS,
    CARD,
    CSSRS_LEVELS,
    NEEDS_CRISIS_PAGE,
    NOW_FACTS,
    Level,
    level,
    rise,
    staff_grade,
)
from intake.domain.scoring import asq, cssrs
from intake.domain.scoring.score import OffScale

SAID = {"Y": answered("yes"), "N": answered("no"), "D": DECLINED, "-": SKIPPED}
CALM = {"item9": 0, "asq": "negative"} | dict.fromkeys(NOW_FACTS, "no")

now_answers = st.sampled_from(["no", "yes", "unsure", "declined", None])
all_facts = st.fixed_dictionaries(
    {
        "item9": st.sampled_from([0, 1, 2, 3, "declined", None]),
        "asq": st.sampled_from([*ASQ_LEVELS, "missing", None]),
    }
    | dict.fromkeys(NOW_FACTS, now_answers)
)


def facts(**values):
    return {name: from_plain(value) for name, value in values.items()}


def asq_answers(letters):
    """Five letters, one an item: Yes, No, Declined, - not answered."""
    return {item: SAID[letter] for item, letter in zip(asq.ITEMS, letters, strict=True)}


def asq_fact(letters, window=None):
    attempt = answered(window) if window else None
    return answered(asq.fact(asq_answers(letters), attempt))


def cssrs_fact(letters):
    answers = {
        item: SAID[letter] for item, letter in zip(cssrs.ITEMS, letters, strict=True)
    }
    return answered(cssrs.fact(answers))


def test_the_order_is_by_urgency():
    expected = (
        "none not_assessed unknown low moderate same_day unknown_positive high acute"
    )

    assert [str(step) for step in sorted(Level)] == expected.split()


@pytest.mark.parametrize(("lower", "higher"), list(itertools.combinations(Level, 2)))
def test_levels_compare_by_urgency_and_not_by_letter(lower, higher):
    assert lower < higher
    assert lower <= higher
    assert higher > lower
    assert higher >= lower
    assert not higher <= lower
    assert not lower >= higher


def test_every_level_shows_a_crisis_page_or_a_card_or_neither():
    neither = {Level.NONE, Level.NOT_ASSESSED, Level.UNKNOWN}

    assert NEEDS_CRISIS_PAGE | CARD | neither == set(Level)
    assert not NEEDS_CRISIS_PAGE & CARD


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(
            {"item9": answered(0), "asq": asq_fact("NNNN-")}, "none", id="SF-01"
        ),
        pytest.param(
            {"item9": answered(1), "asq": asq_fact("NNNN-")}, "low", id="SF-02"
        ),
        pytest.param(
            {"item9": answered(3), "asq": asq_fact("NNNN-")}, "same_day", id="SF-03"
        ),
        pytest.param(
            {"item9": answered(1), "asq": asq_fact("-----")},
            "unknown_positive",
            id="SF-04",
        ),
        pytest.param(
            {"item9": answered(0), "asq": asq_fact("NNNYN", "longer_ago")},
            "moderate",
            id="SF-05",
        ),
        pytest.param(
            {"item9": answered(2), "asq": asq_fact("NNYNN")}, "same_day", id="SF-06"
        ),
        pytest.param({"asq": asq_fact("YNNNY")}, "acute", id="SF-07"),
        pytest.param({"asq": asq_fact("YNNND")}, "high", id="SF-08"),
        pytest.param(
            {"item9": answered(0), "cssrs": cssrs_fact("YYNNYN-")}, "high", id="SF-10"
        ),
        pytest.param({"item9": DECLINED, "asq": NOT_ASKED}, "unknown", id="SF-11"),
        pytest.param(
            {
                "item9": answered(0),
                "asq": asq_fact("NNNN-"),
                "harm_others_now": answered("yes"),
            },
            "acute",
            id="SF-12",
        ),
        pytest.param(
            {
                "item9": answered(0),
                "asq": asq_fact("NNYNN"),
                "cssrs": cssrs_fact("NYNNNN-"),
            },
            "same_day",
            id="SF-14, the C-SSRS filled in alone",
        ),
        pytest.param(
            {"item9": answered(0), "asq": asq_fact("NNNYN", "last_3_months")},
            "high",
            id="SF-15",
        ),
        pytest.param(
            {"item9": answered(0), "asq": asq_fact("NNNYN")}, "same_day", id="SF-16"
        ),
        pytest.param(
            {"item9": answered(0), "asq": asq_fact("NNNDN")}, "same_day", id="SF-17"
        ),
        pytest.param(
            {"item9": answered(0), "asq": asq_fact("DDDDD")}, "high", id="SF-18"
        ),
    ],
)
def test_an_example_of_a_sent_form_has_its_level(known, expected):
    assert level(known) == expected


def test_an_answer_taken_back_does_not_lower_the_level():
    before = level({"asq": asq_fact("YNNNY")})
    after = level({"item9": answered(0), "asq": asq_fact("YNNNN")})

    assert rise(before, after) is Level.ACUTE


def test_a_staff_screen_offers_a_lower_grade_to_a_clinician():
    known = {"item9": answered(2), "asq": asq_fact("NNYNN")}

    offered = staff_grade(known, "low")

    assert (level(known), offered) == (Level.SAME_DAY, Level.LOW)


@pytest.mark.parametrize(
    ("known", "value", "expected"),
    [
        pytest.param(facts(item9=3), "low", "same_day", id="item 9 keeps its weight"),
        pytest.param(
            facts(item9=0, self_harm_now="yes"), "none", "acute", id="harm now"
        ),
        pytest.param(facts(item9=0), "unknown", "high", id="screen not finished"),
        pytest.param(facts(item9=None), "none", "unknown", id="item 9 unknown"),
        pytest.param(facts(item9=0), "method", "same_day", id="thoughts with a method"),
        pytest.param(facts(item9=0), "past_behavior", "moderate", id="old attempt"),
    ],
)
def test_a_staff_screen_stands_only_in_place_of_asq(known, value, expected):
    assert staff_grade(known, value) == expected


@pytest.mark.parametrize("name", NOW_FACTS)
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("yes", "acute"),
        ("unsure", "same_day"),
        ("declined", "same_day"),
        ("no", "none"),
        ("na", "none"),
        (None, "none"),
    ],
)
@pytest.mark.parametrize("finished", [True, False], ids=["sent", "in progress"])
def test_harm_now_is_graded_as_soon_as_it_is_answered(name, said, expected, finished):
    known = facts(**CALM | {name: said})

    assert level(known, finished) == expected


@pytest.mark.parametrize(
    ("known", "in_progress", "sent"),
    [
        pytest.param({}, "not_assessed", "unknown", id="nothing yet"),
        pytest.param(
            {"item9": NOT_ASKED, "asq": NOT_ASKED},
            "not_assessed",
            "unknown",
            id="SF-19",
        ),
        pytest.param(facts(item9=0), "not_assessed", "unknown", id="item 9 at 0"),
        pytest.param(facts(item9=1), "low", "unknown_positive", id="item 9 at 1"),
        pytest.param(facts(item9=2), "low", "unknown_positive", id="item 9 at 2"),
        pytest.param(facts(item9=3), "same_day", "unknown_positive", id="item 9 at 3"),
        pytest.param(facts(item9="declined"), "unknown", "unknown", id="9 declined"),
        pytest.param(
            facts(item9=1, asq="missing"), "low", "unknown_positive", id="asq missing"
        ),
        pytest.param(facts(asq="acute"), "acute", "acute", id="asq acute"),
        pytest.param(
            facts(asq="negative"), "not_assessed", "unknown", id="asq negative alone"
        ),
        pytest.param(facts(item9=0, asq="negative"), "none", "none", id="complete"),
        pytest.param(
            facts(item9=1, asq=None), "low", "unknown_positive", id="asq not asked"
        ),
        pytest.param(
            {"item9": answered(1), "asq": UNSURE},
            "low",
            "unknown_positive",
            id="unsure",
        ),
    ],
)
def test_a_screen_in_progress_is_graded_on_its_answers_alone(known, in_progress, sent):
    assert level(known, finished=False) == in_progress
    assert level(known) == sent


def test_the_value_declined_is_the_same_as_the_state():
    assert level(facts(**CALM | {"asq": "declined"})) is Level.SAME_DAY
    assert level({"item9": answered(0), "asq": answered("declined")}) is Level.SAME_DAY


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        pytest.param("YNNNN", "moderate", id="question 1 alone"),
        pytest.param("YYNNN", "moderate", id="questions 1 and 2"),
        pytest.param("YNYNN", "same_day", id="question 3"),
        pytest.param("YDNNN", "same_day", id="question 2 declined"),
        pytest.param("YN-NN", "same_day", id="question 3 not answered"),
        pytest.param("YNNYN", "same_day", id="an attempt"),
        pytest.param("YNNND", "high", id="question 5 declined"),
        pytest.param("YNNNY", "acute", id="question 5"),
    ],
)
def test_a_wish_alone_is_moderate_where_the_clinic_is_less_strict(letters, expected):
    known = facts(item9=0) | asq_answers(letters) | {"asq": asq_fact(letters)}

    assert level(known, strict=False) == expected


def test_a_less_strict_clinic_needs_the_answers_to_see_a_wish_alone():
    assert level(facts(item9=0, asq="current"), strict=False) is Level.SAME_DAY


def test_less_strict_does_not_touch_item_9():
    known = facts(item9=3) | asq_answers("YNNNN") | {"asq": answered("current")}

    assert level(known, strict=False) is Level.SAME_DAY


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (DECLINED, "high"),
        (UNSURE, "high"),
        (SKIPPED, "none"),
        (NOT_ASKED, "none"),
        (NOT_APPLICABLE, "none"),
    ],
)
def test_a_declined_cssrs_is_unknown_and_handled_as_high(state, expected):
    assert level(facts(**CALM) | {"cssrs": state}) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [("item9", 4), ("item9", "yes"), ("asq", "positive"), ("cssrs", "moderate")],
)
def test_a_value_that_a_fact_cannot_have_is_refused(name, value):
    with pytest.raises(OffScale) as refusal:
        level(facts(**CALM) | {name: answered(value)})

    assert refusal.value.item == name


@given(all_facts, st.sampled_from(sorted(CSSRS_LEVELS)))
def test_a_cssrs_filled_in_alone_never_lowers_the_level(values, value):
    known = facts(**values)

    assert level(known | {"cssrs": answered(value)}) >= level(known)


@given(all_facts, st.permutations([*CALM]))
def test_the_order_of_answers_does_not_matter(values, order):
    assert level(facts(**{name: values[name] for name in order})) == level(
        facts(**values)
    )


@given(all_facts, st.sampled_from([*CALM]), st.sampled_from([None, "declined"]))
def test_an_unknown_in_place_of_a_reassuring_answer_never_lowers_the_level(
    values, name, unknown
):
    reassured = facts(**values | {name: CALM[name]})
    unanswered = facts(**values | {name: unknown})

    assert level(unanswered) >= level(reassured)


@given(all_facts, st.integers(0, 2))
def test_more_thoughts_on_item_9_never_lower_the_level(values, points):
    before = level(facts(**values | {"item9": points}))
    after = level(facts(**values | {"item9": points + 1}))

    assert after >= before


@given(all_facts, st.sampled_from(NOW_FACTS))
def test_harm_now_is_always_acute(values, name):
    assert level(facts(**values | {name: "yes"})) is Level.ACUTE


@given(all_facts, st.booleans())
def test_a_sent_form_is_never_called_not_assessed(values, strict):
    assert level(facts(**values), strict=strict) is not Level.NOT_ASSESSED


@given(st.sampled_from(Level), st.sampled_from(Level))
def test_a_level_never_falls_by_itself(previous, new):
    assert rise(previous, new) >= previous
    assert rise(previous, new) >= new
