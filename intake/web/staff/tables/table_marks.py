"""Marks on a case for what rests on rows of a table that nobody has confirmed."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from intake.domain.medicines.matching import Match
from intake.domain.tables.rows import TableRow
from intake.domain.tables.shipped import load_tables
from intake.review.medicines import MedicineRecord
from intake.review.treatments import TreatmentRecord
from intake.tables.report import Reported, Standing, reported

UNCONFIRMED = {
    "agents": gettext_lazy("minimum dose not confirmed"),
    "medicines": gettext_lazy("class not confirmed"),
    "classes": gettext_lazy("handling not confirmed"),
}
DISPUTED = {
    "agents": gettext_lazy("minimum dose disputed"),
    "medicines": gettext_lazy("class disputed"),
    "classes": gettext_lazy("handling disputed"),
}


class TableMarks:
    """The rows behind both histories of a case that are not confirmed; one query."""

    def __init__(self, treatments: TreatmentRecord, medicines: MedicineRecord) -> None:
        self._of_trial = {
            trial.row: _agent_rows(trial.standing.agent and trial.standing.agent.code)
            for trial in treatments.trials
        }
        self._of_medicine = {
            known.row: _medicine_rows(known.match) for known in medicines.medicines
        }
        every = [*self._of_trial.values(), *self._of_medicine.values()]
        rows = {row.digest: row for rows in every for row in rows}
        self._marked = {
            each.row.digest: each for each in reported(rows.values()) if each.is_marked
        }

    def of_trials(self, shown: dict[str, Any]) -> dict[str, Any]:
        """Trials as they are shown, each with the marks of the rows it rests on."""
        trials = [
            trial | {"marks": self._marks(self._of_trial[trial["row"]])}
            for trial in shown["trials"]
        ]
        return shown | {"trials": trials}

    def of_medicines(self, shown: dict[str, Any]) -> dict[str, Any]:
        """Medicines as they are shown, each with the marks of its rows."""
        rows = [
            row | {"marks": self._marks(self._of_medicine[row["row"]])}
            for row in shown["rows"]
        ]
        return shown | {"rows": rows}

    def _marks(self, rows: Iterable[TableRow]) -> list[dict[str, Any]]:
        found = (self._marked.get(row.digest) for row in rows)
        return [_shown(each) for each in found if each]


def _shown(each: Reported) -> dict[str, Any]:
    is_disputed = each.standing is Standing.DISPUTED
    words = DISPUTED if is_disputed else UNCONFIRMED
    return {
        "row": each.row,
        "standing": each.standing,
        "is_disputed": is_disputed,
        "words": words[each.row.table],
    }


def _agent_rows(code: str | None) -> list[TableRow]:
    row = load_tables()["agents"].by_key.get(code or "")
    return [row] if row else []


def _medicine_rows(match: Match) -> list[TableRow]:
    tables = load_tables()
    keys = [("medicines", medicine.code) for medicine in match.rows]
    keys += [("classes", code) for code in sorted(match.classes)]
    found = (tables[table].by_key.get(key) for table, key in keys)
    return [row for row in found if row]
