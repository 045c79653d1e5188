"""What is known of a patient, as far as payers ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from intake.domain.answer import Answer
from intake.domain.treatments.trials import Trial


@dataclass(frozen=True)
class Tried:
    """A trial and its place on the list, from 1, by which it is cited."""

    number: int
    trial: Trial

    @property
    def name(self) -> str:
        """What it is called: the generic name, else what was written."""
        agent = self.trial.agent
        return agent.generic if agent else self.trial.name


@dataclass(frozen=True)
class Measured:
    """A score and the day it holds for; without a total, the range it must lie in."""

    instrument: str
    on: date
    total: float | None
    highest: float | None = None


@dataclass(frozen=True)
class History:
    """Everything that a rule set is judged by.

    Attributes:
        on: The day on which it is judged.
        tried: The medicines of the treatment list.
        is_confirmed: The patient said that the list is complete, or that there is
            none; otherwise a trial that is not there may be missing from it.
        scores: Every score, in any order.
        facts: What the rest of the questionnaire says, by the name of the fact.
    """

    on: date
    tried: tuple[Tried, ...] = ()
    is_confirmed: bool = True
    scores: tuple[Measured, ...] = ()
    facts: Mapping[str, Answer] = field(default_factory=dict)
