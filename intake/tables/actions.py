"""Confirming and disputing rows of clinical tables."""

from dataclasses import dataclass

from django.db import connection

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.tables.rows import TableRow
from intake.domain.tables.shipped import load_tables

from .models import Statement

LOCK = 5_210_002  # statements wait for each other: another number than the trail's


class NoSuchRow(LookupError):
    """No table has a row of this name."""


class RowChanged(Exception):
    """The row says something else now than what was looked at, or what was said."""


@dataclass(frozen=True)
class Said:
    """What somebody states of a row, after reading which source."""

    verdict: str
    source: str
    note: str = ""


def find_row(table: str, key: str) -> TableRow:
    """A row of a table.

    Raises:
        NoSuchRow: there is none.
    """
    found = load_tables().get(table)
    row = found.by_key.get(key) if found else None
    if row is None:
        raise NoSuchRow
    return row


def revision_of(row: TableRow) -> str:
    """What a statement rests on: the content, and what was stated of it last."""
    latest = latest_on(row)
    return f"{row.digest}.{latest.pk if latest else 0}"


def latest_on(row: TableRow) -> Statement | None:
    """What was stated last of the row as it stands."""
    return statements_on(row).filter(digest=row.digest).first()


def statements_on(row: TableRow):
    """Everything stated of a row, also of what it said before, the newest first."""
    found = Statement.objects.filter(table=row.table, row=row.key)
    return found.select_related("by")


@audit.recorded
def state(*, row: TableRow, said: Said, seen: str, by: User) -> Statement:
    """Confirm or dispute a row as it stands.

    Args:
        row: The row.
        said: What is stated.
        seen: The revision of the row that was looked at.
        by: Who read the source.

    Returns:
        The new statement, or the latest when the same person sends the same twice.

    Raises:
        RowChanged: the row has changed, or somebody stated something meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    latest = latest_on(row)
    if latest and latest.by == by and _is_same(latest, said):
        return latest
    _record(row, said, by)
    if seen != revision_of(row):
        raise RowChanged
    return Statement.objects.create(
        table=row.table,
        row=row.key,
        digest=row.digest,
        verdict=said.verdict,
        source=said.source,
        note=said.note,
        by=by,
    )


def _record(row: TableRow, said: Said, by: User) -> None:
    if said.verdict == Statement.Verdict.CONFIRMED:
        audit.record("table_row.confirmed", by=by, table=row.table, row=row.key)
    else:
        audit.record("table_row.disputed", by=by, table=row.table, row=row.key)


def _is_same(latest: Statement, said: Said) -> bool:
    return (latest.verdict, latest.source, latest.note) == (
        said.verdict,
        said.source,
        said.note,
    )
