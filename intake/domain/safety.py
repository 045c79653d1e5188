"""From answers about suicide and harm to a level of urgency.

The levels and their clocks are this project's convention, to be accepted by a
clinician, built on: the NIMH Ask Suicide-Screening Questions pathway (a positive screen
is followed by a person), the Columbia Lighthouse Project triage (the most worrisome
answer counts; an attempt weighs most within three months), and PHQ-9 item 9 (Simon GE
et al. Psychiatr Serv. 2013;64(12):1195-1202: neither 0 nor a low total clears risk).
"""

from collections.abc import Mapping
from enum import StrEnum

from .answer import NOT_ASKED, Answer, State
from .scoring import asq, cssrs, qids
from .scoring.answers import Answers, points
from .scoring.score import OffScale


class Level(StrEnum):
    """How soon a person must act; compared by urgency, least urgent first."""

    NONE = "none"
    NOT_ASSESSED = "not_assessed"
    UNKNOWN = "unknown"
    LOW = "low"
    MODERATE = "moderate"
    SAME_DAY = "same_day"
    UNKNOWN_POSITIVE = "unknown_positive"
    HIGH = "high"
    ACUTE = "acute"

    @property
    def urgency(self) -> int:
        """Place in the order, 0 for none."""
        return tuple(Level).index(self)

    def __lt__(self, other: str) -> bool:
        return self.urgency < Level(other).urgency

    def __le__(self, other: str) -> bool:
        return self.urgency <= Level(other).urgency

    def __gt__(self, other: str) -> bool:
        return self.urgency > Level(other).urgency

    def __ge__(self, other: str) -> bool:
        return self.urgency >= Level(other).urgency


# Levels at which the person sees the crisis page, and at which a calm card instead.
NEEDS_CRISIS_PAGE = frozenset(
    {Level.ACUTE, Level.HIGH, Level.UNKNOWN_POSITIVE, Level.SAME_DAY}
)
CARD = frozenset({Level.MODERATE, Level.LOW})

NOW_FACTS = ("self_harm_now", "harm_others_now", "command_voices")

ITEM9_LEVELS = (Level.NONE, Level.LOW, Level.LOW, Level.SAME_DAY)
ASQ_LEVELS = {
    "acute": Level.ACUTE,
    "high": Level.HIGH,
    "recent_attempt": Level.HIGH,
    "current": Level.SAME_DAY,
    "attempt_3_12_months": Level.SAME_DAY,
    "declined": Level.SAME_DAY,
    "past_attempt": Level.MODERATE,
    "negative": Level.NONE,
}
CSSRS_LEVELS = {
    "high": Level.HIGH,
    "unknown": Level.HIGH,
    "method": Level.SAME_DAY,
    "past_behavior": Level.MODERATE,
    "low": Level.LOW,
    "none": Level.NONE,
}


def level(
    known: Mapping[str, Answer], finished: bool = True, strict: bool = True
) -> Level:
    """Grade what is known; the most urgent answer counts.

    Args:
        known: The facts ``item9`` (0 to 3), ``asq`` (a value of :func:`asq.fact`), and
            ``self_harm_now``, ``harm_others_now``, ``command_voices`` (yes or no);
            optionally ``cssrs`` (a value of :func:`cssrs.fact`), which raises the level
            and never lowers it.
        finished: Whether the screen was sent or left. While it is in progress, what
            has no answer yet does not count (``not_assessed``); afterwards it is
            ``unknown``, and ``unknown_positive`` when item 9 was endorsed and ASQ was
            not completed. A declined item 9 is unknown at once.
        strict: Whether a wish to be dead alone (ASQ questions 1 and 2) is same-day.
            When not, it is moderate provided ``known`` also holds the answers
            ``asq_1`` to ``asq_4`` and they say that it was that alone.

    An unsure or declined answer about harm now is same-day. One that has no answer at
    all does not move the level: it is a required fact, and shows as an unknown one.

    Raises:
        OffScale: A fact has a value that it cannot have.
    """
    unanswered = Level.UNKNOWN if finished else Level.NOT_ASSESSED
    return max(
        _item9_level(known, unanswered),
        _asq_level(known, unanswered, strict),
        _endorsed_and_unscreened(known, finished),
        _now_level(known),
        _cssrs_level(known),
    )


def rise(previous: Level, new: Level) -> Level:
    """The level after a new grading: only a named clinician ever lowers it."""
    return max(previous, new)


def staff_grade(known: Mapping[str, Answer], cssrs: str) -> Level:
    """The grade that a C-SSRS asked by staff offers a clinician to confirm.

    It stands in place of ASQ; item 9 and harm now keep their weight. A C-SSRS that
    the person filled in alone never comes here: :func:`level` only lets it raise.

    Args:
        known: As for :func:`level`; its ``asq`` is not looked at.
        cssrs: A value of :func:`cssrs.fact`.
    """
    return max(
        _graded("cssrs", cssrs, CSSRS_LEVELS),
        _item9_level(known, Level.UNKNOWN),
        _now_level(known),
    )


def entered_level(code: str, answers: Answers, known: Mapping[str, Answer]) -> Level:
    """The grade of a score that staff entered, by its own answers alone.

    The C-SSRS has its own triage. Item 12 of the QIDS weighs as item 9 of the PHQ-9;
    without an answer it is unknown. Any other instrument says nothing about safety.

    Args:
        code: The instrument.
        answers: What was entered, by item.
        known: As for :func:`level`; only whether ASQ was completed is looked at.

    Raises:
        OffScale: An answer that the item does not have.
    """
    if code == "cssrs":
        return _graded("cssrs", cssrs.fact(answers), CSSRS_LEVELS)
    if code != "qids":
        return Level.NONE
    item12 = {"item9": answers.get(qids.SUICIDAL, NOT_ASKED)}
    screen = {"asq": known["asq"]} if "asq" in known else {}
    return max(
        _item9_level(item12, Level.UNKNOWN),
        _endorsed_and_unscreened(item12 | screen, finished=True),
    )


def _item9_level(known: Mapping[str, Answer], unanswered: Level) -> Level:
    item9 = points(known, "item9", 3)
    if item9 is not None:
        return ITEM9_LEVELS[item9]
    declined = known.get("item9", NOT_ASKED).state is State.DECLINED
    return Level.UNKNOWN if declined else unanswered


def _asq_level(known: Mapping[str, Answer], unanswered: Level, strict: bool) -> Level:
    value = _asq_value(known)
    if value == "current" and not strict and asq.is_passive_only(known):
        return Level.MODERATE
    return unanswered if value == "missing" else _graded("asq", value, ASQ_LEVELS)


def _asq_value(known: Mapping[str, Answer]) -> str:
    """The fact's value; in files its value ``declined`` reads as the state."""
    answer = known.get("asq", NOT_ASKED)
    if answer.state is State.ANSWERED:
        return str(answer.value)
    return "declined" if answer.state is State.DECLINED else "missing"


def _endorsed_and_unscreened(known: Mapping[str, Answer], finished: bool) -> Level:
    endorsed = points(known, "item9", 3)
    if finished and endorsed and _asq_value(known) == "missing":
        return Level.UNKNOWN_POSITIVE
    return Level.NONE


def _now_level(known: Mapping[str, Answer]) -> Level:
    said = [known.get(name, NOT_ASKED) for name in NOW_FACTS]
    if any(answer.value == "yes" for answer in said):
        return Level.ACUTE
    if any(answer.state in (State.UNSURE, State.DECLINED) for answer in said):
        return Level.SAME_DAY
    return Level.NONE


def _cssrs_level(known: Mapping[str, Answer]) -> Level:
    answer = known.get("cssrs", NOT_ASKED)
    if answer.state in (State.UNSURE, State.DECLINED):
        return CSSRS_LEVELS["unknown"]
    if answer.state is not State.ANSWERED:
        return Level.NONE
    return _graded("cssrs", answer.value, CSSRS_LEVELS)


def _graded(name: str, value: str, levels: Mapping[str, Level]) -> Level:
    if value not in levels:
        raise OffScale(name, f"{name} takes {', '.join(levels)}, not {value!r}.")
    return levels[value]
