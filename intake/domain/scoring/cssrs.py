"""C-SSRS screener with triage: the logic alone, without any of its wording.

Source: Columbia Lighthouse Project, triage for the screener, where the most worrisome
answer counts; Posner K, Brown GK, Stanley B, et al. Am J Psychiatry.
2011;168(12):1266-1277. The wording is copyrighted and is not part of this software:
staff enter the results.

Items 1 to 5 concern the past month: 1 wish to be dead, 2 thoughts, 3 with a method,
4 with some intent, 5 with plan and intent. Item 6 is behavior in the lifetime, 6r in
the past three months. Items 3 to 5 are asked after item 2 yes, 6r after item 6 yes.
"""

from .answers import Answers, yes_no
from .score import Score

ITEMS = (*(f"cssrs_{number}" for number in range(1, 7)), "cssrs_6r")
WISH, THOUGHTS, METHOD, INTENT, PLAN, BEHAVIOR, RECENT_BEHAVIOR = ITEMS
AFTER_THOUGHTS = (METHOD, INTENT, PLAN)

TRIAGE = {
    "high": "high",
    "unknown": "unknown",
    "method": "moderate",
    "past_behavior": "moderate",
    "low": "low",
    "none": "none",
}


SAFETY = {"none": "none", "unknown": "unknown"}


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Give the triage level as the band; the screener has no points.

    ``unknown`` means that something due has no answer; it is handled as high until a
    person has asked.

    Raises:
        OffScale: An answer is neither ``"yes"`` nor ``"no"``.
    """
    level = triage(answers)
    said_yes = any(yes_no(answers, item) for item in ITEMS)
    return Score(
        instrument="cssrs",
        band=level,
        positive=True if said_yes else {"none": False}.get(level),
        missing=missing(answers),
        safety=SAFETY.get(level, "follow_up"),
    )


def details(answers: Answers) -> dict[str, str]:
    """``cssrs``, the value by which the screener is graded."""
    return {"cssrs": fact(answers)}


def fact(answers: Answers) -> str:
    """The value by which the screener is graded.

    A positive answer counts even where the item was not due. With an item due and
    unanswered the value is ``unknown``, handled as high, unless it is high already.

    Returns:
        The first that applies of ``high unknown method past_behavior low none``.

    Raises:
        OffScale: An answer is neither ``"yes"`` nor ``"no"``.
    """
    yes = {item for item in ITEMS if yes_no(answers, item)}
    rules = {
        "high": not yes.isdisjoint({INTENT, PLAN, RECENT_BEHAVIOR}),
        "unknown": bool(missing(answers)),
        "method": METHOD in yes,
        "past_behavior": BEHAVIOR in yes,
        "low": not yes.isdisjoint({WISH, THOUGHTS}),
    }
    return next((value for value, applies in rules.items() if applies), "none")


def triage(answers: Answers) -> str:
    """The published triage level: none, low, moderate, high; or unknown."""
    return TRIAGE[fact(answers)]


def missing(answers: Answers) -> tuple[str, ...]:
    """The items that are due and have no answer."""
    due = {WISH, THOUGHTS, BEHAVIOR}
    if yes_no(answers, THOUGHTS):
        due.update(AFTER_THOUGHTS)
    if yes_no(answers, BEHAVIOR):
        due.add(RECENT_BEHAVIOR)
    return tuple(
        item for item in ITEMS if item in due and yes_no(answers, item) is None
    )
