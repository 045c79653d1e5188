"""GAD-7, seven items on anxiety over the last two weeks.

Source: Spitzer RL, Kroenke K, Williams JBW, Loewe B. A brief measure for assessing
generalized anxiety disorder: the GAD-7. Arch Intern Med. 2006;166(10):1092-1097.
Ranges and estimates for missing items are this project's convention, as for PHQ-9.
"""

from .answers import Answers
from .scale import Band, Scale
from .score import Score

ITEMS = tuple(f"gad7_{number}" for number in range(1, 8))
BANDS = (
    Band(0, 4, "minimal"),
    Band(5, 9, "mild"),
    Band(10, 14, "moderate"),
    Band(15, 21, "severe"),
)
SCALE = Scale("gad7", ITEMS, most=3, bands=BANDS, estimates=True)


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Total the seven items, each 0 to 3: 0 to 21 points.

    Raises:
        OffScale: A value is not a whole number from 0 to 3.
    """
    return SCALE.score(answers)
