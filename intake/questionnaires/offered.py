"""The level that a screen asked by staff offers to whoever may confirm it."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake.domain.safety import Level, staff_grade
from intake.domain.scoring import cssrs

from .concern import CALM
from .filled import Filled
from .knowledge import safety_facts
from .score_entry import EnteredScore

SCREEN = "cssrs"


@dataclass(frozen=True)
class Offered:
    """A level, and the record of the screen that offers it."""

    level: Level
    score: EnteredScore


def offered_level(now: Filled, entered: Sequence[EnteredScore]) -> Offered | None:
    """What the latest C-SSRS that staff asked says, in the place of the ASQ.

    Args:
        now: The answers of the patient; item 9 and harm now keep their weight.
        entered: What staff entered beside them, the oldest first.
    """
    screens = [one for one in entered if one.record.instrument == SCREEN]
    if not screens:
        return None
    facts = safety_facts(now, finished=True)
    known = CALM | {name: fact.answer for name, fact in facts.items()}
    return Offered(staff_grade(known, cssrs.fact(screens[-1].answers)), screens[-1])
