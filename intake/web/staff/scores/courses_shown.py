"""The totals of an instrument over time, as a small drawing and a table.

Pixels from top to bottom, percent from left to right: the drawing is as wide as its
place and its words keep their size.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.questionnaires.score_entry import EnteredScore

HEIGHT, TOP, AXIS = 96, 20, 72  # pixels
LEFT, RIGHT = 6.0, 92.0  # percent
FEWEST = 2  # points that make a course


@dataclass(frozen=True)
class Point:
    """One total of a day; ``is_entered`` where staff entered it."""

    on: date
    total: float
    is_entered: bool


def courses(
    scores: Iterable[EnteredScore], most: Mapping[str, int]
) -> dict[str, dict[str, Any]]:
    """A drawing for each instrument with at least two totals that are certain.

    A score that was entered again does not count beside its correction. Those of one
    day stand in the order in which they were stored.
    """
    scores = sorted(scores, key=lambda one: one.record.pk)
    corrected = {one.data.get("corrects") for one in scores}
    points: dict[str, list[Point]] = {}
    for one in scores:
        code, total = one.record.instrument, one.data["total"]
        if code in most and total is not None and one.record.pk not in corrected:
            points.setdefault(code, []).append(_point(one))
    return {
        code: drawn(sorted(found, key=lambda point: point.on), most[code])
        for code, found in points.items()
        if len(found) >= FEWEST
    }


def _point(one: EnteredScore) -> Point:
    if one.record.entered_by_id:
        return Point(one.given_on, one.data["total"], is_entered=True)
    on = timezone.localdate(one.record.at)
    return Point(on, one.data["total"], is_entered=False)


def drawn(points: Sequence[Point], most: int) -> dict[str, Any]:
    """Where each point and the lines between them stand; points from the earliest on.

    Args:
        points: At least two, in the order of their days.
        most: The highest total there is.
    """
    days = (points[-1].on - points[0].on).days
    shown = [
        {
            "x": _across(point, number, points, days),
            "y": AXIS - round((AXIS - TOP) * point.total / most),
            "total": f"{point.total:g}",
            "day": date_format(point.on, "j F Y"),
            "how": _("entered by staff") if point.is_entered else _("own answers"),
            "is_entered": point.is_entered,
        }
        for number, point in enumerate(points)
    ]
    return {
        "height": HEIGHT,
        "top": TOP,
        "axis": AXIS,
        "most": most,
        "points": [one | {"label_y": one["y"] - 8} for one in shown],
        "lines": list(pairwise(shown)),
    }


def _across(point: Point, number: int, points: Sequence[Point], days: int) -> str:
    """By the day; all of one day are spread evenly."""
    part = (point.on - points[0].on).days / days if days else number / (len(points) - 1)
    return f"{LEFT + (RIGHT - LEFT) * part:.1f}%"
