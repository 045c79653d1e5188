"""WSAS, the Work and Social Adjustment Scale: the scoring without its wording.

Source: Mundt JC, Marks IM, Shear MK, Greist JM. Br J Psychiatry. 2002;180:461-464
(recalled). The wording is copyrighted and is not part of this software: staff enter
the five items, or the total.
"""

from .answers import Answers, points, total_given
from .scale import Band, Scale
from .score import Score

ITEMS = tuple(f"wsas_{number}" for number in range(1, 6))
TOTAL = "wsas_total"
MOST = 8
HIGHEST = MOST * len(ITEMS)

BANDS = (
    Band(0, 9, "subclinical"),
    Band(10, 20, "significant"),
    Band(21, 40, "moderately_severe"),
)
SCALE = Scale("wsas", ITEMS, most=MOST, bands=BANDS)


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Total the five items, each 0 to 8: 0 to 40 points, more is more impaired.

    Raises:
        OffScale: A value off its scale, or items beside a total.
    """
    if total_given(answers, TOTAL, HIGHEST, ITEMS):
        total = points(answers, TOTAL, HIGHEST) or 0
        return SCALE.between(total, total)
    return SCALE.score(answers)
