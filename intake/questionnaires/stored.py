"""Stored pages, lists and rows, opened."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Min, Window

from intake.domain.answer import Answer
from intake.domain.questionnaire.answers import from_data
from intake.domain.questionnaire.items import FALLBACK_LANGUAGE
from intake.patients import vault
from intake.patients.models import Patient
from intake.practice.models import Organisation

from .models import Mode, Response, SavedPage

PURPOSE = "answers"


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


StoredPages = dict[tuple[str, str], "Stored"]


def stored_pages(
    responses: Collection[Response], organisation: Organisation
) -> dict[UUID, StoredPages]:
    """The latest version of each page and row of each response, in one query."""
    by_id = {response.pk: response for response in responses}
    found: dict[UUID, StoredPages] = {pk: {} for pk in by_id}
    for saved in sorted(_latest(responses), key=attrgetter("first")):
        opened = _stored(by_id[saved.response_id], saved, organisation)
        found[saved.response_id][saved.page, saved.row] = opened
    return found


def _stored(response: Response, saved: SavedPage, organisation: Organisation) -> Stored:
    return Stored(
        page=saved.page,
        row=saved.row,
        number=saved.number,
        accepted=saved.accepted,
        removed=saved.removed,
        data=open_page(saved, response.patient),
        on=organisation.today(saved.at),
        language=saved.language,
        mode=saved.mode,
        read_out=saved.read_out,
        asked_again=saved.asked_again,
        at=saved.at,
        by_id=saved.by_id,
    )


def _latest(responses: Collection[Response]) -> Iterable[SavedPage]:
    """The latest version of each page and row, however long its history is.

    ``first`` is the key of its first version, by which rows keep their order.
    """
    place = ("response", "page", "row")
    return (
        SavedPage.objects.filter(response__in=responses)
        .annotate(first=Window(Min("pk"), partition_by=list(place)))
        .order_by(*place, "-number")
        .distinct(*place)
    )


def seal_page(new: Stored, response: Response) -> bytes:
    """What is stored of a version, for its place in this response alone."""
    return vault.close(response.patient, _place(new, response.pk), dict(new.data))


def open_page(saved: SavedPage, patient: Patient) -> dict[str, Any]:
    """What was stored of a version; raises :class:`vault.CannotOpen`."""
    return vault.open_value(patient, _place(saved, saved.response_id), saved.sealed)


def _place(version: Stored | SavedPage, response_id: UUID) -> str:
    """What the seal of a page is bound to, which no two rows share.

    It opens in no other response, page or row, and as no other version of it.
    """
    return f"{PURPOSE} {response_id} {version.number} {version.row} {version.page}"
