"""What staff found who held a history against a source: read and laid over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from intake.domain.treatments.evidence import Evidence, Status
from intake.patients import vault
from intake.practice.models import Organisation

from .models import Case, SourceCheck

History = SourceCheck.History


@dataclass(frozen=True)
class Check:
    """One statement about a row, opened.

    Attributes:
        record: The stored row.
        facts: What the source says, by the name of the fact.
        words: What was looked at; of one that takes another back, why.
        said: The row as the patient had told it by then; ``None`` where they had not.
        on: The day, at the clinic.
        taken_back_by: The statement that it does not hold, if there is one, and
        taken_back_why: its words.
    """

    record: SourceCheck
    facts: Mapping[str, Any]
    words: str
    said: Mapping[str, Any] | None
    on: date
    taken_back_by: SourceCheck | None = None
    taken_back_why: str = ""

    @property
    def stands(self) -> bool:
        return self.record.takes_back_id is None and self.taken_back_by is None

    @cached_property
    def evidence(self) -> Evidence:
        who = self.record.by.name
        return Evidence(Status(self.record.source), who, self.on, self.words)


class Checks:
    """All statements about the histories of a case, the oldest first."""

    def __init__(self, checks: Iterable[Check]):
        self.all = tuple(checks)

    def latest(self, history: str, row: str) -> int:
        """The newest statement about a row, or 0: a mark of what was looked at."""
        return max((check.record.pk for check in self._on(history, row)), default=0)

    def about(self, history: str) -> dict[str, tuple[Check, ...]]:
        """What stands about each row of a history, in the order of the first."""
        rows: dict[str, tuple[Check, ...]] = {}
        for check in self.all:
            if check.stands and check.record.history == history:
                row = check.record.row
                rows[row] = (*rows.get(row, ()), check)
        return rows

    def find(self, pk: int) -> Check | None:
        """A statement by its number; not one that takes another back."""
        return next(
            (
                check
                for check in self.all
                if check.record.pk == pk and check.record.takes_back_id is None
            ),
            None,
        )

    def _on(self, history: str, row: str) -> Iterable[Check]:
        return (
            check
            for check in self.all
            if (check.record.history, check.record.row) == (history, row)
        )


def stated(checks: Iterable[Check]) -> dict[str, Any]:
    """Each fact as the newest statement about it has it."""
    return {name: value for check in checks for name, value in check.facts.items()}


def evidence_by_fact(checks: Iterable[Check]) -> dict[str, Evidence]:
    """Who stated each fact last, from what."""
    return {name: check.evidence for check in checks for name in check.facts}


def checks_of(case: Case, organisation: Organisation | None = None) -> Checks:
    """Every statement about the case, in one query."""
    today = (organisation or Organisation.current()).today
    checks = [
        Check(
            record=record,
            on=today(record.at),
            **vault.read(record, case.patient, "sealed"),
        )
        for record in case.source_checks.select_related("by")
    ]
    undone = {check.record.takes_back_id: check for check in checks}
    return Checks(_with(check, undone.get(check.record.pk)) for check in checks)


def _with(check: Check, undone: Check | None) -> Check:
    if undone is None:
        return check
    why = undone.words
    return replace(check, taken_back_by=undone.record, taken_back_why=why)
