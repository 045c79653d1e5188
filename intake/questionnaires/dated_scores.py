"""Every score of a response with the day that it holds for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from intake.domain.scoring import INSTRUMENTS

from .filled import Filled
from .models import ScoreRecord
from .score_entry import EnteredScore
from .scores import open_score


@dataclass(frozen=True)
class DatedScore:
    """A stored score, opened.

    Attributes:
        record: The record.
        on: The day of the oldest answer in it, or the day staff asked it.
        data: What was scored: total, band, lowest and highest still possible.
    """

    record: ScoreRecord
    on: date
    data: Mapping[str, Any]

    @property
    def instrument(self) -> str:
        return self.record.instrument


def dated_scores(now: Filled) -> list[DatedScore]:
    """The scores of the answers now and before, the latest day first.

    Those that staff corrected are left out, and so are earlier scores of answers that
    are still those of now.
    """
    patient = now.response.patient
    records = ScoreRecord.objects.filter(
        response__in=(now.response.pk, *now.earlier_ids)
    )
    opened = [(r, open_score(r, patient)) for r in records.select_related("entered_by")]
    corrected = {data.get("corrects") for _record, data in opened}
    found = [
        *_entered((r, d) for r, d in opened if r.entered_by and r.pk not in corrected),
        *_own(now, [(r, d) for r, d in opened if r.entered_by is None]),
    ]
    return sorted(found, key=lambda score: (score.on, score.record.pk), reverse=True)


Opened = tuple[ScoreRecord, Mapping[str, Any]]


def _entered(opened: Iterator[Opened]) -> Iterator[DatedScore]:
    for record, data in opened:
        yield DatedScore(record, EnteredScore(record, data).given_on, data)


def _own(now: Filled, opened: list[Opened]) -> Iterator[DatedScore]:
    seen: set[tuple[str, date]] = set()
    for view in _layers(now):
        for record, data in opened:
            if record.response_id != view.response.pk:
                continue
            on = _day(view, record)
            if (record.instrument, on) not in seen:
                seen.add((record.instrument, on))
                yield DatedScore(record, on, data)


def _layers(now: Filled) -> Iterator[Filled]:
    """The response and those beneath it, the latest first."""
    yield now
    if now.base is not None:
        yield from _layers(now.base)


def _day(view: Filled, record: ScoreRecord) -> date:
    items = INSTRUMENTS[record.instrument].ITEMS
    saved = view.told_in(items[0]).sheet.saved_on
    days = [saved[item] for item in items if item in saved]
    return min(days, default=view.organisation.today(record.at))
