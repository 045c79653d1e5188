"""What stands for the treatment history of a case: trials, resistance, stage.

Whatever judges or prints a history reads it here, so that every page tells the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from intake.domain.answer import NOT_ASKED, Answer, State, answered
from intake.domain.questionnaire.facts import Fact
from intake.domain.questionnaire.histories import trials
from intake.domain.treatments import maudsley
from intake.domain.treatments.evidence import Evidence, Status, restated, trial_of
from intake.domain.treatments.resistance import (
    Note,
    Resistance,
    summarise,
    used_augmentation,
)
from intake.domain.treatments.resistance import Status as Resistant
from intake.domain.treatments.timeline import Circumstances, flags
from intake.domain.treatments.trials import Judgement, Trial, judge
from intake.domain.treatments.words import in_words
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.knowledge import facts_of
from intake.questionnaires.person import person_of

from .checks import Check, Checks, History, checks_of, evidence_by_fact, stated
from .lists import TRIALS, evidence_of_rows, list_behind, view_of
from .models import Case

RESISTANCE = "trd"  # the fact that the list of trials gives
REPORTED = Evidence(Status.PATIENT_REPORTED)
OTHER_TREATMENTS = ("psychotherapy", "tms", "ect", "vns")


@dataclass(frozen=True)
class KnownTrial:
    """One trial: what was said of it, and what stands.

    Attributes:
        row: The id of its row; it stays the same however often the row is changed.
        reported: The trial as the patient told it; ``None`` where only staff know it.
        standing: The trial after corrections: what is judged and counted.
        judgement: What came of it.
        told: On whose word the row stood before anybody checked it.
        checks: What was found against sources and stands, the oldest first.
        is_gone: The patient has taken the row off the list since it was checked.
        flags: What in its time cannot be, or needs a look; nothing is dropped for it.
    """

    row: str
    reported: Trial | None
    standing: Trial
    judgement: Judgement
    told: Evidence
    checks: tuple[Check, ...] = ()
    is_gone: bool = False
    flags: tuple[Note, ...] = ()

    @property
    def name(self) -> str:
        """The agent with its brands, or what was written; empty when neither is."""
        agent = self.standing.agent
        return agent.label if agent else self.standing.name

    @property
    def why(self) -> str:
        """The reason for the outcome, in a sentence for staff."""
        return in_words(self.judgement)

    @property
    def evidence(self) -> Evidence:
        """On whose word the row stands: that of whoever checked it last."""
        return self.checks[-1].evidence if self.checks else self.told

    @property
    def status(self) -> Status:
        return self.evidence.status

    @cached_property
    def by_fact(self) -> Mapping[str, Evidence]:
        """On whose word each fact stands that somebody checked, by its name."""
        return evidence_by_fact(self.checks)

    def evidence_of(self, fact: str) -> Evidence:
        """On whose word one fact stands, by its name in ``Trial``."""
        return self.by_fact.get(fact, self.told)


@dataclass(frozen=True)
class TreatmentRecord:
    """The treatment history of a case as it stands.

    Attributes:
        trials: In the order of the list, then those that only staff know.
        resistance: The count of failed adequate trials, with notes.
        stage: The Maudsley stage; ``None`` while no drug has failed for certain.
        course: What the stage was made of beside the failed drugs.
        other: Answers on other treatments: psychotherapy, tms, ect, vns.
        is_confirmed: The patient said that the list is complete, or that there is none.
    """

    trials: tuple[KnownTrial, ...]
    resistance: Resistance
    stage: maudsley.Maudsley | None
    course: maudsley.Course
    other: Mapping[str, Answer]
    is_confirmed: bool

    @property
    def is_corrected(self) -> bool:
        """Somebody checked a trial: not all of it is in the patient's words."""
        return any(trial.checks for trial in self.trials)

    @property
    def status(self) -> Answer | None:
        """The resistance that a list with checked trials comes to.

        One that is not confirmed says nothing yet, unless the checked trials by
        themselves are enough: no further trial can make them fewer.
        """
        if self.is_confirmed:
            return answered(str(self.resistance.status))
        checked = summarise(trial.standing for trial in self.trials if trial.checks)
        is_enough = checked.status is Resistant.MET
        return answered(str(checked.status)) if is_enough else None

    def trial(self, row: str) -> KnownTrial | None:
        """The trial of a row."""
        return next((trial for trial in self.trials if trial.row == row), None)


def treatment_record(
    case: Case,
    *,
    now: Filled | None = None,
    facts: Mapping[str, Fact] | None = None,
    checks: Checks | None = None,
) -> TreatmentRecord:
    """The history that stands now.

    Args:
        case: The case.
        now: Its answers, where they are opened already.
        facts: The facts of these answers, where they are found already.
        checks: What was found against sources, where that is read already.
    """
    now = now or filled(case.response)
    facts = facts_of(now, now.organisation) if facts is None else facts
    checks = checks_of(case, now.organisation) if checks is None else checks
    rows = tuple(_rows(now, checks.about(History.TRIALS)))
    standing = [row.standing for row in rows]
    resistance = summarise(standing)
    course = _course(standing, facts)
    flagged = zip(rows, flags(standing, _circumstances(now, course)), strict=True)
    return TreatmentRecord(
        trials=tuple(replace(row, flags=notes) for row, notes in flagged),
        resistance=resistance,
        stage=maudsley.stage(course, resistance.definite, resistance.maximum),
        course=course,
        other={name: _answer(facts, name) for name in OTHER_TREATMENTS},
        is_confirmed=_answer(facts, RESISTANCE).state is State.ANSWERED,
    )


def _rows(now: Filled, about: Mapping[str, tuple[Check, ...]]) -> Iterator[KnownTrial]:
    """The trials that the patient told, then those that only checks know."""
    view = view_of(now, TRIALS)
    told = evidence_of_rows(view, list_behind(view, TRIALS))
    reported = trials(view.definition, view.sheet)
    for row, trial in reported.items():
        yield _known(row, trial, about.get(row, ()), told.get(row, REPORTED))
    for row, checks in about.items():
        if row not in reported:
            said = next((check.said for check in checks if check.said), None)
            trial = trial_of(said) if said else None
            told = REPORTED if said else checks[0].evidence
            yield replace(_known(row, trial, checks, told), is_gone=bool(said))


def _known(
    row: str, reported: Trial | None, checks: tuple[Check, ...], told: Evidence
) -> KnownTrial:
    found = stated(checks)
    standing = restated(reported, found) if reported else trial_of(found)
    return KnownTrial(row, reported, standing, judge(standing), told, checks)


def _circumstances(now: Filled, course: maudsley.Course) -> Circumstances:
    person = person_of(now.response.patient, now.organisation)
    return Circumstances(
        on=now.organisation.today(),
        born_on=person.born_on,
        episode_months=course.episode_months,
    )


def _course(found: list[Trial], facts: Mapping[str, Fact]) -> maudsley.Course:
    phq9, ect = _value(facts, "phq9"), _value(facts, "ect")
    return maudsley.Course(
        episode_months=_value(facts, "episode_months"),
        severity=None if phq9 is None else maudsley.severity_from_phq9(phq9),
        augmentation=used_augmentation(found),
        ect=None if ect is None else ect == "yes",
        severity_is_provisional=True,
    )


def _answer(facts: Mapping[str, Fact], name: str) -> Answer:
    fact = facts.get(name)
    return fact.answer if fact else NOT_ASKED


def _value(facts: Mapping[str, Fact], name: str) -> Any:
    return _answer(facts, name).value
