"""PHQ-9, the nine-item depression module of the Patient Health Questionnaire.

Source: Kroenke K, Spitzer RL, Williams JBW. The PHQ-9: validity of a brief depression
severity measure. J Gen Intern Med. 2001;16(9):606-613. No rule for missing items is
printed on the form; ranges and estimates are this project's convention.
"""

from collections.abc import Mapping
from dataclasses import replace

from .answers import Answers, points, self_harm
from .scale import Band, Scale
from .score import Score

ITEMS = tuple(f"phq9_{number}" for number in range(1, 10))
DIFFICULTY = "phq9_difficulty"  # asked with it, never scored

BANDS = (
    Band(0, 4, "minimal"),
    Band(5, 9, "mild"),
    Band(10, 14, "moderate"),
    Band(15, 19, "moderately_severe"),
    Band(20, 27, "severe"),
)
SCALE = Scale("phq9", ITEMS, most=3, bands=BANDS, estimates=True)

CORE, SELF_HARM = ITEMS[:2], ITEMS[8]
SYMPTOMS_OF_A_SYNDROME = 5


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Total the nine items, each 0 to 3, over the last two weeks: 0 to 27 points.

    ``safety`` looks at item 9 alone, since neither 0 nor a low total clears risk: at 1
    or more ``follow_up``; missing or declined ``unknown``, never guessed.

    Raises:
        OffScale: A value is not a whole number from 0 to 3.
    """
    return replace(SCALE.score(answers), safety=self_harm(answers, SELF_HARM, 3))


def major_syndrome(answers: Answers) -> bool | None:
    """Whether the answers suggest a major depressive syndrome; None if it depends.

    Five items or more at 2 or 3 points (item 9 from 1 point), item 1 or 2 among them.
    For a clinician's eyes; it misses many whom the total finds, and excludes nobody.
    """
    given = {item: points(answers, item, 3) for item in ITEMS}
    at_least = _suggests({item: value or 0 for item, value in given.items()})
    at_most = _suggests(
        {i: 3 if value is None else value for i, value in given.items()}
    )
    return at_least if at_least == at_most else None


def _suggests(given: Mapping[str, int]) -> bool:
    symptoms = {item for item, value in given.items() if value >= 2}
    if given[SELF_HARM] >= 1:
        symptoms.add(SELF_HARM)
    return len(symptoms) >= SYMPTOMS_OF_A_SYNDROME and not symptoms.isdisjoint(CORE)
