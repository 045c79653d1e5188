"""ASQ: the result sheet, and the one value by which it is graded."""

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
from intake.domain.safety import Level, level
from intake.domain.scoring import asq
from intake.domain.scoring.score import OffScale

SAID = {"Y": answered("yes"), "N": answered("no"), "D": DECLINED, "-": SKIPPED}

replies = st.text(alphabet="YND-", min_size=5, max_size=5)


def screen(letters):
    """Five letters, one an item: Yes, No, Declined, - not answered."""
    return {item: SAID[letter] for item, letter in zip(asq.ITEMS, letters, strict=True)}


def fact(letters, window=None, **kwargs):
    attempt = answered(window) if window else None
    return asq.fact(screen(letters), attempt, **kwargs)


@pytest.mark.parametrize(
    ("letters", "window", "result", "value"),
    [
        pytest.param("NNNN-", None, "negative", "negative", id="ASQ-01"),
        pytest.param("YNNNN", None, "non_acute_positive", "current", id="ASQ-02"),
        pytest.param("NYNNN", None, "non_acute_positive", "current", id="ASQ-03"),
        pytest.param("NNYNN", None, "non_acute_positive", "current", id="ASQ-04"),
        pytest.param(
            "NNNYN", "longer_ago", "non_acute_positive", "past_attempt", id="ASQ-05"
        ),
        pytest.param("YYYNY", None, "acute_positive", "acute", id="ASQ-06"),
        pytest.param("NNNYY", None, "acute_positive", "acute", id="ASQ-07"),
        pytest.param("YNNN-", None, "acute_unknown", "high", id="ASQ-08"),
        pytest.param("NNNDN", None, "non_acute_positive", "declined", id="ASQ-09"),
        pytest.param("-----", None, "incomplete", "missing", id="ASQ-10"),
        pytest.param("NNNNY", None, "acute_positive", "acute", id="ASQ-11"),
        pytest.param(
            "NNNYN", "last_7_days", "non_acute_positive", "recent_attempt", id="ASQ-12a"
        ),
        pytest.param(
            "NNNYN",
            "last_3_months",
            "non_acute_positive",
            "recent_attempt",
            id="ASQ-12b",
        ),
        pytest.param(
            "NNNYN",
            "last_12_months",
            "non_acute_positive",
            "attempt_3_12_months",
            id="ASQ-13a",
        ),
        pytest.param(
            "NNNYN", None, "non_acute_positive", "attempt_3_12_months", id="ASQ-13b"
        ),
        pytest.param("DDDDD", None, "acute_unknown", "high", id="ASQ-14"),
        pytest.param("N-NN-", None, "incomplete", "missing", id="ASQ-15"),
    ],
)
def test_a_worked_example_gives_its_result_and_value(letters, window, result, value):
    assert asq.score(screen(letters)).band == result
    assert fact(letters, window) == value


@pytest.mark.parametrize(
    ("letters", "window", "value"),
    [
        pytest.param("YNNYD", "last_7_days", "high", id="question 5 before the date"),
        pytest.param("YNNYN", "last_3_months", "recent_attempt", id="attempt first"),
        pytest.param("YNNYN", "last_12_months", "current", id="thoughts first"),
        pytest.param("NNDYN", "last_12_months", "attempt_3_12_months", id="date first"),
        pytest.param("NDNYN", "longer_ago", "declined", id="declined before old"),
        pytest.param("N-NYN", "longer_ago", "declined", id="unanswered is not a no"),
        pytest.param("N-NNN", None, "missing", id="question 5 does not fill a gap"),
        pytest.param("NNNND", None, "high", id="question 5 declined by itself"),
    ],
)
def test_the_most_urgent_of_several_values_wins(letters, window, value):
    assert fact(letters, window) == value


@pytest.mark.parametrize(
    "attempt", [DECLINED, UNSURE, SKIPPED, NOT_ASKED, NOT_APPLICABLE, None], ids=str
)
def test_an_attempt_without_a_date_counts_as_within_12_months(attempt):
    assert asq.fact(screen("NNNYN"), attempt) == "attempt_3_12_months"


def test_an_unsure_answer_counts_as_a_declined_one():
    answers = screen("NNNNN") | {"asq_2": UNSURE}

    assert asq.fact(answers) == "declined"


@pytest.mark.parametrize(
    ("letters", "window", "value"),
    [
        pytest.param("-----", None, "missing", id="nothing yet"),
        pytest.param("NNNN-", None, "negative", id="all no"),
        pytest.param("Y----", None, "current", id="a wish to be dead"),
        pytest.param("NND--", None, "declined", id="a declined question"),
        pytest.param("NNNY-", None, "past_attempt", id="an attempt, no date yet"),
        pytest.param("N-NY-", None, "past_attempt", id="a gap beside an attempt"),
        pytest.param("NNNY-", "last_7_days", "recent_attempt", id="a recent attempt"),
        pytest.param("NNNY-", "last_12_months", "attempt_3_12_months", id="last year"),
        pytest.param("YNNND", None, "high", id="question 5 declined"),
        pytest.param("NNNNY", None, "acute", id="question 5 yes"),
    ],
)
def test_a_screen_in_progress_is_graded_on_its_answers_alone(letters, window, value):
    assert fact(letters, window, open=True) == value


def test_a_declined_date_counts_while_the_screen_is_in_progress():
    value = asq.fact(screen("NNNY-"), DECLINED, open=True)

    assert value == "attempt_3_12_months"


@pytest.mark.parametrize(
    ("letters", "missing", "positive"),
    [
        ("NNNN-", (), False),
        ("N-NN-", ("asq_2",), None),
        ("YNNN-", ("asq_5",), True),
        ("DNNNN", ("asq_1",), True),
        ("DDDDD", asq.ITEMS, True),
        ("NNNNY", (), True),
    ],
)
def test_question_5_is_missing_only_where_it_is_due(letters, missing, positive):
    result = asq.score(screen(letters))

    assert (result.missing, result.positive) == (missing, positive)
    assert (result.total, result.low, result.high) == (None, None, None)


@pytest.mark.parametrize(
    ("letters", "passive"),
    [
        ("YNNNN", True),
        ("NYNNN", True),
        ("YYNNN", True),
        ("NNNNN", False),
        ("YNYNN", False),
        ("YNNYN", False),
        ("YDNNN", False),
        ("-YNNN", False),
        ("YN-NN", False),
        ("YNNDN", False),
    ],
)
def test_a_wish_alone_is_told_from_thoughts_and_attempts(letters, passive):
    assert asq.is_passive_only(screen(letters)) is passive


@pytest.mark.parametrize("value", [1, True, "perhaps"], ids=repr)
def test_an_answer_other_than_yes_or_no_is_refused(value):
    with pytest.raises(OffScale) as refusal:
        asq.fact(screen("NNNNN") | {"asq_3": answered(value)})

    assert refusal.value.item == "asq_3"


def test_a_window_that_is_not_offered_is_refused():
    with pytest.raises(OffScale) as refusal:
        fact("NNNYN", "yesterday")

    assert refusal.value.item == "asq_4_when"


@given(replies, st.integers(0, 4), st.sampled_from([*asq.WINDOWS, None]))
def test_a_yes_in_place_of_a_no_never_lowers_the_level(letters, place, window):
    with_no = letters[:place] + "N" + letters[place + 1 :]
    with_yes = letters[:place] + "Y" + letters[place + 1 :]

    before, after = (
        level({"item9": answered(0), "asq": answered(fact(said, window))})
        for said in (with_no, with_yes)
    )

    assert after >= before


@given(replies, st.integers(0, 4))
def test_a_declined_answer_is_never_graded_below_a_no(letters, place):
    with_no = letters[:place] + "N" + letters[place + 1 :]
    declined = letters[:place] + "D" + letters[place + 1 :]

    before, after = (
        level({"item9": answered(0), "asq": answered(fact(said))})
        for said in (with_no, declined)
    )

    assert after >= before


@given(replies, st.sampled_from([*asq.WINDOWS, None]))
def test_a_screen_in_progress_is_never_graded_above_the_finished_one(letters, window):
    now, later = (
        level({"asq": answered(fact(letters, window, open=is_open))}, not is_open)
        for is_open in (True, False)
    )

    assert now <= later or (now, later) == (Level.NOT_ASSESSED, Level.NONE)
