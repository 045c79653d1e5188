"""One stored page, list or row, opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from intake.domain.answer import Answer
from intake.domain.questionnaire.answers import from_data
from intake.domain.questionnaire.items import FALLBACK_LANGUAGE

from .models import Mode


@dataclass(frozen=True)
class Stored:
    """The latest version of one page, list or row.

    One that is taken from the base has number 0; ``at`` and ``by_id`` say when it was
    stored and whose account did it, once it is.
    """

    page: str
    row: str
    number: int
    accepted: bool
    removed: bool
    data: Mapping[str, Any]
    on: date
    language: str = FALLBACK_LANGUAGE
    mode: str = Mode.SELF
    read_out: bool = False
    asked_again: bool = False
    at: datetime | None = None
    by_id: UUID | None = None

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers of a page or row, by link id."""
        return from_data(self.data)


def is_current(latest: Stored | None, revision: int) -> bool:
    """Whoever looked at this version was looking at what is there now.

    A version that only asks the same answers again differs in nothing that they saw.
    """
    number = latest.number if latest else 0
    unseen = latest is not None and latest.asked_again
    return revision == number or (unseen and revision == number - 1)
