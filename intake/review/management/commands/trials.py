"""Judge treatment histories from a file: no database, nothing stored."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.cases import Case, CaseError, holds_several, read_cases
from intake.domain.treatments.report import report

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Judge the trials of a JSON file (or - for standard input), count adequate "
        "failures and stage the resistance. Exit code 2 when the input is refused."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="JSON: a list of trials or a case; - to read")

    def handle(self, *, file: str, **_options: Any) -> None:
        data = self.read(file)
        try:
            cases = read_cases(data)
        except CaseError as refused:
            first = refused.problems[0]
            self.print({"error": first.sentence, "item": first.place})
            raise CommandError(str(refused), returncode=REFUSED) from refused
        for case in cases:
            self.name_unknown_agents(case)
        reports = [report(case) for case in cases]
        self.print(reports if holds_several(data) else reports[0])

    def read(self, file: str) -> Any:
        try:
            content = (
                sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            self.print({"error": "This is not JSON.", "item": None})
            raise CommandError(
                f"{file} is not JSON: {error}", returncode=REFUSED
            ) from error

    def name_unknown_agents(self, case: Case) -> None:
        for trial in case.trials:
            if trial.name and not trial.agent:
                near = [agent.generic for agent in load_agents().suggest(trial.name)]
                hint = f" Did you mean {' or '.join(near)}?" if near else ""
                self.stderr.write(f"{trial.name!r} is not a known agent.{hint}")

    def print(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, indent=2))
