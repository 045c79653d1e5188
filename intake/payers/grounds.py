"""What is known of a case, as far as payers ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from intake.domain.answer import Answer
from intake.domain.payers.history import History, Measured, Tried
from intake.practice.models import Organisation
from intake.questionnaires.dated_scores import DatedScore, dated_scores
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.knowledge import facts_of
from intake.review.evaluation import observations
from intake.review.history import histories_of
from intake.review.models import Case
from intake.review.treatments import TreatmentRecord


@dataclass(frozen=True)
class Grounds:
    """What a payer's rules are judged by, and a sheet is written from.

    Attributes:
        on: The day, at the clinic.
        now: The answers.
        facts: What they say, with what staff corrected and observed.
        record: The treatment history as it stands.
        scores: The latest first.
    """

    on: date
    now: Filled
    facts: Mapping[str, Answer]
    record: TreatmentRecord
    scores: tuple[DatedScore, ...]

    @property
    def history(self) -> History:
        trials = [trial.standing for trial in self.record.trials]
        return History(
            on=self.on,
            tried=tuple(Tried(place, trial) for place, trial in enumerate(trials, 1)),
            is_confirmed=self.record.is_confirmed,
            scores=tuple(_measured(score) for score in self.scores),
            facts=self.facts,
        )


def grounds_of(case: Case) -> Grounds:
    """Everything that is known of a case today."""
    organisation = Organisation.current()
    now = filled(case.response)
    facts = facts_of(now, organisation)
    histories = histories_of(case, now, facts)
    known = {name: fact.answer for name, fact in facts.items()}
    known |= histories.corrected(now)
    known |= {observed.fact: observed.answer for observed in observations(case)}
    return Grounds(
        on=organisation.today(),
        now=now,
        facts=known,
        record=histories.treatments,
        scores=tuple(dated_scores(now)),
    )


def _measured(score: DatedScore) -> Measured:
    data = score.data
    return Measured(score.instrument, score.on, data["total"], data["high"])
