"""Runs the active protocol over what is known in a case, and reads stored runs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from intake.accounts.models import User
from intake.domain.answer import Answer, from_data, to_data
from intake.domain.eligibility import evaluation as domain
from intake.domain.eligibility.declaration import Unknown
from intake.domain.eligibility.report import as_report
from intake.domain.questionnaire.definition import canonical_hash
from intake.domain.questionnaire.facts import Fact
from intake.domain.safety import Level
from intake.patients import vault
from intake.practice.models import Organisation, all_routes
from intake.questionnaires.filled import filled
from intake.questionnaires.knowledge import facts_of
from intake.safety import actions as safety

from .grounds import grounds_of
from .history import histories_of
from .models import Case, Evaluation
from .protocols import Protocol, ProtocolVersion

PROTOCOL = "ketamine"
INPUTS = "inputs of an evaluation"  # what its digest is made for


@dataclass(frozen=True)
class Observed:
    """A fact that staff stated, by whom and when."""

    fact: str
    answer: Answer
    by: User
    at: datetime


@dataclass(frozen=True)
class Inputs:
    """Everything that an evaluation depends on."""

    protocol: ProtocolVersion
    facts: Mapping[str, Answer]
    on: date
    strict: bool
    at_least: Level

    @property
    def digest(self) -> str:
        """The same for the same inputs, and for no others."""
        return canonical_hash(
            {
                "protocol": self.protocol.digest,
                "facts": {name: to_data(fact) for name, fact in self.facts.items()},
                "on": self.on.isoformat(),
                "strict": self.strict,
                "at_least": str(self.at_least),
            }
        )

    def evaluate(self) -> domain.Evaluation:
        return domain.evaluate(
            self.protocol.rules, self.facts, self.on, self.strict, self.at_least
        )


@dataclass(frozen=True)
class Assessment:
    """What a run comes to, before it is stored: as plain data in ``report``."""

    inputs: Inputs
    result: domain.Evaluation
    report: dict[str, Any]


def run(case: Case, at_least: Level = Level.NONE) -> Evaluation:
    """Evaluate a case now and store the result; nothing else is changed."""
    found = assess(case, at_least)
    made = Evaluation(
        case=case,
        protocol=found.inputs.protocol,
        on=found.result.on,
        input_digest=vault.mark(case.patient, INPUTS, found.inputs.digest),
        tier=found.result.tier,
        safety=str(found.result.safety),
    )
    return vault.add(made, case.patient, sealed=found.report)


def assess(case: Case, at_least: Level = Level.NONE) -> Assessment:
    """Evaluate a case now; nothing is written.

    Args:
        at_least: A level below which the result does not fall, beside that of an alert.
    """
    organisation = Organisation.current()
    now = filled(case.response)
    facts = facts_of(now, organisation)
    histories = histories_of(case, now, facts)
    corrected = histories.corrected(now)
    known = {name: fact.answer for name, fact in facts.items()} | corrected
    known |= {observed.fact: observed.answer for observed in observations(case)}
    inputs = Inputs(
        protocol=active_protocol(),
        facts=known,
        on=organisation.today(),
        strict=organisation.asq_strict,
        at_least=max(at_least, alert_level(case)),
    )
    result = inputs.evaluate()
    report = _report(result, facts, corrected)
    report["grounds"] = grounds_of(case, report, histories.medicines)
    return Assessment(inputs, result, report)


def _report(
    result: domain.Evaluation, facts: Mapping[str, Fact], corrected: Iterable[str]
) -> dict[str, Any]:
    """A run as plain data, with the answers that each fact came from.

    ``corrected`` are the facts that rest on what staff checked against a source.
    """
    return as_report(result) | {
        "requested": [code for code in all_routes() if code in result.requested],
        "for_now": result.is_for_now,
        "same_day_task": result.same_day_task,
        "reversible": [finding.id for finding in result.findings if finding.reversible],
        "came_from": {
            name: [[source.link_id, source.row] for source in fact.sources]
            for name, fact in facts.items()
        },
        "corrected": sorted(corrected),
        "as_of": {
            name: fact.as_of.isoformat() for name, fact in facts.items() if fact.as_of
        },
    }


def latest(case: Case, at: datetime | None = None) -> Evaluation:
    """The run that counts, now or at a time: a case has one from its opening on."""
    found = runs(case)
    return (found if at is None else found.filter(at__lte=at)).first()


def runs(case: Case) -> QuerySet[Evaluation]:
    """Every run of a case, the latest first."""
    return case.evaluations.select_related("protocol__protocol").defer("protocol__data")


def opened(evaluation: Evaluation) -> dict[str, Any]:
    """A stored run as plain data."""
    return vault.read(evaluation, evaluation.case.patient, "sealed")


def observations(case: Case) -> list[Observed]:
    """What staff observed, the oldest first; the latest of each fact counts."""
    return [
        Observed(
            fact=observation.fact,
            answer=from_data(vault.read(observation, case.patient, "sealed")),
            by=observation.by,
            at=observation.at,
        )
        for observation in case.observations.select_related("by")
    ]


def behind_same_day_task(evaluation: Evaluation) -> tuple[str, ...]:
    """The link ids of the answers that a task due the same day rests on."""
    came_from = opened(evaluation)["came_from"]
    names = {
        comparison.name
        for comparison in evaluation.protocol.rules.same_day_task.comparisons()
    }
    return tuple(
        sorted({link_id for name in names for link_id, _row in came_from.get(name, [])})
    )


def staff_only_facts(version: ProtocolVersion) -> dict[str, str]:
    """The facts that only staff can state, with their labels."""
    return {
        name: fact.label
        for name, fact in version.rules.facts.items()
        if fact.unknown is Unknown.STAFF_ONLY
    }


def alert_level(case: Case) -> Level:
    """The level below which a case does not fall by itself."""
    alert = safety.open_alert(case.patient)
    return Level(alert.level) if alert else Level.NONE


def active_protocol() -> ProtocolVersion:
    """The version that new evaluations use."""
    protocols = Protocol.objects.select_related("active_version")
    return protocols.defer("active_version__data").get(code=PROTOCOL).active_version
