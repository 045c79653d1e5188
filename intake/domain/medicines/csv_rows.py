"""Reading the clinical tables, which are CSV files edited by hand."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

RECALLED = re.compile(r"\bR\b")


class TableError(ValueError):
    """A table that cannot be used; the message names the file, the line and why."""


def read_rows(
    path: Path, columns: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row with its place ("agents.csv, line 7") for messages.

    Raises:
        TableError: The columns differ, or a row has too many or too few cells.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        if tuple(next(reader, [])) != columns:
            raise TableError(f"{path.name}: the columns must be {', '.join(columns)}.")
        for cells in reader:
            place = f"{path.name}, line {reader.line_num}"
            if len(cells) != len(columns):
                raise TableError(f"{place}: {len(columns)} cells are needed.")
            yield place, dict(zip(columns, cells, strict=True))


def parts(cell: str, separator: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values; none when it is empty."""
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


def is_recalled(basis: str) -> bool:
    """Any part of a basis bears the mark R: written from memory, not re-read."""
    return bool(RECALLED.search(basis))
