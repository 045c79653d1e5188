"""The single question about drugs: how many times in the past year.

Source: Smith PC, Schmidt SM, Allensworth-Davies D, Saitz R. A single-question screening
test for drug use in primary care. Arch Intern Med. 2010;170(13):1155-1160.
"""

from .answers import Answers, points
from .score import Score, reaches

ITEMS = ("drug_days",)
TIMES = ITEMS[0]
POSITIVE_FROM = 1


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """The number of times (not days) in the past year; positive from 1.

    There is no largest number, so without an answer there is no range either.

    Raises:
        OffScale: The value is not a whole number, 0 or more.
    """
    times = points(answers, TIMES, None)
    if times is None:
        return Score("drug1", missing=ITEMS)
    positive = reaches(POSITIVE_FROM, times, times)
    return Score("drug1", total=times, low=times, high=times, positive=positive)
