"""PC-PTSD-5, the Primary Care PTSD Screen for DSM-5.

Sources: Prins A, Bovin MJ, Smolenski DJ, et al. J Gen Intern Med.
2016;31(10):1206-1211; cut-points, Bovin MJ, Kimerling R, Weathers FW, et al. JAMA Netw
Open. 2021;4(2):e2036733: 4 is balanced overall, women may need 3. This project flags
from 3 for everyone and shows a clinician the cut of 4 beside it.
"""

from intake.domain.answer import NOT_ASKED, State

from .answers import Answers, yes_no
from .score import OffScale, Score, reaches

GATE = "pcptsd5_event"
SYMPTOMS = tuple(f"pcptsd5_{number}" for number in range(1, 6))
ITEMS = (GATE, *SYMPTOMS)
POSITIVE_FROM = 3
BALANCED_CUT = 4


def score(
    answers: Answers,
    sex: str | None = None,  # noqa: ARG001 - one signature for every instrument
) -> Score:
    """Count the symptoms of the past month: 0 to 5, positive from 3.

    Somebody who never lived through such an event scores 0 and is asked no further.
    Without an answer to that gate there is no score, whatever else was answered.

    Raises:
        OffScale: An answer is neither ``"yes"`` nor ``"no"``, or symptoms were answered
            although the gate says that there was no event.
    """
    exposed = yes_no(answers, GATE)
    given = {item: yes_no(answers, item) for item in SYMPTOMS}
    if exposed is None:
        return Score("pcptsd5", low=0, high=len(SYMPTOMS), missing=(GATE,))
    if exposed is False:
        _refuse_symptoms(answers)
        return Score("pcptsd5", total=0, low=0, high=0, positive=False)
    missing = tuple(item for item, value in given.items() if value is None)
    low = sum(value is True for value in given.values())
    high = low + len(missing)
    return Score(
        "pcptsd5",
        total=None if missing else low,
        low=low,
        high=high,
        positive=reaches(POSITIVE_FROM, low, high),
        missing=missing,
    )


def positive_at_4(answers: Answers) -> bool | None:
    """Whether the count reaches 4, the cut balanced overall; None if undetermined."""
    result = score(answers)
    if result.low is None or result.high is None or GATE in result.missing:
        return None
    return reaches(BALANCED_CUT, result.low, result.high)


def _refuse_symptoms(answers: Answers) -> None:
    for item in SYMPTOMS:
        if answers.get(item, NOT_ASKED).state is State.ANSWERED:
            raise OffScale(item, f"{item} has an answer, but {GATE} is no.")
