"""Statements from sources about a history, made by the same actions as real ones."""

from typing import Any
from uuid import uuid4

from intake.review.checking import Found, check_row
from intake.review.checks import History, checks_of
from intake.review.models import Case, SourceCheck

PHARMACY = SourceCheck.Source.PHARMACY


def found_in(row: str, **how: Any) -> Found:
    """What a list of a pharmacy says of a trial."""
    usual = {
        "history": str(History.TRIALS),
        "source": str(PHARMACY),
        "words": "List of Main Street Pharmacy, 2 March",
        "facts": {"dose": 100.0},
    }
    return Found(row=row, **{**usual, **how})


def check(case: Case, row: str, by, **how: Any) -> SourceCheck:
    """Check a row on top of what is there."""
    found = found_in(row, **how)
    seen = checks_of(case).latest(found.history, found.row)
    return check_row(case=case, found=found, seen=seen, by=by)


def add(case: Case, by, **how: Any) -> SourceCheck:
    """Add a row that only a source knows."""
    found = found_in(str(uuid4()), **how)
    return check_row(case=case, found=found, seen=0, by=by, adds=True)
