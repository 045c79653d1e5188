"""PCL-5, the PTSD Checklist for DSM-5: a second step that a clinician adds.

Source: Weathers FW, Litz BT, Keane TM, et al. National Center for PTSD, 2013. The
provisional cut lies between 31 and 33; older sheets that say 38 are superseded. That
nothing is totalled while an item is missing, and the look at item 16, are this
project's convention.
"""

from .answers import Answers, points
from .scale import Scale
from .score import Score, reaches

ITEMS = tuple(f"pcl5_{number}" for number in range(1, 21))
MOST = 4
POSITIVE_FROM = 33
ZONE = (31, 33)
SCALE = Scale("pcl5", ITEMS, most=MOST, cut=POSITIVE_FROM)

# The symptom clusters of the DSM-5, and how many symptoms each needs.
CLUSTERS = {
    "B": (ITEMS[0:5], 1),
    "C": (ITEMS[5:7], 1),
    "D": (ITEMS[7:14], 2),
    "E": (ITEMS[14:20], 2),
}
SYMPTOM_FROM = 2

RISK_TAKING = ITEMS[15]
ATTENTION_FROM = 3


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Total the twenty items, each 0 to 4: 0 to 80 points, positive from 33.

    Raises:
        OffScale: A value is not a whole number from 0 to 4.
    """
    return SCALE.score(answers)


def details(answers: Answers) -> dict[str, bool | None]:
    """What a clinician looks at beside the total; None where it still depends.

    ``clusters`` is the rule of the DSM-5, ``zone`` a total from 31 to 33, where
    published cuts disagree, ``attention`` item 16 at 3 or more: risks taken, which is
    no suicide screen.
    """
    return {
        "clusters": meets_clusters(answers),
        "zone": is_in_zone(score(answers)),
        "attention": takes_risks(answers),
    }


def meets_clusters(answers: Answers) -> bool | None:
    """A symptom, an item from 2 points: one of B, one of C, two of D, two of E."""
    met = [_has(answers, items, least) for items, least in CLUSTERS.values()]
    if False in met:
        return False
    return None if None in met else True


def is_in_zone(result: Score) -> bool | None:
    """Whether the total lies where published cuts disagree."""
    if result.low is None or result.high is None:
        return None
    if result.high < ZONE[0] or result.low > ZONE[1]:
        return False
    return True if ZONE[0] <= result.low and result.high <= ZONE[1] else None


def takes_risks(answers: Answers) -> bool | None:
    """Item 16 at 3 or more; None without an answer."""
    value = points(answers, RISK_TAKING, MOST)
    return None if value is None else value >= ATTENTION_FROM


def _has(answers: Answers, items: tuple[str, ...], least: int) -> bool | None:
    given = [points(answers, item, MOST) for item in items]
    low = sum(value is not None and value >= SYMPTOM_FROM for value in given)
    return reaches(least, low, low + given.count(None))
