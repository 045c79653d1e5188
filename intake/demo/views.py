"""The mailbox of a demonstration, from which no mail leaves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

DIGITS = re.compile(r"(?<!\d)\d{6}(?!\d)")
LETTERS = re.compile(r"^[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}$", re.MULTILINE)
MOST = 50
RULE = b"-" * 79


@dataclass(frozen=True)
class Letter:
    """One message, as a mail reader would show it."""

    to: str
    subject: str
    sender: str
    text: str
    at: datetime

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The text cut at its first code; the flag marks the code."""
        found = LETTERS.search(self.text) or DIGITS.search(self.text)
        if found is None:
            return [(self.text, False)]
        before, after = self.text[: found.start()], self.text[found.end() :]
        return [(before, False), (found.group(), True), (after, False)]


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/mailbox.html", {"letters": letters()})


def letters() -> Iterator[Letter]:
    """The newest messages first, read from the files the mail backend writes."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
    for path in reversed(files[-MOST:]):
        for raw in reversed(path.read_bytes().split(RULE)):
            if raw.strip():
                yield _read(raw.strip(), path)


def _read(raw: bytes, path: Path) -> Letter:
    message = message_from_bytes(raw, policy=policy.default)
    written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    return Letter(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sender=str(message["From"]),
        text=message.get_content(),
        at=written,
    )
