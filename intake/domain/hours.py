"""When a clinic is staffed, and by when somebody must have acted.

Hours are what the clock on the wall shows in the clinic's time zone. Moments are in
UTC, so that a minute is a minute on the days on which clocks change: an hour that the
wall shows twice counts twice, one that it leaves out does not count.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60  # minutes
HORIZON = 366  # days that are looked at; a clock that runs longer ends there
MINUTE = timedelta(minutes=1)

Period = tuple[datetime, datetime]


@dataclass(frozen=True, order=True)
class Span:
    """Part of a day, in minutes after midnight; ``DAY`` is its end.

    Raises:
        ValueError: It does not end after it starts, or leaves the day.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= DAY:
            raise ValueError(f"{self.start} to {self.end} is no part of a day.")


@dataclass(frozen=True)
class StaffedHours:
    """A week of hours (Monday is 0) and the dates on which none of them hold."""

    zone: ZoneInfo
    week: Mapping[int, tuple[Span, ...]]
    holidays: frozenset[date] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        """Nobody has said when the clinic is staffed."""
        return not any(self.week.values())

    def on(self, day: date) -> list[Period]:
        """The staffed periods of a date, the earliest first, none touching another."""
        if day in self.holidays:
            return []
        spans = self.week.get(day.weekday(), ())
        return joined(between(day, span.start, span.end, self.zone) for span in spans)

    def after(self, moment: datetime) -> Iterator[Period]:
        """What is left of the staffed periods from a moment on, within the horizon."""
        first = moment.astimezone(self.zone).date()
        for number in range(HORIZON + 1):
            for start, end in self.on(first + timedelta(days=number)):
                if end > moment:
                    yield max(start, moment), end

    def is_staffed(self, moment: datetime) -> bool:
        """Whether somebody is there at this moment."""
        periods = self.on(moment.astimezone(self.zone).date())
        return any(start <= moment < end for start, end in periods)


def due(opened: datetime, minutes: int, hours: StaffedHours | None = None) -> datetime:
    """When so many minutes of staffed time have passed.

    Args:
        opened: When the clock starts.
        minutes: How many.
        hours: When it runs; around the clock without them. Hours without any staffed
            time count as around the clock too: such a clock must not stand still.
    """
    opened, left = opened.astimezone(UTC), minutes * MINUTE
    if hours is None or hours.is_empty:
        return opened + left
    for start, end in hours.after(opened):
        if end - start >= left:
            return start + left
        left -= end - start
    return opened + timedelta(days=HORIZON)


def between(day: date, start: int, end: int, zone: ZoneInfo) -> Period:
    """The moments at which the wall shows two minutes of a date.

    ``end`` may be beyond ``DAY`` and is then a minute of the next date.
    """
    return _moment(day, start, zone, fold=0), _moment(day, end, zone, fold=1)


def joined(periods: Iterable[Period]) -> list[Period]:
    """The same time in as few periods as possible, in order; empty ones fall away."""
    found: list[Period] = []
    for start, end in sorted(periods):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def without(periods: Iterable[Period], taken: Iterable[Period]) -> list[Period]:
    """What is left of some periods when others are taken out of them."""
    left = joined(periods)
    for start, end in joined(taken):
        before = [(first, min(last, start)) for first, last in left]
        after = [(max(first, end), last) for first, last in left]
        left = joined(before + after)
    return left


def _moment(day: date, minute: int, zone: ZoneInfo, fold: int) -> datetime:
    days, minute = divmod(minute, DAY)
    wall = datetime.combine(day + timedelta(days=days), time(*divmod(minute, 60)))
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first <= second:  # the wall shows it once, or twice: the fold says which
        return second if fold else first
    return _change(wall, second, first, zone)


def _change(wall: datetime, low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which the wall shows more than a time that it leaves out."""
    while high - low > MINUTE:
        middle = low + MINUTE * ((high - low) // MINUTE // 2)
        shown = middle.astimezone(zone).replace(tzinfo=None)
        low, high = (low, middle) if shown >= wall else (middle, high)
    return high
