"""What stands for the medicines that a patient takes now, and their classes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from intake.domain.answer import Answer, answered
from intake.domain.medicines.matching import Match, match
from intake.domain.questionnaire.answers import ListState, Row
from intake.domain.questionnaire.histories import medicines
from intake.domain.treatments.evidence import Evidence
from intake.questionnaires.filled import Filled, filled

from .checks import Check, Checks, History, checks_of, evidence_by_fact, stated
from .lists import MEDICINES, evidence_of_rows, list_behind, view_of
from .models import Case
from .treatments import REPORTED

NAMED = ("name", "strength", "often")  # what a source says in words
CONFIRMED = (ListState.DONE, ListState.NONE)


@dataclass(frozen=True)
class KnownMedicine:
    """One medicine: what was said of it, and what stands.

    Attributes:
        row: The id of its row; it stays the same however often the row is changed.
        reported: The row as the patient told it; ``None`` where it is not on the list.
        said: The name as the patient wrote it; empty where only staff know it.
        match: The medicines and classes that the standing name means.
        told: On whose word the row stood before anybody checked it.
        checks: What was found against sources and stands, the oldest first.
        is_gone: The patient has taken the row off the list since it was checked.
    """

    row: str
    reported: Row | None
    said: str
    match: Match
    told: Evidence
    checks: tuple[Check, ...] = ()
    is_gone: bool = False

    @cached_property
    def stated(self) -> Mapping[str, Any]:
        """What sources say: name, strength, often; and whether it is taken."""
        return stated(self.checks)

    @property
    def name(self) -> str:
        """The name that stands."""
        return self.stated.get("name") or self.said

    @property
    def is_taken(self) -> bool:
        """False where a source says that it is not taken any more."""
        return self.stated.get("taken") != "no"

    @property
    def evidence(self) -> Evidence:
        """On whose word the row stands: that of whoever checked it last."""
        return self.checks[-1].evidence if self.checks else self.told

    @cached_property
    def by_fact(self) -> Mapping[str, Evidence]:
        """On whose word each fact stands that somebody checked, by its name."""
        return evidence_by_fact(self.checks)


@dataclass(frozen=True)
class MedicineRecord:
    """The medicines of a case as they stand.

    Attributes:
        medicines: In the order of the list, then those that only staff know.
        list_id: The link id of the list; ``None`` where it was not asked for.
        state: What the patient said of the list as a whole.
    """

    medicines: tuple[KnownMedicine, ...]
    list_id: str | None
    state: ListState

    @property
    def taken(self) -> tuple[KnownMedicine, ...]:
        """Without those that a source says are not taken any more."""
        return tuple(known for known in self.medicines if known.is_taken)

    @property
    def is_corrected(self) -> bool:
        """Somebody checked a medicine: not all of it is in the patient's words."""
        return any(known.checks for known in self.medicines)

    @property
    def classes(self) -> Answer | None:
        """The classes of all that is taken, once the patient confirmed the list."""
        if self.state not in CONFIRMED:
            return None
        found = {code for known in self.taken for code in known.match.classes}
        return answered(sorted(found))

    def medicine(self, row: str) -> KnownMedicine | None:
        """The medicine of a row."""
        return next((known for known in self.medicines if known.row == row), None)


def medicine_record(
    case: Case, *, now: Filled | None = None, checks: Checks | None = None
) -> MedicineRecord:
    """The medicines that stand now; ``now`` and ``checks`` where they are read."""
    now = now or filled(case.response)
    checks = checks_of(case, now.organisation) if checks is None else checks
    view = view_of(now, MEDICINES)
    list_id = list_behind(view, MEDICINES)
    known = tuple(_rows(view, list_id, checks.about(History.MEDICINES)))
    state = view.sheet.rows(list_id).state if list_id else ListState.OPEN
    return MedicineRecord(known, list_id, state)


def _rows(
    view: Filled, list_id: str | None, about: Mapping[str, tuple[Check, ...]]
) -> Iterator[KnownMedicine]:
    """The medicines that the patient told, then those that only checks know."""
    matched = medicines(view.definition, view.sheet)
    rows = view.sheet.rows(list_id).rows if list_id else ()
    told = evidence_of_rows(view, list_id)
    by_id = {row.id: row for row in rows if row.id in matched}
    for row_id, row in by_id.items():
        checks = about.get(row_id, ())
        said = _name_in(view, row)
        match_ = _match(checks, matched[row_id])
        evidence = told.get(row_id, REPORTED)
        yield KnownMedicine(row_id, row, said, match_, evidence, checks)
    for row_id, checks in about.items():
        if row_id not in by_id:
            yield _only_checked(row_id, checks)


def _name_in(view: Filled, row: Row) -> str:
    rules = view.definition.facts.values()
    name = next(r.reads["name"] for r in rules if r.calculate == MEDICINES)
    answer = row.answers.get(name)
    return str(answer.value or "") if answer else ""


def _match(checks: tuple[Check, ...], reported: Match) -> Match:
    name = stated(checks).get("name")
    return match(name) if name else reported


def _only_checked(row: str, checks: tuple[Check, ...]) -> KnownMedicine:
    said = next((check.said for check in checks if check.said), None) or {}
    name = said.get("name", "")
    told = REPORTED if said else checks[0].evidence
    return KnownMedicine(
        row=row,
        reported=None,
        said=name,
        match=_match(checks, match(name)),
        told=told,
        checks=checks,
        is_gone=bool(said),
    )
