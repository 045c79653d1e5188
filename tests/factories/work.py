"""Work on findings, done by the same actions as in the clinic."""

from intake.findings.actions import Statement, deal_with
from intake.findings.models import FindingWork
from intake.findings.work import Found, found_in
from intake.review.models import Case

BY_LETTER = "Letter of Dr. Rivera, 3 March"


def found(case: Case, finding: str) -> Found:
    """A finding of the run that counts, with what was done about it."""
    return next(one for one in found_in(case) if one.id == finding)


def statement(kind: str = "resolved", **how: str) -> Statement:
    usual = {"reason": "The aneurysm was clipped.", "source": BY_LETTER}
    return Statement(kind=kind, **{**usual, **how})


def work(case: Case, finding: str, by, kind: str = "resolved", **how) -> FindingWork:
    """Deal with a finding on top of what is there."""
    works = found(case, finding).works
    return deal_with(
        case=case,
        grounds=works.grounds,
        statement=statement(kind, **how),
        seen=works.latest,
        by=by,
    )
