"""Evaluate facts from a file: no database, nothing stored."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intake.domain.eligibility.document import evaluate_text
from intake.domain.eligibility.facts import FactsError
from intake.domain.eligibility.protocol import load_data, read_protocol

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Evaluate the facts of a JSON file (or - for standard input) with the shipped "
        "protocol, one person or a list. Exit code 2 when the input is refused."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="JSON: facts by name, and 'on'; - to read")

    def handle(self, *, file: str, **_options: Any) -> None:
        today = datetime.now().astimezone().date()
        try:
            reports = evaluate_text(read_protocol(load_data()), self.read(file), today)
        except FactsError as refused:
            first = refused.problems[0]
            self.print({"error": first.sentence, "item": first.place})
            raise CommandError(str(refused), returncode=REFUSED) from refused
        self.print(reports)

    def read(self, file: str) -> bytes:
        try:
            return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error

    def print(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, indent=2))
