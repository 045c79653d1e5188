"""manage.py roles"""

import csv
import io
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import URLPattern, URLResolver, get_resolver

from intake.accounts.access import ADDRESSES, CLOSED, EDITING, EDITING_SIDE, Access
from intake.accounts.roles import Role

WHO = ("nobody", "patient", *(role.value for role in Role))
YES, NO = "yes", ""


class Command(BaseCommand):
    help = "Prints which role may open which address, from the one access table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["table", "csv"], default="table")

    def handle(self, *, format: str, **_options: Any) -> None:  # noqa: A002
        rows = list(table())
        head = ["name", "address", *WHO]
        self.stdout.write(as_csv(head, rows) if format == "csv" else plain(head, rows))
        self.stderr.write(f"{len(rows)} addresses, {len(WHO)} kinds of visitors")


def table() -> list[list[str]]:
    """A row an address: its name, its path, and for everybody whether it opens."""
    paths = dict(paths_of(get_resolver().url_patterns, "/", ""))
    rows = [
        [name, paths.get(name, "–"), *marks(access)]
        for name, access in ADDRESSES.items()
    ]
    closed = [["(editing side)", path, *[NO] * len(WHO)] for path in CLOSED]
    return [*rows, ["(editing side)", f"{EDITING_SIDE}…", *marks(EDITING)], *closed]


def marks(access: Access) -> list[str]:
    everybody, staff = access.everybody, [role in access.roles for role in Role]
    answers = [everybody, everybody or access.patients]
    answers += [everybody or admitted for admitted in staff]
    return [YES if answer else NO for answer in answers]


def paths_of(patterns, prefix: str, namespace: str):
    """Every named address of the URL configuration with its pattern."""
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from paths_of(pattern.url_patterns, path, f"{namespace}{inner}")
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}", path


def as_csv(head: list[str], rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue().rstrip("\n")


def plain(head: list[str], rows: list[list[str]]) -> str:
    """Columns as wide as what stands in them, each role a column of marks."""
    wide = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True))
        for row in [head, *rows]
    ]
    return "\n".join(line.rstrip() for line in lines)
