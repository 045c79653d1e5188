"""Holding a history against a source: confirming, correcting, adding, taking back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.treatments.evidence import as_facts
from intake.patients import vault

from .actions import evaluate_case, lock, refuse_withdrawn
from .checks import Check, Checks, History, checks_of
from .medicines import medicine_record
from .models import Case, SourceCheck
from .treatments import treatment_record

# What a row that only a source knows must at least say.
NAMES = {History.TRIALS: "agent", History.MEDICINES: "name"}


class NothingStated(ValueError):
    """The source says nothing about the row, or nobody says what the source is."""


class NoSuchRow(LookupError):
    """The history has no such row, and the statement does not name a new one."""


class RowChanged(Exception):
    """Somebody stated something about this row meanwhile."""


@dataclass(frozen=True)
class Found:
    """What somebody found.

    ``source`` is a ``SourceCheck.Source``; ``words`` say what was looked at; ``facts``
    are what it says, also where that is what the patient said.
    """

    history: str
    row: str
    source: str
    words: str
    facts: Mapping[str, Any]


@audit.recorded
def check_row(
    *, case: Case, found: Found, seen: int, by: User, adds: bool = False
) -> SourceCheck:
    """State what a source says about a row, and evaluate the case again.

    Args:
        case: The case.
        found: The row, the source, and what it says.
        seen: The mark of the row that was looked at (``Checks.latest``).
        by: Who looked at the source.
        adds: The row is new: only the source knows of it.

    Returns:
        The new statement, or the one there is when the same is sent twice.

    Raises:
        CaseIsWithdrawn: nothing more is recorded.
        NothingStated: there is no fact, or no word about the source.
        NoSuchRow: there is no such row, or a new one has no name.
        RowChanged: something else was stated about it since it was looked at.
    """
    lock(case)
    refuse_withdrawn(case)
    checks = checks_of(case)
    if seen != checks.latest(found.history, found.row):
        return _repeated(checks, found, by)
    if not found.facts or not found.words.strip():
        raise NothingStated
    said = None if adds else _said(case, found, checks)
    if adds and not found.facts.get(NAMES[History(found.history)]):
        raise NoSuchRow
    record = _store(case, found, said, by)
    audit.record(
        "history.added" if adds else "history.checked",
        by=by,
        subject=record,
        patient=case.patient,
        history=str(found.history),
    )
    evaluate_case(case=case, by=by)
    return record


@audit.recorded
def take_back(*, case: Case, check: int, words: str, by: User) -> SourceCheck:
    """State that an earlier statement does not hold; twice has one effect.

    Raises:
        CaseIsWithdrawn: nothing more is recorded.
        NothingStated: there is no reason.
        NoSuchRow: there is no such statement.
    """
    lock(case)
    refuse_withdrawn(case)
    wrong = checks_of(case).find(check)
    if wrong is None:
        raise NoSuchRow
    if wrong.taken_back_by is not None:
        return wrong.taken_back_by
    if not words.strip():
        raise NothingStated
    record = SourceCheck(
        case=case,
        history=wrong.record.history,
        row=wrong.record.row,
        takes_back=wrong.record,
        by=by,
    )
    _added(record, {}, words, None)
    audit.record(
        "history.check_taken_back",
        by=by,
        subject=record,
        patient=case.patient,
        history=record.history,
    )
    evaluate_case(case=case, by=by)
    return record


def _repeated(checks: Checks, found: Found, by: User) -> SourceCheck:
    """The newest statement, if it is this one: a form that was sent twice."""
    latest = checks.find(checks.latest(found.history, found.row))
    if latest is None or latest.record.by != by or not _is_same(latest, found):
        raise RowChanged
    return latest.record


def _is_same(check: Check, found: Found) -> bool:
    said = (check.record.source, check.words, dict(check.facts))
    return said == (found.source, found.words, dict(found.facts))


def _said(case: Case, found: Found, checks: Checks) -> dict[str, Any] | None:
    """The row as the patient tells it now; ``None`` where they do not."""
    if found.history == History.TRIALS:
        trial = treatment_record(case, checks=checks).trial(found.row)
        if trial is None:
            raise NoSuchRow
        return as_facts(trial.reported) if trial.reported else None
    medicine = medicine_record(case, checks=checks).medicine(found.row)
    if medicine is None:
        raise NoSuchRow
    return {"name": medicine.said} if medicine.reported or medicine.is_gone else None


def _store(
    case: Case, found: Found, said: dict[str, Any] | None, by: User
) -> SourceCheck:
    record = SourceCheck(
        case=case, history=found.history, row=found.row, source=found.source, by=by
    )
    return _added(record, found.facts, found.words, said)


def _added(
    record: SourceCheck,
    facts: Mapping[str, Any],
    words: str,
    said: dict[str, Any] | None,
) -> SourceCheck:
    value = {"facts": dict(facts), "words": words, "said": said}
    return vault.add(record, record.case.patient, sealed=value)
