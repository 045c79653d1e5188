"""DAST-10, the short Drug Abuse Screening Test: the scoring without its wording.

Source: Skinner HA. The Drug Abuse Screening Test. Addict Behav. 1982;7(4):363-371;
bands, NIDA Common Data Elements. The wording is copyrighted and is not part of this
software: staff enter the ten items, or the total.
"""

from .answers import Answers, points, total_given, yes_no
from .scale import Band, Scale
from .score import Score

ITEMS = tuple(f"dast10_{number}" for number in range(1, 11))
TOTAL = "dast10_total"
REVERSED = ITEMS[2]

BANDS = (
    Band(0, 0, "none"),
    Band(1, 2, "low"),
    Band(3, 5, "moderate"),
    Band(6, 8, "substantial"),
    Band(9, 10, "severe"),
)
SCALE = Scale("dast10", ITEMS, most=1, bands=BANDS)
HIGHEST = len(ITEMS)


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Count the yes, and the no to item 3: 0 to 10 points over the past year.

    Raises:
        OffScale: An answer is neither ``"yes"`` nor ``"no"``, the total is not a whole
            number from 0 to 10, or items stand beside it.
    """
    if total_given(answers, TOTAL, HIGHEST, ITEMS):
        total = points(answers, TOTAL, HIGHEST) or 0
        return SCALE.between(total, total)
    given = {item: yes_no(answers, item) for item in ITEMS}
    missing = tuple(item for item, said in given.items() if said is None)
    low = sum(said is (item != REVERSED) for item, said in given.items())
    return SCALE.between(low, low + len(missing), missing)
