"""PHQ-2, the first two items of the PHQ-9. It has no question about suicide.

Source: Kroenke K, Spitzer RL, Williams JBW. The Patient Health Questionnaire-2:
validity of a two-item depression screener. Med Care. 2003;41(11):1284-1292.
"""

from . import phq9
from .answers import Answers
from .scale import Scale, ids_used
from .score import Score

ITEMS = phq9.ITEMS[:2]
OWN_ITEMS = ("phq2_1", "phq2_2")
POSITIVE_FROM = 3


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Total the two items, each 0 to 3: 0 to 6 points, positive from 3.

    Reads the answers to the PHQ-9, or its own ids where it was asked alone.

    Raises:
        OffScale: A value is not a whole number from 0 to 3.
    """
    items = ids_used(answers, ITEMS, OWN_ITEMS)
    return Scale("phq2", items, most=3, cut=POSITIVE_FROM).score(answers)
