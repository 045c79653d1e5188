"""MDQ, the Mood Disorder Questionnaire: the scoring without its wording.

Source: Hirschfeld RMA, Williams JBW, Spitzer RL, et al. Am J Psychiatry.
2000;157(11):1873-1875; the rule, NINDS Common Data Elements. The wording is
copyrighted and is not part of this software: staff enter the answers, or how many of
the thirteen were yes. A negative screen does not exclude bipolar disorder: in the
general population it finds about one in four.
"""

from .answers import Answers, points, total_given, yes_no
from .score import Score, reaches

SYMPTOMS = tuple(f"mdq_{number}" for number in range(1, 14))
TOGETHER, PROBLEM = "mdq_together", "mdq_problem"
ITEMS = (*SYMPTOMS, TOGETHER, PROBLEM)
TOTAL = "mdq_total"

SYMPTOMS_FROM = 7
MOST_PROBLEM, PROBLEM_FROM = 3, 2  # none, minor, moderate, serious


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Count the symptoms, 0 to 13; positive by three rules together.

    Positive with seven symptoms or more, several of them at the same time, and at
    least a moderate problem. The last two are missing only while seven can be reached.

    Raises:
        OffScale: A value that the item does not have, or symptoms beside their number.
    """
    low, high, unanswered = _symptoms(answers)
    together, problem = yes_no(answers, TOGETHER), _is_problem(answers)
    beside = {TOGETHER: together, PROBLEM: problem} if high >= SYMPTOMS_FROM else {}
    return Score(
        "mdq",
        total=None if unanswered else low,
        low=low,
        high=high,
        positive=_all(reaches(SYMPTOMS_FROM, low, high), together, problem),
        missing=(*unanswered, *(item for item, said in beside.items() if said is None)),
    )


def _symptoms(answers: Answers) -> tuple[int, int, tuple[str, ...]]:
    """The smallest and largest number of yes, and the symptoms without an answer."""
    if total_given(answers, TOTAL, len(SYMPTOMS), SYMPTOMS):
        count = points(answers, TOTAL, len(SYMPTOMS)) or 0
        return count, count, ()
    said = {item: yes_no(answers, item) for item in SYMPTOMS}
    missing = tuple(item for item, value in said.items() if value is None)
    low = sum(value is True for value in said.values())
    return low, low + len(missing), missing


def _is_problem(answers: Answers) -> bool | None:
    value = points(answers, PROBLEM, MOST_PROBLEM)
    return None if value is None else value >= PROBLEM_FROM


def _all(*rules: bool | None) -> bool | None:
    if False in rules:
        return False
    return None if None in rules else True
