"""What stands for the treatment history of a case: trials, resistance, stage.

Whatever judges or prints a history reads it here, so that every page tells the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from intake.accounts.models import User
from intake.domain.answer import NOT_ASKED, Answer, State
from intake.domain.questionnaire.facts import Fact
from intake.domain.questionnaire.histories import trials
from intake.domain.treatments import maudsley
from intake.domain.treatments.evidence import Evidence, Status
from intake.domain.treatments.resistance import (
    Resistance,
    summarise,
    used_augmentation,
)
from intake.domain.treatments.trials import Judgement, Trial
from intake.domain.treatments.words import in_words
from intake.practice.models import Organisation
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.knowledge import facts_of
from intake.questionnaires.models import Mode
from intake.questionnaires.stored import Stored

from .models import Case

# The calculations that read the lists of a history.
MEDICINES, TRIALS = "medicine_classes", "trials"
OTHER_TREATMENTS = ("psychotherapy", "tms", "ect", "vns")


@dataclass(frozen=True)
class KnownTrial:
    """One trial: what was said of it, and what stands.

    Attributes:
        row: The id of its row; it stays the same however often the row is changed.
        reported: The trial as the patient told it; ``None`` where only staff know it.
        standing: The trial after corrections: what is judged and counted.
        judgement: What came of it.
        evidence: On whose word the row stands.
        by_fact: The same for each fact that somebody checked, by the name of the fact.
    """

    row: str
    reported: Trial | None
    standing: Trial
    judgement: Judgement
    evidence: Evidence
    by_fact: Mapping[str, Evidence]

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
    def status(self) -> Status:
        return self.evidence.status

    def evidence_of(self, fact: str) -> Evidence:
        """On whose word one fact stands, by its name in ``Trial``."""
        return self.by_fact.get(fact, self.evidence)


@dataclass(frozen=True)
class TreatmentRecord:
    """The treatment history of a case as it stands.

    Attributes:
        trials: In the order of the list.
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


def treatment_record(
    case: Case,
    *,
    now: Filled | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> TreatmentRecord:
    """The history that stands now.

    Args:
        case: The case.
        now: Its answers, where they are opened already.
        facts: The facts of these answers, where they are found already.
    """
    now = now or filled(case.response)
    facts = facts_of(now, Organisation.current()) if facts is None else facts
    view = view_of(now, TRIALS)
    reported = trials(view.definition, view.sheet)
    evidence = evidence_of_rows(view, list_behind(view, TRIALS))
    resistance = summarise(reported.values())
    course = _course(list(reported.values()), facts)
    judged = zip(reported.items(), resistance.judgements, strict=True)
    return TreatmentRecord(
        trials=tuple(
            KnownTrial(row, trial, trial, judgement, evidence[row], {})
            for (row, trial), judgement in judged
        ),
        resistance=resistance,
        stage=maudsley.stage(course, resistance.definite, resistance.maximum),
        course=course,
        other={name: _answer(facts, name) for name in OTHER_TREATMENTS},
        is_confirmed=_answer(facts, "trd").state is State.ANSWERED,
    )


def view_of(now: Filled, calculation: str) -> Filled:
    """The version in which the list behind a calculation was answered last."""
    lists = [(view, list_behind(view, calculation)) for view in reversed(now.versions)]
    told = (view for view, link_id in lists if link_id and now.told_in(link_id) is view)
    return next(told, now.versions[0])


def list_behind(view: Filled, calculation: str) -> str | None:
    """The link id of the list that a calculation reads in this version."""
    rules = view.definition.facts.values()
    lists = (rule.reads["list"] for rule in rules if rule.calculate == calculation)
    return next(lists, None)


def evidence_of_rows(view: Filled, link_id: str | None) -> dict[str, Evidence]:
    """On whose word each row of a list stands before anybody checked it."""
    rows = [s for s in view.stored.values() if s.page == link_id and s.row]
    names = _names({row.by_id for row in rows if row.mode != Mode.SELF})
    return {row.row: _evidence(view, row, names) for row in rows}


def _names(people: set[UUID | None]) -> dict[UUID, str]:
    known = User.objects.filter(pk__in=people - {None}) if people else ()
    return {person.pk: person.name for person in known}


def _evidence(view: Filled, stored: Stored, names: Mapping[UUID, str]) -> Evidence:
    on = view.organisation.today(stored.at) if stored.at else stored.on
    if stored.mode == Mode.SELF or stored.by_id is None:
        return Evidence(Status.PATIENT_REPORTED, on=on)
    return Evidence(Status.STAFF_ENTERED, names.get(stored.by_id, ""), on)


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
