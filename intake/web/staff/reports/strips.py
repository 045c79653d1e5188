"""A picture of times: one line a group, one mark a time, on a scale of equal ratios."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from intake.domain.durations import place

from .times_in_words import time_in_words

# Units of the picture; the style sheet scales it.
WIDTH, SIDE, ROW, TOP = 400, 12, 46, 34

Mark = tuple[str, timedelta]  # its kind, which the template draws, and where it stands


@dataclass(frozen=True)
class Scale:
    """From the shortest to the longest time; what lies beyond stands at the end."""

    shortest: timedelta
    longest: timedelta
    ticks: tuple[timedelta, ...]

    def x(self, time: timedelta) -> float:
        inside = WIDTH - 2 * SIDE
        return round(SIDE + inside * place(time, self.shortest, self.longest), 1)


def strips(
    scale: Scale, groups: Iterable[tuple[str, Iterable[Mark]]]
) -> dict[str, Any] | None:
    """Where everything stands in the picture; None when there is no group."""
    known = list(groups)
    if not known:
        return None
    return {
        "width": WIDTH,
        "height": TOP + ROW * len(known),
        "left": SIDE,
        "right": WIDTH - SIDE,
        "ticks": [{"x": scale.x(t), "text": time_in_words(t)} for t in scale.ticks],
        "rows": [
            _row(scale, name, marks, TOP + ROW * number)
            for number, (name, marks) in enumerate(known)
        ],
    }


def _row(scale: Scale, name: str, marks: Iterable[Mark], top: int) -> dict[str, Any]:
    return {
        "name": name,
        "text_y": top + 14,
        "line_y": top + 30,
        "marks": [{"kind": kind, "x": scale.x(time)} for kind, time in marks],
    }
