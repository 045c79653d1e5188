"""manage.py portal_tables"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from intake.education import report


class Command(BaseCommand):
    help = (
        "Prints each shipped article with its reading grade and its facts; with "
        "--into, puts that into a file in place of what stands there."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, metavar="FILE")

    def handle(self, **options: Any) -> None:
        file, tables = options["into"], report.tables()
        if file is None:
            self.stdout.write(tables)
            return
        text = file.read_text(encoding="utf-8")
        before, rest = text.split(report.BEGIN)
        after = rest.split(report.END)[1]
        file.write_text(f"{before}{tables}{after}", encoding="utf-8")
