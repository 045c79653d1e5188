"""What was typed and not saved yet, opened, and laid over what is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake.domain.answer import Answer
from intake.domain.questionnaire.answers import from_data
from intake.patients import vault

from .filled import Filled
from .models import Response, Typed
from .stored import Stored

PURPOSE = "typed"


@dataclass(frozen=True)
class Kept:
    """What was typed on one page or row.

    ``raw`` holds every input as it was, by name, also what nothing can be made of;
    ``data`` those answers that could be saved, as they are stored.
    """

    page: str
    row: str
    revision: int
    raw: Mapping[str, list[str]]
    data: Mapping[str, Any]
    at: datetime

    @property
    def answers(self) -> dict[str, Answer]:
        return from_data(self.data)


def sealed(response: Response, place: tuple[str, str], value: Mapping) -> bytes:
    """Seal what was typed; it opens only there."""
    return vault.close(response.patient, _purpose(response, place), dict(value))


def opened_typed(response: Response, typed: Typed) -> Kept:
    purpose = _purpose(response, (typed.page, typed.row))
    value = vault.open_value(response.patient, purpose, typed.sealed)
    return Kept(
        page=typed.page,
        row=typed.row,
        revision=typed.revision,
        raw=value["raw"],
        data=value["answers"],
        at=typed.at,
    )


def all_typed(response: Response) -> list[Kept]:
    """Everything that was typed and not saved, in one query."""
    rows = response.typed.order_by("pk")
    return [opened_typed(response, typed) for typed in rows]


def with_typed(now: Filled, typed: Iterable[Kept]) -> Filled:
    """The response as it would be, had everything that was typed been saved.

    An answer that cannot be made out of what was typed stays as it is stored.
    """
    for kept in typed:
        latest = now.latest(kept.page, kept.row)
        stored = latest.data if latest and not latest.removed else {}
        now = now.followed_by(
            Stored(
                page=kept.page,
                row=kept.row,
                number=now.number(kept.page, kept.row) + 1,
                accepted=False,
                removed=False,
                data={**stored, **kept.data},
                on=now.organisation.today(),
            )
        )
    return now


def _purpose(response: Response, place: tuple[str, str]) -> str:
    return f"{PURPOSE} {response.pk} {place}"
