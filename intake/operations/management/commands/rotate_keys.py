"""manage.py rotate_keys"""

from django.core.management.base import BaseCommand, CommandError

from intake.operations import rotation
from intake.patients import keys


class Command(BaseCommand):
    help = "Seals with the newest master key what an older one sealed."

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
        unreadable = {}
        for progress in rotation.rotate():
            unreadable[progress.kind.name] = progress.unreadable
            self.stderr.write(f"  {progress.kind.name}: {progress.done}")
        for name, count in unreadable.items():
            if count:
                self.stderr.write(f"  {name}: {count} open with none of these keys")

    def _report(self, left: dict[str, int], *, is_final: bool) -> None:
        for name, count in left.items():
            self.stdout.write(f"{count:>8}  {name}")
        if any(left.values()):
            raise CommandError("An older key is still needed. Run this again later.")
        if is_final:
            keys.retire_older()
        self.stdout.write("No older key is needed.")
