"""GAD-2, the first two items of the GAD-7.

Source: Kroenke K, Spitzer RL, Williams JBW, Monahan PO, Loewe B. Anxiety disorders in
primary care. Ann Intern Med. 2007;146(5):317-325 (recalled).
"""

from . import gad7
from .answers import Answers
from .scale import Scale, ids_used
from .score import Score

ITEMS = gad7.ITEMS[:2]
OWN_ITEMS = ("gad2_1", "gad2_2")
POSITIVE_FROM = 3


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Total the two items, each 0 to 3: 0 to 6 points, positive from 3.

    Reads the answers to the GAD-7, or its own ids where it was asked alone.

    Raises:
        OffScale: A value is not a whole number from 0 to 3.
    """
    items = ids_used(answers, ITEMS, OWN_ITEMS)
    return Scale("gad2", items, most=3, cut=POSITIVE_FROM).score(answers)
