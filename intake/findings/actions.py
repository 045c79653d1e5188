"""Dealing with findings, and deciding in spite of those that are open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import vault
from intake.review import actions as review
from intake.review.actions import Verdict
from intake.review.models import Case, Decision

from .attachments import Document, attach
from .models import Attachment, Ending, FindingWork
from .work import (
    FindingWorks,
    Found,
    Kind,
    found_in,
    in_the_way,
    work_on,
)

Evidence = Document | Attachment | Ending
NEED_EVIDENCE = (Kind.CONFIRMED, Kind.RESOLVED)


class NothingStated(ValueError):
    """There is no reason."""


class NoEvidence(ValueError):
    """It was checked or settled, and nothing says how anybody knows."""


class NoSuchFinding(LookupError):
    """There is none any more on these grounds, or no such record."""


class WorkChanged(Exception):
    """Somebody dealt with this finding meanwhile."""


class NotReasoned(ValueError):
    """An open contraindication or clearance is passed over without a reason.

    ``lacking`` holds the grounds of each.
    """

    def __init__(self, lacking: list[str]):
        super().__init__(f"{len(lacking)} findings")
        self.lacking = lacking


@dataclass(frozen=True)
class Statement:
    """What a clinician says about a finding.

    ``kind`` is confirmed, resolved or set aside; ``source`` names who or what says so.
    """

    kind: str
    reason: str
    source: str = ""

    @property
    def lacks_evidence(self) -> bool:
        return self.kind in NEED_EVIDENCE and not self.source.strip()


@audit.recorded
def deal_with(
    *,
    case: Case,
    grounds: str,
    statement: Statement,
    seen: int,
    by: User,
    evidence: Evidence | None = None,
) -> FindingWork:
    """Confirm, resolve or set aside a finding; the finding itself stays.

    Args:
        case: The case.
        grounds: The mark of the finding and what it rests on.
        statement: What was done, why, and on what evidence.
        seen: The newest record about the finding that was looked at.
        by: The clinician.
        evidence: A file that is brought now, or a file or a reply that is there.

    Returns:
        The new record, or the one there is when the same is sent twice.

    Raises:
        review.CaseIsWithdrawn: nothing more is recorded.
        NoSuchFinding: it is gone, or rests on something else by now.
        WorkChanged: somebody dealt with it meanwhile.
        NothingStated, NoEvidence: as they say.
    """
    review.lock(case)
    review.refuse_withdrawn(case)
    found = _find(case, grounds)
    if seen != found.works.latest:
        return _repeated(found.works, statement, by)
    if not statement.reason.strip():
        raise NothingStated
    if evidence is None and statement.lacks_evidence:
        raise NoEvidence
    if isinstance(evidence, Document):
        evidence = attach(case=case, document=evidence, finding=found.id, by=by)
    record = _written(found, statement, evidence, case=case, by=by)
    audit.record(
        "finding.dealt_with",
        by=by,
        subject=record,
        patient=case.patient,
        kind=statement.kind,
    )
    return record


def _written(
    found: Found,
    statement: Statement,
    evidence: Attachment | Ending | None,
    *,
    case: Case,
    by: User,
) -> FindingWork:
    record = FindingWork(
        case=case,
        grounds=found.works.grounds,
        kind=statement.kind,
        attachment=evidence if isinstance(evidence, Attachment) else None,
        reply=evidence if isinstance(evidence, Ending) else None,
        by=by,
    )
    return _added(record, found.id, statement.reason, statement.source)


@audit.recorded
def take_back(*, case: Case, number: int, reason: str, by: User) -> FindingWork:
    """State that what was done about a finding does not hold; twice has one effect.

    Raises:
        review.CaseIsWithdrawn: nothing more is recorded.
        NoSuchFinding: there is no such record.
        NothingStated: there is no reason.
    """
    review.lock(case)
    review.refuse_withdrawn(case)
    wrong = work_on(case).find(number)
    if wrong is None:
        raise NoSuchFinding
    if wrong.taken_back_by is not None:
        return wrong.taken_back_by
    if not reason.strip():
        raise NothingStated
    record = FindingWork(
        case=case, grounds=wrong.record.grounds, takes_back=wrong.record, by=by
    )
    _added(record, wrong.finding, reason)
    audit.record("finding.taken_back", by=by, subject=record, patient=case.patient)
    return record


@audit.recorded
def decide(
    *, case: Case, verdict: Verdict, reasons: Mapping[str, str], seen: str, by: User
) -> Decision:
    """Decide, with a reason for every open finding that the decision passes over.

    Args:
        reasons: By the grounds of each finding; those that nothing asks for are left
            out of the record.

    Returns, Raises:
        As :func:`review.record_decision`, and
        NotReasoned: a contraindication or clearance is open on a route on which the
        patient is to go on, and nothing says why.
    """
    review.lock(case)
    if seen != review.revision_of(case):  # repeated, or refused
        return review.record_decision(case=case, verdict=verdict, seen=seen, by=by)
    found = found_in(case)
    if missing := lacking(found, verdict.outcomes, reasons):
        raise NotReasoned(missing)
    decision = review.record_decision(case=case, verdict=verdict, seen=seen, by=by)
    for one in in_the_way(found, verdict.outcomes):
        _overrule(one, reasons[one.works.grounds].strip(), decision, by)
    return decision


def lacking(
    found: Iterable[Found], outcomes: Mapping[str, str], reasons: Mapping[str, str]
) -> list[str]:
    """The grounds of what is open against the outcomes and has no reason."""
    marks = [one.works.grounds for one in in_the_way(found, outcomes)]
    return [mark for mark in marks if not reasons.get(mark, "").strip()]


def _overrule(one: Found, reason: str, decision: Decision, by: User) -> None:
    case = decision.case
    record = FindingWork(
        case=case,
        grounds=one.works.grounds,
        kind=Kind.OVERRULED,
        decision=decision,
        by=by,
    )
    _added(record, one.id, reason)
    audit.record("finding.overruled", by=by, subject=record, patient=case.patient)


def _find(case: Case, grounds: str) -> Found:
    for one in found_in(case):
        if one.works.grounds == grounds:
            return one
    raise NoSuchFinding


def _repeated(works: FindingWorks, statement: Statement, by: User) -> FindingWork:
    """The newest record, if it is this one: a form that was sent twice."""
    latest = works.here[-1] if works.here else None
    if latest is None or latest.record.pk != works.latest or latest.record.by != by:
        raise WorkChanged
    if Statement(latest.record.kind, latest.reason, latest.source) != statement:
        raise WorkChanged
    return latest.record


def _added(
    record: FindingWork, finding: str, reason: str, source: str = ""
) -> FindingWork:
    value = {"finding": finding, "reason": reason, "source": source}
    return vault.add(record, record.case.patient, sealed=value)
