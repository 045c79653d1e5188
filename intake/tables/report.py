"""Which rows of the clinical tables somebody has confirmed, and which not yet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from intake.domain.tables.rows import TableRow
from intake.domain.tables.shipped import load_tables

from .models import Statement


class Standing(StrEnum):
    """How a row stands with whoever is to confirm it."""

    OPEN = "open"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Reported:
    """A row with what was stated last of it as it stands."""

    row: TableRow
    statement: Statement | None

    @property
    def standing(self) -> Standing:
        return Standing(self.statement.verdict) if self.statement else Standing.OPEN

    @property
    def is_marked(self) -> bool:
        """A page that rests on the row says that nobody has confirmed it."""
        return self.standing is Standing.DISPUTED or (
            self.row.needs_confirming and self.standing is Standing.OPEN
        )


def report() -> list[Reported]:
    """Every row that is to be confirmed, or that somebody disputed, table by table."""
    rows = [row for table in load_tables().values() for row in table.rows]
    stated = _stated()
    found = [Reported(row, stated.get(_place(row))) for row in rows]
    return [each for each in found if each.row.needs_confirming or each.statement]


def reported(rows: Iterable[TableRow]) -> list[Reported]:
    """These rows, with what was stated of them; one query."""
    rows = list(rows)
    digests = [row.digest for row in rows]
    stated = _stated(digest__in=digests) if rows else {}
    return [Reported(row, stated.get(_place(row))) for row in rows]


def progress(found: Iterable[Reported]) -> dict[str, Counter[Standing]]:
    """How many rows of each table stand how."""
    counts = {code: Counter[Standing]() for code in load_tables()}
    for each in found:
        counts[each.row.table][each.standing] += 1
    return counts


Place = tuple[str, str, str]


def _place(row: TableRow) -> Place:
    return row.table, row.key, row.digest


def _stated(**which) -> dict[Place, Statement]:
    latest = Statement.objects.latest_of_each().select_related("by")
    found = latest.filter(**which) if which else latest
    return {(each.table, each.row, each.digest): each for each in found}
