"""manage.py verify_audit"""

import json
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from intake.audit import verifying

REFUSED = 2
ACKNOWLEDGED = 3


class Command(BaseCommand):
    help = (
        "Proves that the audit trail is whole, or names the first broken link. "
        "Exit code 1 when it is broken, 2 when an anchor makes no sense, 3 when it is "
        "broken nowhere but where somebody acknowledged it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor", help="a file for the last line's digest, to be kept elsewhere"
        )
        parser.add_argument("--against", help="a file that --anchor wrote earlier")

    def handle(self, *, anchor: str | None, against: str | None, **_options: Any):
        known = anchor_of(against) if against else None
        try:
            found = verifying.verify(against=known)
            verifying.note(found, at=timezone.now(), from_start=True)
        except (DatabaseError, InterfaceError) as error:
            raise CommandError("The database cannot be asked.") from error
        self.print(found)
        if not found.is_whole:
            raise CommandError(found.sentence)
        if anchor:
            self.write(anchor, found.last)
        if found.known:
            raise CommandError(found.sentence, returncode=ACKNOWLEDGED)
        self.stderr.write(found.sentence)

    def write(self, file: str, anchor: verifying.Anchor) -> None:
        """Put it there whole: a half-written anchor would cry wolf later."""
        if not anchor.number:
            raise CommandError("There is no line yet to anchor.", returncode=REFUSED)
        draft = Path(f"{file}.new")
        try:
            draft.write_text(verifying.anchor_text(anchor), encoding="utf-8")
            draft.replace(file)
        except OSError as error:
            raise CommandError(f"{file} is not written: {error.strerror}.") from error

    def print(self, found: verifying.Found) -> None:
        people = get_user_model().objects.filter(
            pk__in={row.actor_id for row in found.known}
        )
        names = {str(person.pk): str(person) for person in people}
        report = {
            "ok": found.is_whole,
            "lines": found.checked,
            "last": {"number": found.last.number, "digest": found.last.digest},
            "broken": None
            if found.is_whole
            else {"number": found.number, "what": str(found.flaw)},
            "acknowledged": [
                {
                    "number": row.number,
                    "what": row.flaw,
                    "by": names.get(row.actor_id, row.actor_id),
                    "at": row.at.isoformat(),
                    "why": row.why,
                }
                for row in found.known
            ],
        }
        self.stdout.write(json.dumps(report))


def anchor_of(file: str) -> verifying.Anchor:
    try:
        return verifying.read_anchor(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(
            f"{file} is no anchor: {error}.", returncode=REFUSED
        ) from error
