"""QIDS-SR16, a self-report of depressive symptoms: the scoring without its wording.

Source: Rush AJ, Trivedi MH, Ibrahim HM, et al. Biol Psychiatry. 2003;54(5):573-583;
scoring, ids-qids.org. The wording is licensed and is not part of this software: staff
enter the items, or the total and item 12.
"""

from dataclasses import replace

from .answers import Answers, points, self_harm, total_given
from .scale import Band, Scale
from .score import Score

ITEMS = tuple(f"qids_{number}" for number in range(1, 17))
TOTAL = "qids_total"
SUICIDAL = ITEMS[11]
MOST = 3

SLEEP, SADNESS, APPETITE, SINGLE, PACE = (
    ITEMS[0:4],
    ITEMS[4:5],
    ITEMS[5:9],
    ITEMS[9:14],
    ITEMS[14:16],
)
# The worst item of each counts.
DOMAINS = (SLEEP, SADNESS, APPETITE, *((item,) for item in SINGLE), PACE)

BANDS = (
    Band(0, 5, "none"),
    Band(6, 10, "mild"),
    Band(11, 15, "moderate"),
    Band(16, 20, "severe"),
    Band(21, 27, "very_severe"),
)
SCALE = Scale("qids", ITEMS, most=MOST, bands=BANDS)
HIGHEST = MOST * len(DOMAINS)


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Add up the worst item of each of nine domains, each 0 to 3: 0 to 27 points.

    Reads the sixteen items over the past seven days, or the total alone. ``safety``
    looks at item 12, which may stand beside the total.

    Raises:
        OffScale: A value off its scale, or other items beside a total.
    """
    safety = self_harm(answers, SUICIDAL, MOST)
    others = [item for item in ITEMS if item != SUICIDAL]
    if total_given(answers, TOTAL, HIGHEST, others):
        total = points(answers, TOTAL, HIGHEST) or 0
        return replace(SCALE.between(total, total), safety=safety)
    return replace(_of_items(answers), safety=safety)


def _of_items(answers: Answers) -> Score:
    given = {item: points(answers, item, MOST) for item in ITEMS}
    missing = tuple(item for item, value in given.items() if value is None)
    low = sum(max(given[item] or 0 for item in domain) for domain in DOMAINS)
    high = sum(
        max(MOST if given[item] is None else given[item] or 0 for item in domain)
        for domain in DOMAINS
    )
    return SCALE.between(low, high, missing)
