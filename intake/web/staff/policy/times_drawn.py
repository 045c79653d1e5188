"""A picture of how long alerts waited: one line a kind, one mark a step."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from intake.safety.times import KINDS, Waited
from intake.web.staff.reports.strips import Mark, Scale, strips

from .times_in_words import kind_in_words

SCALE = Scale(
    shortest=timedelta(minutes=1),
    longest=timedelta(weeks=2),
    ticks=(
        timedelta(minutes=1),
        timedelta(minutes=15),
        timedelta(hours=1),
        timedelta(hours=4),
        timedelta(days=1),
        timedelta(days=14),
    ),
)


def drawn(found: Iterable[Waited], now: datetime) -> dict[str, Any] | None:
    """Where everything stands in the picture; None when there is nothing to show."""
    known = list(found)
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in known)]
    return strips(
        SCALE,
        [
            (
                kind_in_words(kind),
                [m for one in known if one.kind == kind for m in _marks(one, now)],
            )
            for kind in kinds
        ],
    )


def _marks(one: Waited, now: datetime) -> list[Mark]:
    """Taken on, reached, and waiting still where it was neither."""
    done = [("taken", one.to_acknowledge), ("reached", one.to_contact)]
    marks = [(name, time) for name, time in done if time is not None]
    if one.alert.is_open and one.contacted_at is None:
        marks.append(("waits", now - one.alert.opened_at))
    return marks
