"""Criteria that clinicians set aside: which, how often, and why.

A contraindication is set aside by deciding for the route, also on conditions; a finding
that needs clearance by deciding for it without a condition.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from intake.accounts.models import User
from intake.domain.eligibility.finding import Severity
from intake.patients import vault

from . import evaluation
from .models import Case, Decision
from .workload import Decided

_OUTCOME = Decision.Outcome
AGAINST = {
    Severity.CI: {_OUTCOME.ELIGIBLE, _OUTCOME.CONDITIONAL},
    Severity.CLR: {_OUTCOME.ELIGIBLE},
}


@dataclass(frozen=True)
class SetAside:
    """One criterion that somebody set aside in one case.

    ``open_reason`` unseals why: whoever calls it notes that it was read.
    """

    criterion: str
    text: str
    severity: str
    case: Case
    by: User
    at: datetime
    open_reason: Callable[[], str]


@dataclass(frozen=True)
class Stood:
    """How often a criterion stood against a decision and was set aside."""

    criterion: str
    text: str
    severity: str
    times: int
    set_aside: int


def set_aside_in(found: Iterable[Decided]) -> tuple[list[Stood], list[SetAside]]:
    """The criteria that stood against a decision, most often set aside first."""
    stood: Counter[str] = Counter()
    aside: list[SetAside] = []
    known: dict[str, tuple[str, str]] = {}
    for one in found:
        for criterion, severity, is_aside in _against(one):
            text = _text(one.decision, criterion)
            known.setdefault(criterion, (text, severity))
            stood[criterion] += 1
            if is_aside:
                aside.append(_set_aside(one, criterion, text, severity))
    times = Counter(one.criterion for one in aside)
    counted = [
        Stood(criterion, *known[criterion], stood[criterion], times[criterion])
        for criterion in stood
    ]
    return sorted(counted, key=lambda row: (-row.set_aside, -row.times)), aside


def stands_in(one: Decided, criterion: str) -> bool:
    """Whether a criterion stood against this decision."""
    return any(found == criterion for found, _severity, _is_aside in _against(one))


def _against(one: Decided) -> Iterable[tuple[str, str, bool]]:
    """Each grave finding of a decided route: id, severity, whether it was set aside."""
    decision = one.decision
    decision.evaluation.case = one.case
    for finding in evaluation.opened(decision.evaluation)["findings"]:
        graves = {
            (severity, outcome)
            for route, outcome in one.outcomes.items()
            if (severity := finding["severity"].get(route)) in AGAINST
        }
        if graves:
            gravest = min(severity for severity, _outcome in graves)
            is_aside = any(outcome in AGAINST[grave] for grave, outcome in graves)
            yield finding["id"], str(gravest), is_aside


def _text(decision: Decision, criterion: str) -> str:
    """The criterion in its words; an unknown fact is told by its id."""
    rule = decision.evaluation.protocol.rules.by_id.get(criterion)
    return rule.title if rule else criterion


def _set_aside(one: Decided, criterion: str, text: str, severity: str) -> SetAside:
    decision, patient = one.decision, one.case.patient
    return SetAside(
        criterion=criterion,
        text=text,
        severity=severity,
        case=one.case,
        by=decision.decided_by,
        at=decision.decided_at,
        open_reason=lambda: vault.open_value(
            patient, "rationale", decision.sealed_rationale
        ),
    )
