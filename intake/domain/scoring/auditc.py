"""AUDIT-C, the three consumption items of the WHO alcohol screen.

Sources: Bush K, Kivlahan DR, McDonell MB, Fihn SD, Bradley KA. Arch Intern Med.
1998;158(16):1789-1795; cuts by sex, Bradley KA, DeBenedetti AF, Volk RJ, et al. Alcohol
Clin Exp Res. 2007;31(7):1208-1217. The lower cut for anyone not recorded as male, and
high risk from 8, are this project's convention.
"""

from dataclasses import replace

from .answers import Answers, points
from .scale import Scale
from .score import Score

ITEMS = ("auditc_1", "auditc_2", "auditc_3")
FREQUENCY = ITEMS[0]
SCALE_MOST = 4

CUT_FOR_MEN = 4
CUT_FOR_OTHERS = 3
HIGH_RISK_FROM = 8


def score(answers: Answers, sex: str | None = None) -> Score:
    """Total the three items, each 0 to 4, over the past year: 0 to 12 points.

    Somebody who never drinks (item 1 at 0) scores 0; items 2 and 3 then do not count.
    ``low`` is the fact ``auditc_min``.

    Args:
        answers: Points or a state, by item.
        sex: As recorded for care; ``"male"`` takes the cut of 4, all else that of 3.

    Raises:
        OffScale: A value is not a whole number from 0 to 4.
    """
    cut = CUT_FOR_MEN if sex == "male" else CUT_FOR_OTHERS
    result = Scale("auditc", ITEMS, most=SCALE_MOST, cut=cut).score(answers)
    if points(answers, FREQUENCY, SCALE_MOST) == 0:
        return replace(result, total=0, low=0, high=0, positive=False, missing=())
    return result


def is_high_risk(result: Score) -> bool:
    """At least 8 points, whatever a missing item would add."""
    return result.low is not None and result.low >= HIGH_RISK_FROM


def is_frequency_alone(answers: Answers) -> bool:
    """All points come from item 1: drinking is then probably within limits."""
    often, *amounts = (points(answers, item, SCALE_MOST) for item in ITEMS)
    return bool(often) and amounts == [0, 0]
