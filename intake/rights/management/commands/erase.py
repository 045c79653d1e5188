"""manage.py erase"""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from intake.rights import erasing
from intake.rights.models import Erasure


class Command(BaseCommand):
    help = "Lists who was erased, or erases them again after a backup was restored."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--list", action="store_true", help="ids and times, to keep")
        what.add_argument(
            "--again",
            nargs="?",
            const=str(settings.ERASED_LIST),
            metavar="FILE",
            help="such a list; - for standard input, by default the one kept here",
        )

    def handle(self, **options):
        if options["list"]:
            for erasure in Erasure.objects.order_by("at", "pk").iterator():
                self.stdout.write(erasing.line_of(erasure))
            return
        known = self._known(options["again"])
        done = erasing.erase_again(known)
        self.stderr.write(f"{len(known)} in the list, {done} erased again.")

    def _known(self, path: str) -> list:
        try:
            text = sys.stdin.read() if path == "-" else Path(path).read_text("utf-8")
            return erasing.read_lines(text.splitlines())
        except OSError as problem:
            raise CommandError(f"{path} cannot be read: {problem.strerror}.") from None
        except ValueError:
            raise CommandError(f"{path} is no list of who was erased.") from None
