"""Evaluate a protocol over what is known of one person, on one day.

The result supports a clinician, who alone decides; none of it is shown to a patient.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from intake.domain import safety
from intake.domain.answer import SKIPPED, Answer, State
from intake.domain.predicate import Truth

from .causes import causes_of, unknown_cause
from .criterion import Criterion
from .declaration import FactDeclaration, Unknown
from .facts import usable_facts
from .finding import UNKNOWN_PREFIX, Finding, Message, Severity, worst
from .protocol import Protocol
from .tier import Tier

OK = "ok"

LISTED_UNKNOWN = (Unknown.REQUIRED, Unknown.OPTIONAL)
UNKNOWN_MESSAGES = {
    State.UNSURE: "fact_unsure",
    State.DECLINED: "fact_declined",
}


@dataclass(frozen=True)
class Evaluation:
    """One run of a protocol.

    ``routes`` holds every route's worst severity, or ``ok``; only the ``requested``
    ones counted for the tier. ``findings`` are in order of severity (the worst over the
    routes), then of the protocol. ``same_day_task``: a medical task is due the same
    day, whatever the tier.
    """

    protocol: str
    version: str
    on: date
    requested: tuple[str, ...]
    tier: str
    safety: safety.Level
    routes: Mapping[str, str]
    findings: tuple[Finding, ...]
    same_day_task: bool

    @property
    def open_routes(self) -> tuple[str, ...]:
        """Routes asked for that no contraindication closes."""
        return tuple(r for r in self.requested if self.routes[r] != Severity.CI)

    @property
    def is_for_now(self) -> bool:
        """Every contraindication on the routes asked for may pass; there is one."""
        closing = [
            finding
            for finding in self.findings
            if any(finding.severity[r] is Severity.CI for r in self.requested)
        ]
        return bool(closing) and all(finding.reversible for finding in closing)


def evaluate(
    protocol: Protocol,
    facts: Mapping[str, Answer],
    on: date,
    strict: bool = True,
    at_least: safety.Level = safety.Level.NONE,
) -> Evaluation:
    """Judge every criterion and list what is not known.

    Args:
        protocol: The rules.
        facts: What is known, by name; a fact that is missing is unknown. A value
            outside its plausible range is judged like any other.
        on: The day, for the age of dated values.
        strict: As in :func:`intake.domain.safety.level`.
        at_least: The level reached before; it never falls by itself.
    """
    known = usable_facts(protocol, facts, on)
    findings = sorted(
        [*_criteria_met(protocol, known), *_facts_unknown(protocol, known)],
        key=lambda finding: worst(finding.severity).rank,
    )
    routes = {route: _status(findings, route) for route in protocol.routes}
    requested = _requested(protocol, known)
    level = safety.rise(at_least, safety.level(facts, strict=strict))
    tier = next(
        tier
        for tier in protocol.tiers
        if tier.is_open or _applies(tier, known, level, findings, requested)
    )
    return Evaluation(
        protocol=protocol.code,
        version=protocol.version,
        on=on,
        requested=requested,
        tier=tier.code,
        safety=level,
        routes=routes,
        findings=tuple(findings),
        same_day_task=protocol.same_day_task.judge(known) is Truth.MET,
    )


def _criteria_met(protocol: Protocol, known: Mapping[str, Answer]) -> Iterator[Finding]:
    for criterion in protocol.criteria:
        if criterion.when.judge(known) is Truth.MET:
            yield _finding(protocol, criterion, known)


def _finding(
    protocol: Protocol, criterion: Criterion, known: Mapping[str, Answer]
) -> Finding:
    return Finding(
        id=criterion.id,
        severity=criterion.severity,
        why=Message("criterion_met", {"title": criterion.title}),
        causes=causes_of(criterion.when, known, protocol.facts),
        sources=criterion.sources,
        reversible=criterion.reversible,
    )


def _facts_unknown(
    protocol: Protocol, known: Mapping[str, Answer]
) -> Iterator[Finding]:
    for name, fact in protocol.facts.items():
        severity = protocol.severity_if_unknown[name]
        if not _is_listed(protocol, fact, known) or not any(severity.values()):
            continue
        answer = known.get(name, SKIPPED)
        yield Finding(
            id=UNKNOWN_PREFIX + name,
            severity=severity,
            why=Message(
                UNKNOWN_MESSAGES.get(answer.state, "fact_missing"),
                {"label": fact.label},
            ),
            causes=(unknown_cause(fact, answer),),
            sources=protocol.unknown_sources,
        )


def _is_listed(
    protocol: Protocol, fact: FactDeclaration, known: Mapping[str, Answer]
) -> bool:
    """Whether this fact is to be listed as unknown."""
    if fact.unknown not in LISTED_UNKNOWN or fact.is_known(
        known.get(fact.name, SKIPPED)
    ):
        return False
    if not fact.covered_by:
        return True
    return protocol.facts[fact.covered_by].is_known(known.get(fact.covered_by, SKIPPED))


def _status(findings: list[Finding], route: str) -> str:
    """The worst severity on a route, or ``ok``."""
    found = {finding.severity[route] for finding in findings}
    return next((str(severity) for severity in Severity if severity in found), OK)


def _requested(protocol: Protocol, known: Mapping[str, Answer]) -> tuple[str, ...]:
    """The routes asked for; unknown, none or only foreign ones mean all."""
    wanted = known.get("routes", SKIPPED).value or ()
    return tuple(r for r in protocol.routes if r in wanted) or tuple(protocol.routes)


def _applies(
    tier: Tier,
    known: Mapping[str, Answer],
    level: safety.Level,
    findings: list[Finding],
    requested: tuple[str, ...],
) -> bool:
    found = [{finding.severity[route] for finding in findings} for route in requested]
    unknown = [
        finding
        for finding in findings
        if finding.is_unknown and any(finding.severity[route] for route in requested)
    ]
    return (
        level in tier.safety
        or (tier.when is not None and tier.when.judge(known) is Truth.MET)
        or (bool(tier.every_route) and all(f & {*tier.every_route} for f in found))
        or any(f & {*tier.any_route} for f in found)
        or (tier.unknown and bool(unknown))
    )
