"""Criteria that clinicians set aside: which, how often, and why.

A contraindication or a point that needs clearance is set aside by saying so of the
finding, or by deciding to go on while it is open, which asks for a reason.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.accounts.models import User
from intake.review import evaluation
from intake.review.models import Case, Decision
from intake.review.workload import Decided

from .models import FindingWork
from .work import HOLDING, Kind, Work, works_of


@dataclass(frozen=True)
class SetAside:
    """One criterion that somebody set aside in one case.

    ``reason`` unseals why: whoever calls it notes that it was read.
    """

    criterion: str
    text: str
    case: Case
    by: User
    at: datetime
    reason: Callable[[], str]


@dataclass(frozen=True)
class Stood:
    """How often a criterion stood against a decision and was set aside."""

    criterion: str
    text: str
    severity: str
    times: int
    set_aside: int


@dataclass(frozen=True)
class _Against:
    """A grave finding on a route that was decided, and who set it aside, if anybody."""

    criterion: str
    severity: str
    aside: SetAside | None


def set_aside_in(found: Iterable[Decided]) -> tuple[list[Stood], list[SetAside]]:
    """The criteria that stood against a decision, most often set aside first."""
    known = list(found)
    works = _works(known)
    stood = [
        (one, against) for one in known for against in _against(one, works[one.case.pk])
    ]
    times = Counter(against.criterion for _one, against in stood)
    aside = [against.aside for _one, against in stood if against.aside]
    asides = Counter(one.criterion for one in aside)
    told = {a.criterion: (_text(one, a.criterion), a.severity) for one, a in stood}
    rows = [
        Stood(criterion, *told[criterion], count, asides[criterion])
        for criterion, count in times.items()
    ]
    return sorted(rows, key=lambda row: (-row.set_aside, -row.times)), aside


def stands_in(one: Decided, criterion: str) -> bool:
    """Whether a criterion stood against this decision."""
    return any(
        finding["id"] == criterion for finding, _severities in _grave_findings(one)
    )


def _works(found: Iterable[Decided]) -> Mapping[object, list[Work]]:
    """What was done about findings in these cases, by case, in one query."""
    cases = {one.case.pk: one.case for one in found if _is_readable(one)}
    records = FindingWork.objects.filter(case__in=cases).select_related("by")
    by_case: dict[object, list[FindingWork]] = defaultdict(list)
    for record in records:
        by_case[record.case_id].append(record)
    works: dict[object, list[Work]] = defaultdict(list)
    works |= {pk: works_of(rows, cases[pk]) for pk, rows in by_case.items()}
    return works


def _against(one: Decided, works: Sequence[Work]) -> Iterable[_Against]:
    for finding, severities in _grave_findings(one):
        about = [work for work in works if work.finding == finding["id"]]
        aside = _aside(one, about)
        yield _Against(finding["id"], str(min(severities.values())), aside)


def _is_readable(one: Decided) -> bool:
    """Of erased people the decisions are counted, and nothing is opened."""
    return one.case.patient.erased_at is None


def _grave_findings(one: Decided) -> Iterable[tuple[dict, dict[str, str]]]:
    """Each with its severities on the routes that were decided."""
    if not _is_readable(one):
        return
    one.decision.evaluation.case = one.case
    for finding in evaluation.opened(one.decision.evaluation)["findings"]:
        graves = {
            route: severity
            for route in one.outcomes
            if (severity := finding["severity"].get(route)) in HOLDING
        }
        if graves:
            yield finding, graves


def _aside(one: Decided, about: Sequence[Work]) -> SetAside | None:
    """Who set the finding aside for this decision; None if nobody did."""
    work = _said(one.decision, about)
    if work is None or work.record.kind not in (Kind.SET_ASIDE, Kind.OVERRULED):
        return None
    return SetAside(
        criterion=work.finding,
        text=_text(one, work.finding),
        case=one.case,
        by=work.record.by,
        at=work.record.at,
        reason=lambda: work.reason,
    )


def _said(decision: Decision, about: Sequence[Work]) -> Work | None:
    """The word on a finding that held when it was decided."""
    for work in about:
        if work.record.decision_id == decision.pk:
            return work
    at = decision.decided_at
    before = [work for work in about if work.is_settling and work.record.at <= at]
    held = [
        work
        for work in before
        if work.taken_back_by is None or work.taken_back_by.at > at
    ]
    return held[-1] if held else None


def _text(one: Decided, criterion: str) -> str:
    """The criterion in its words; one that is gone is told by its id."""
    rule = one.decision.evaluation.protocol.rules.by_id.get(criterion)
    return rule.title if rule else criterion
