"""MDQ: seven symptoms, several of them together, and at least a moderate problem."""

from itertools import product

import pytest

from intake.domain.answer import DECLINED, answered
from intake.domain.scoring import mdq
from intake.domain.scoring.score import OffScale

PROBLEMS = {"none": 0, "minor": 1, "moderate": 2, "serious": 3}


def screen(count, together=None, problem=None, unanswered=0):
    """So many yes, so many without an answer, the others no."""
    said = ["yes"] * count + [None] * unanswered
    said += ["no"] * (13 - len(said))
    answers = {
        item: answered(value) if value else DECLINED
        for item, value in zip(mdq.SYMPTOMS, said, strict=True)
    }
    if together:
        answers[mdq.TOGETHER] = answered(together)
    if problem:
        answers[mdq.PROBLEM] = answered(PROBLEMS[problem])
    return answers


@pytest.mark.parametrize(
    ("count", "together", "problem", "positive"),
    [
        (7, "yes", "moderate", True),
        (6, "yes", "serious", False),
        (7, "no", "serious", False),
        (13, "yes", "minor", False),
        (13, "yes", "serious", True),
        (7, "yes", "serious", True),
        (8, None, None, None),
        (8, "yes", None, None),
        (8, None, "serious", None),
        (8, "no", None, False),
        (8, None, "none", False),
        (5, None, None, False),
    ],
)
def test_a_worked_example_is_positive_or_not(count, together, problem, positive):
    result = mdq.score(screen(count, together, problem))

    assert (result.total, result.positive) == (count, positive)


@pytest.mark.parametrize(
    ("count", "together", "problem", "positive"),
    [
        (7, "yes", "moderate", True),
        (6, "yes", "serious", False),
        (8, None, None, None),
    ],
)
def test_the_number_of_yes_may_stand_for_the_symptoms(
    count, together, problem, positive
):
    answers = screen(count, together, problem)
    answers = {i: a for i, a in answers.items() if i not in mdq.SYMPTOMS}

    result = mdq.score(answers | {mdq.TOTAL: answered(count)})

    assert (result.total, result.positive) == (count, positive)


@pytest.mark.parametrize(
    ("count", "unanswered", "low_high", "positive"),
    [
        (6, 1, (6, 7), None),
        (5, 1, (5, 6), False),
        (7, 2, (7, 9), True),
        (0, 13, (0, 13), None),
    ],
)
def test_unanswered_symptoms_decide_only_where_they_can(
    count, unanswered, low_high, positive
):
    result = mdq.score(screen(count, "yes", "serious", unanswered))

    assert (result.total, (result.low, result.high)) == (None, low_high)
    assert result.positive is positive
    assert len(result.missing) == unanswered


@pytest.mark.parametrize(
    ("count", "missing"), [(6, ()), (7, (mdq.TOGETHER, mdq.PROBLEM))]
)
def test_the_other_two_are_missing_only_while_seven_can_be_reached(count, missing):
    assert mdq.score(screen(count)).missing == missing


@pytest.mark.parametrize(
    ("answers", "item"),
    [
        ({"mdq_1": answered(1)}, "mdq_1"),
        ({mdq.TOGETHER: answered("maybe")}, "mdq_together"),
        ({mdq.PROBLEM: answered(4)}, "mdq_problem"),
        ({mdq.TOTAL: answered(14)}, "mdq_total"),
        ({mdq.TOTAL: answered(7), "mdq_2": answered("no")}, "mdq_2"),
    ],
)
def test_what_cannot_be_is_refused_with_its_item(answers, item):
    with pytest.raises(OffScale) as refusal:
        mdq.score(answers)

    assert refusal.value.item == item


def test_a_worse_answer_never_turns_a_positive_screen_negative():
    grades = {
        (count, together, problem): mdq.score(screen(count, together, problem))
        for count, together, problem in product(range(14), ("no", "yes"), PROBLEMS)
    }

    for (count, together, problem), result in grades.items():
        worse = grades[max(count, 7), "yes", "serious"]
        assert worse.positive >= result.positive
        assert result.positive == (
            count >= 7 and together == "yes" and problem in ("moderate", "serious")
        )
