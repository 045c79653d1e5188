"""ASQ, the Ask Suicide-Screening Questions of the US NIMH.

Sources: Horowitz LM, Bridge JA, Teach SJ, et al. Arch Pediatr Adolesc Med.
2012;166(12):1170-1176; in adults Horowitz LM, Snyder DJ, Boudreaux ED, et al.
Psychosomatics. 2020;61(6):713-722; the result, NIMH ASQ Toolkit information sheet.
That a declined item counts as positive, and the windows of an attempt, are this
project's stricter reading, to be accepted by a clinician.

Question 5 is asked when any of questions 1 to 4 is answered yes or declined. The date
of the last attempt is asked in our own words outside the instrument.
"""

from intake.domain.answer import NOT_ASKED, Answer, State

from .answers import Answers, yes_no
from .score import OffScale, Score

ITEMS = tuple(f"asq_{number}" for number in range(1, 6))
WISHES, THOUGHTS, ATTEMPT, NOW = ITEMS[:2], ITEMS[2], ITEMS[3], ITEMS[4]
WHEN = "asq_4_when"

WITHIN_3_MONTHS = ("last_7_days", "last_3_months")
WITHIN_12_MONTHS = "last_12_months"
WINDOWS = (*WITHIN_3_MONTHS, WITHIN_12_MONTHS, "longer_ago")

# What each value of the fact is called on the instrument's own result sheet.
RESULTS = {
    "acute": "acute_positive",
    "high": "acute_unknown",
    "recent_attempt": "non_acute_positive",
    "current": "non_acute_positive",
    "attempt_3_12_months": "non_acute_positive",
    "declined": "non_acute_positive",
    "past_attempt": "non_acute_positive",
    "missing": "incomplete",
    "negative": "negative",
}
POSITIVE = {"negative": False, "incomplete": None}


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Give the result as the band; the instrument has no points.

    Question 5 is missing only where it is due. A result of ``acute_unknown`` (question
    5 due and not answered) is handled as high risk until somebody has spoken with the
    person.

    Raises:
        OffScale: An answer is neither ``"yes"`` nor ``"no"``.
    """
    result = RESULTS[fact(answers)]
    due = ITEMS if _is_due(answers) else ITEMS[:4]
    return Score(
        instrument="asq",
        band=result,
        positive=POSITIVE.get(result, True),
        missing=tuple(item for item in due if yes_no(answers, item) is None),
    )


def details(answers: Answers) -> dict[str, str]:
    """``asq``, the value by which the screen is graded."""
    return {"asq": fact(answers, answers.get(WHEN))}


def fact(
    answers: Answers,
    attempt: Answer | None = None,
    open: bool = False,  # noqa: A002 - the screen is open: question 5 was not shown yet
) -> str:
    """The one value by which the screen is graded.

    Args:
        answers: ``"yes"``, ``"no"`` or a state, by item.
        attempt: When the last attempt was, one of ``WINDOWS`` or a state; unknown
            counts as 3 to 12 months ago.
        open: The screen is still in progress, so what is missing does not count yet
            and the answers given are graded alone.

    Returns:
        The first that applies of ``acute high recent_attempt current
        attempt_3_12_months declined past_attempt missing negative``. An unanswered
        question beside an attempt is graded as a declined one.

    Raises:
        OffScale: An answer that the question does not have.
    """
    said = {item: _said(answers, item) for item in ITEMS}
    first_four = [said[item] for item in ITEMS[:4]]
    attempted, when = said[ATTEMPT] == "yes", _window(attempt)
    unasked = open and said[NOW] is None
    rules = {
        "acute": said[NOW] == "yes",
        "high": said[NOW] == "declined"
        or (_is_raised(first_four) and said[NOW] is None and not unasked),
        "recent_attempt": attempted and when in WITHIN_3_MONTHS,
        "current": "yes" in first_four[:3],
        "attempt_3_12_months": attempted
        and (when in (WITHIN_12_MONTHS, "declined") or (when is None and not open)),
        "declined": "declined" in first_four
        or (attempted and None in first_four and not open),
        "past_attempt": attempted,
        "missing": None in first_four,
    }
    return next((value for value, applies in rules.items() if applies), "negative")


def is_passive_only(answers: Answers) -> bool:
    """Only questions 1 or 2 were answered yes: no thoughts of killing, no attempt.

    Questions 1 to 4 must all have been answered; what is unknown may be worse.
    """
    first, second, thoughts, attempt = (yes_no(answers, item) for item in ITEMS[:4])
    if None in (first, second) or thoughts is not False or attempt is not False:
        return False
    return bool(first or second)


def _said(answers: Answers, item: str) -> str | None:
    if answers.get(item, NOT_ASKED).state in (State.DECLINED, State.UNSURE):
        return "declined"
    return {True: "yes", False: "no", None: None}[yes_no(answers, item)]


def _is_raised(first_four: list[str | None]) -> bool:
    return "yes" in first_four or "declined" in first_four


def _is_due(answers: Answers) -> bool:
    return _is_raised([_said(answers, item) for item in ITEMS[:4]])


def _window(attempt: Answer | None) -> str | None:
    if attempt is None or attempt.state in (State.SKIPPED, State.NOT_ASKED):
        return None
    if attempt.state is not State.ANSWERED:
        return "declined"
    if attempt.value not in WINDOWS:
        raise OffScale(WHEN, f"{WHEN} takes {', '.join(WINDOWS)}.")
    return str(attempt.value)
