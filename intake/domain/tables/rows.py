"""A row of a clinical table as a person reads it, known by a digest of its content."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from intake.domain.eligibility.finding import Basis
from intake.domain.questionnaire.definition import canonical_hash

MARKS = re.compile(r"\b(V2|V|R|P)\b")
UNREAD = frozenset({Basis.R, Basis.V2})


def marks_in(basis: str) -> frozenset[Basis]:
    """The marks that stand in a basis, which is free text with marks among it."""
    return frozenset(Basis(mark) for mark in MARKS.findall(basis))


@dataclass(frozen=True)
class TableRow:
    """One row.

    Attributes:
        table: The code of its table.
        key: What names it there; letters, digits, hyphen and underscore.
        name: What it is called.
        says: What it says, by the heading of each column.
        basis: Where it is from, with marks.
        marks: The marks of the basis.
        effective_from: Since when it is used, or by the payer's own date.
        effective_until: The last day; ``None`` while none is known.
    """

    table: str
    key: str
    name: str
    says: Mapping[str, str]
    basis: str
    marks: frozenset[Basis]
    effective_from: date | None
    effective_until: date | None = None

    @property
    def needs_confirming(self) -> bool:
        """Some part was recalled, or seen only in a secondary copy."""
        return bool(self.marks & UNREAD)

    @cached_property
    def digest(self) -> str:
        """Changes with anything the row says or rests on, so that it is asked anew."""
        return canonical_hash(
            {
                "table": self.table,
                "key": self.key,
                "name": self.name,
                "says": dict(self.says),
                "basis": self.basis,
            }
        )


@dataclass(frozen=True)
class Table:
    """A table with its rows in the order of its file."""

    code: str
    title: str
    about: str
    sources: str
    read_on: date
    effective_from: date
    rows: tuple[TableRow, ...]

    @cached_property
    def by_key(self) -> dict[str, TableRow]:
        """The rows by what names them."""
        return {row.key: row for row in self.rows}
