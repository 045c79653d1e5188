"""Score an instrument from a file: no database, nothing stored."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intake.domain.scoring import INSTRUMENTS
from intake.domain.scoring.report import report
from intake.domain.scoring.score import OffScale

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Score the answers of a JSON file (or - for standard input), one set or a "
        "list of them. Exit code 2 when the input is refused."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("instrument", help=", ".join(INSTRUMENTS))
        parser.add_argument("file", help="JSON: answers by item; - to read")

    def handle(self, *, instrument: str, file: str, **_options: Any) -> None:
        if instrument not in INSTRUMENTS:
            known = ", ".join(INSTRUMENTS)
            self.refuse(f"There is no instrument {instrument!r}; there are {known}.")
        data = self.read(file)
        sets = data if isinstance(data, list) else [data]
        reports = [self.report(instrument, answers) for answers in sets]
        self.print(reports if isinstance(data, list) else reports[0])

    def report(self, instrument: str, answers: Any) -> dict[str, Any]:
        if not isinstance(answers, dict):
            self.refuse(f"Expected answers by item, found {answers!r}.")
        try:
            return report(instrument, answers)
        except OffScale as refused:
            self.refuse(str(refused), refused.item)

    def read(self, file: str) -> Any:
        try:
            content = (
                sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            self.refuse("This is not JSON.")

    def refuse(self, sentence: str, item: str | None = None) -> NoReturn:
        self.print({"error": sentence, "item": item})
        raise CommandError(sentence, returncode=REFUSED)

    def print(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, indent=2))
