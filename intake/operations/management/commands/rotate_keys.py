"""manage.py rotate_keys"""

import time

from django.core.management.base import BaseCommand, CommandError

from intake.operations import rotation
from intake.patients import keys


class Command(BaseCommand):
    help = "Makes anew, with the newest keys, what older ones sealed or let be found."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="only count what still needs an older key; exit code 1 if any does",
        )

    def handle(self, **options):
        try:
            keys.verify()
        except keys.WrongKeys as problem:
            raise CommandError(str(problem)) from None
        if not options["check"]:
            self._rotate()
        self._report(rotation.left(), is_final=not options["check"])

    def _rotate(self) -> None:
        started, latest = time.monotonic(), {}
        for progress in rotation.rotate():
            latest[progress.kind.name] = progress
            self.stderr.write(f"  {progress.kind.name}: {progress.done}")
        for name, progress in latest.items():
            self._tell(name, len(progress.unreadable), "open with none of these keys")
            same = "have an address that another record has as well: join the records"
            self._tell(name, len(progress.clashing), same)
        done = sum(progress.done for progress in latest.values())
        took = time.monotonic() - started
        self.stdout.write(f"{done} made anew in {took:.1f} seconds. Still to do:")

    def _tell(self, name: str, count: int, what: str) -> None:
        if count:
            self.stderr.write(f"  {name}: {count} {what}")

    def _report(self, left: dict[str, int], *, is_final: bool) -> None:
        for name, count in left.items():
            self.stdout.write(f"{count:>8}  {name}")
        if any(left.values()):
            raise CommandError("An older key is still needed. Run this again later.")
        if is_final:
            keys.retire_older()
        self.stdout.write("No older key is needed.")
