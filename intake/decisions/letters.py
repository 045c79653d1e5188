"""Reading a letter and the conditions of a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from intake.domain.letters.drafting import Choices, conditions, draft
from intake.domain.letters.words import LetterWords, words_for
from intake.patients import vault
from intake.patients.identity import identity_of
from intake.patients.models import Patient
from intake.practice.models import ROUTES
from intake.review.actions import Verdict, verdict_of
from intake.review.models import Case, Decision

from .models import Condition, ConditionStep, Letter


@dataclass(frozen=True)
class Signed:
    """A decision as somebody signed it, with what its letter is drafted from.

    ``reasons`` say, by the grounds of a finding, why it is passed over.
    """

    verdict: Verdict
    choices: Choices
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What somebody found of a condition, when, and what they wrote about it."""

    is_met: bool
    by: str
    at: datetime
    note: str


@dataclass(frozen=True)
class Standing:
    """A condition with everything that was found of it, the latest last."""

    pk: int
    text: str
    steps: tuple[Step, ...]

    @property
    def latest(self) -> Step | None:
        return self.steps[-1] if self.steps else None

    @property
    def is_met(self) -> bool:
        return self.latest is not None and self.latest.is_met


@dataclass(frozen=True)
class Told:
    """Everything that was written about a decision.

    ``drafted`` is empty, and so is the rest, where a decision was recorded without a
    letter.
    """

    decision: Decision
    verdict: Verdict
    drafted: str = ""
    language: str = "en"
    clinic: str = ""
    return_on: date | None = None
    choices: Choices = field(default_factory=Choices)
    conditions: tuple[Standing, ...] = ()

    @property
    def is_letter(self) -> bool:
        return bool(self.drafted)

    @property
    def is_edited(self) -> bool:
        """The message is not the draft, apart from spaces and the ends of lines."""
        return self.verdict.message.split() != self.drafted.split()

    @property
    def open_conditions(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.conditions if not one.is_met)


def words_of(case: Case) -> LetterWords:
    """Words in the language of the patient, where there are reviewed ones."""
    identity = identity_of(case.patient)
    return words_for(identity.language if identity else "")


def draft_for(case: Case, outcomes: dict[str, str], choices: Choices) -> str:
    """The letter as the words give it, routes in the order in which they are shown."""
    identity = identity_of(case.patient)
    ordered = {code: outcomes[code] for code, _name in ROUTES if code in outcomes}
    name = identity.call_name if identity else case.reference
    return draft(words_of(case), name, ordered, choices)


def condition_texts(case: Case, choices: Choices) -> list[str]:
    return conditions(words_of(case), choices)


def told_of(decision: Decision, case: Case) -> Told:
    """A decision with its letter and the conditions as they stand now."""
    decision.case = case
    verdict = verdict_of(decision)
    letter = Letter.objects.filter(decision=decision).first()
    if letter is None:
        return Told(decision, verdict)
    said = vault.read(letter, case.patient, "sealed")
    return Told(
        decision=decision,
        verdict=verdict,
        drafted=said["drafted"],
        language=letter.language,
        clinic=said["clinic"],
        return_on=letter.return_on,
        choices=_choices(said, letter.return_on),
        conditions=tuple(standings(decision, case.patient)),
    )


def _choices(said: dict[str, Any], return_on: date | None) -> Choices:
    names = ("conditions", "own_conditions", "reasons", "alternatives")
    chosen = {name: tuple(said[name]) for name in names}
    return Choices(**chosen, return_on=return_on)


def standings(decision: Decision, patient: Patient) -> Iterable[Standing]:
    rows: Iterable[Condition] = decision.conditions.told()
    return (standing_of(row, patient) for row in rows)


def standing_of(row: Condition, patient: Patient) -> Standing:
    """A condition with its steps; see :meth:`ConditionQuerySet.told`."""
    text = vault.read(row, patient, "sealed")
    return Standing(row.pk, text, tuple(_step(one, patient) for one in row.steps.all()))


def _step(row: ConditionStep, patient: Patient) -> Step:
    return Step(
        is_met=row.kind == ConditionStep.Kind.MET,
        by=str(row.by),
        at=row.at,
        note=vault.read(row, patient, "sealed_note"),
    )
