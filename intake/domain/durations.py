"""How long things took, summed up so that nobody has to trust an average.

Percentiles are by nearest rank: the shortest time within which at least that share was
done. So every figure is a time that really happened, and can be looked up.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

HALF, NINE_TENTHS = 50, 90  # percent


@dataclass(frozen=True)
class Summary:
    """Of the times there are; each is None when there is none."""

    count: int
    median: timedelta | None
    ninetieth: timedelta | None
    worst: timedelta | None


def percentile(times: Collection[timedelta], percent: int) -> timedelta | None:
    """The shortest time within which this share was done, by nearest rank.

    Args:
        times: In any order; none gives None.
        percent: From 1 to 100.

    Raises:
        ValueError: the percentage is not one of these.
    """
    if not 1 <= percent <= 100:
        raise ValueError(f"a percentile is from 1 to 100, not {percent}")
    if not times:
        return None
    rank = math.ceil(len(times) * percent / 100)
    return sorted(times)[rank - 1]


def summary(times: Iterable[timedelta]) -> Summary:
    """Median, 90th percentile and the longest."""
    known = list(times)
    return Summary(
        count=len(known),
        median=percentile(known, HALF),
        ninetieth=percentile(known, NINE_TENTHS),
        worst=max(known, default=None),
    )


def place(time: timedelta, shortest: timedelta, longest: timedelta) -> float:
    """Where a time stands on a scale of equal ratios, from 0 to 1.

    Minutes and weeks are both readable on it; what lies beyond an end stands at it.
    """
    low, high = shortest.total_seconds(), longest.total_seconds()
    seconds = min(max(time.total_seconds(), low), high)
    return math.log(seconds / low) / math.log(high / low)
