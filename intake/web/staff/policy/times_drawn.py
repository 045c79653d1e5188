"""A picture of how long alerts waited: one row a kind, one mark a step."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from intake.domain.durations import place
from intake.safety.times import KINDS, Waited

from .times_in_words import kind_in_words, time_in_words

# Units of the picture; the style sheet scales it.
WIDTH, SIDE, ROW, TOP = 400, 12, 46, 34
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(weeks=2)
TICKS = (
    timedelta(minutes=1),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(days=1),
    timedelta(days=14),
)


def drawn(found: Iterable[Waited], now: datetime) -> dict[str, Any] | None:
    """Where everything stands in the picture; None when there is nothing to show."""
    known = list(found)
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in known)]
    if not kinds:
        return None
    return {
        "width": WIDTH,
        "height": TOP + ROW * len(kinds),
        "left": SIDE,
        "right": WIDTH - SIDE,
        "ticks": [{"x": _x(tick), "text": time_in_words(tick)} for tick in TICKS],
        "rows": [
            _row(kind, TOP + ROW * number, known, now)
            for number, kind in enumerate(kinds)
        ],
    }


def _row(kind: str, top: int, known: list[Waited], now: datetime) -> dict[str, Any]:
    return {
        "name": kind_in_words(kind),
        "text_y": top + 14,
        "line_y": top + 30,
        "marks": [
            mark for one in known if one.kind == kind for mark in _marks(one, now)
        ],
    }


def _marks(one: Waited, now: datetime) -> list[dict[str, Any]]:
    """Taken on, reached, and waiting still where it was neither."""
    done = [("taken", one.to_acknowledge), ("reached", one.to_contact)]
    marks = [{"kind": name, "x": _x(time)} for name, time in done if time is not None]
    if one.alert.is_open and one.contacted_at is None:
        marks.append({"kind": "waits", "x": _x(now - one.alert.opened_at)})
    return marks


def _x(time: timedelta) -> float:
    return round(SIDE + (WIDTH - 2 * SIDE) * place(time, SHORTEST, LONGEST), 1)
