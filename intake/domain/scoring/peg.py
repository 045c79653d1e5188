"""PEG, three items on pain, enjoyment of life and general activity in the past week.

Source: Krebs EE, Lorenz KA, Bair MJ, et al. Development and initial validation of the
PEG. J Gen Intern Med. 2009;24(6):733-738. It has no official severity bands.
"""

from dataclasses import replace

from .answers import Answers
from .scale import Scale
from .score import Score, half_up

ITEMS = ("peg_1", "peg_2", "peg_3")
SCALE = Scale("peg", ITEMS, most=10)
MEANINGFUL_FALL_PERCENT = 30


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """The mean of the three items, each 0 to 10, to one decimal; more is worse.

    Raises:
        OffScale: A value is not a whole number from 0 to 10.
    """
    result = SCALE.score(answers)
    return replace(
        result,
        total=_mean(result.total),
        low=_mean(result.low),
        high=_mean(result.high),
    )


def whole(mean: float) -> int:
    """The mean as it is shown: the nearest whole number, halves up."""
    return half_up(_tenths(mean), 10)


def is_meaningful_fall(before: float, after: float) -> bool:
    """Pain fell by at least 30 per cent."""
    fall = 100 * (_tenths(before) - _tenths(after))
    return before > 0 and fall >= MEANINGFUL_FALL_PERCENT * _tenths(before)


def _mean(total: float | None) -> float | None:
    return None if total is None else half_up(10 * int(total), len(ITEMS)) / 10


def _tenths(mean: float) -> int:
    return round(10 * mean)
