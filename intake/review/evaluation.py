"""Runs the active protocol over what is known in a case, and reads stored runs."""

from collections.abc import Mapping
from typing import Any

from intake.domain.answer import Answer, from_data, to_data
from intake.domain.eligibility.declaration import Unknown
from intake.domain.eligibility.evaluation import evaluate
from intake.domain.eligibility.report import as_report
from intake.domain.questionnaire.definition import canonical_hash
from intake.domain.safety import Level
from intake.patients import vault
from intake.practice.models import Organisation
from intake.questionnaires.filled import filled
from intake.questionnaires.knowledge import facts_of
from intake.safety.actions import open_alert

from .models import Case, Evaluation, Protocol, ProtocolVersion

PROTOCOL = "ketamine"


def run(case: Case) -> Evaluation:
    """Evaluate a case now and store the result; nothing else is changed."""
    organisation = Organisation.current()
    version = active_protocol()
    facts = facts_of(filled(case.response), organisation)
    known = {name: fact.answer for name, fact in facts.items()}
    known |= observed(case)
    result = evaluate(
        version.rules,
        known,
        organisation.today(),
        strict=organisation.asq_strict,
        at_least=alert_level(case),
    )
    stored = as_report(result) | {
        "requested": list(result.requested),
        "open_routes": list(result.open_routes),
        "for_now": result.is_for_now,
        "reversible": [finding.id for finding in result.findings if finding.reversible],
        "came_from": {
            name: [[source.link_id, source.row] for source in fact.sources]
            for name, fact in facts.items()
        },
        "as_of": {
            name: fact.as_of.isoformat() for name, fact in facts.items() if fact.as_of
        },
    }
    given = {name: to_data(answer) for name, answer in sorted(known.items())}
    return Evaluation.objects.create(
        case=case,
        protocol=version,
        on=result.on,
        input_digest=canonical_hash({"protocol": version.digest, "facts": given}),
        tier=result.tier,
        safety=str(result.safety),
        sealed=vault.close(case.patient, _purpose(case), stored),
    )


def opened(evaluation: Evaluation) -> dict[str, Any]:
    """A stored run as plain data."""
    case = evaluation.case
    return vault.open_value(case.patient, _purpose(case), evaluation.sealed)


def observed(case: Case) -> Mapping[str, Answer]:
    """What staff observed; the latest of each fact counts."""
    return {
        observation.fact: from_data(
            vault.open_value(case.patient, "observation", observation.sealed)
        )
        for observation in case.observations.all()
    }


def staff_only_facts(version: ProtocolVersion) -> dict[str, str]:
    """The facts that only staff can state, with their labels."""
    return {
        name: fact.label
        for name, fact in version.rules.facts.items()
        if fact.unknown is Unknown.STAFF_ONLY
    }


def alert_level(case: Case) -> Level:
    """The level below which a case does not fall by itself."""
    alert = open_alert(case.patient)
    return Level(alert.level) if alert else Level.NONE


def _purpose(case: Case) -> str:
    return f"evaluation {case.pk}"


def active_protocol() -> ProtocolVersion:
    """The version that new evaluations use."""
    return (
        Protocol.objects.select_related("active_version")
        .get(code=PROTOCOL)
        .active_version
    )
