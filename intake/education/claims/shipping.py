"""Facts and sources as they ship, with every value that their records have."""

from datetime import date
from typing import Any

from intake.education.shipped import read_claims, read_sources

# Who looked into the sources that ship, where a source does not say so itself.
READ = {
    "checked_on": date(2026, 11, 21),
    "checked_by": "The authors of this software, with the help of AI",
}
NOTHING = {"heard": "", "evidence": "", "retired": "", "changed_on": None}


def shipped_sources() -> dict[str, dict[str, Any]]:
    return {
        code: {"link": "", "checked": "", **READ, **words}
        for code, words in read_sources().items()
    }


def shipped_claims() -> dict[str, dict[str, Any]]:
    """A code begins with its subject."""
    return {
        code: {"subject": code.split("-")[0], "change_note": "", **NOTHING, **words}
        for code, words in read_claims().items()
    }
