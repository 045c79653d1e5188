"""Who is on call when: a pattern that repeats every week, and exceptions to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from .hours import DAY, Period, StaffedHours, between, joined, without

WEEK = 7


@dataclass(frozen=True)
class Turn:
    """One person, every week on one day, from minute to minute after midnight.

    One that ends at or before its start ends on the next day. Without a ``site`` it is
    for all sites.
    """

    person: UUID
    weekday: int
    start: int
    end: int
    site: int | None = None

    def on(self, day: date, zone: ZoneInfo) -> Period | None:
        """When the turn that begins on this date is; None when none does."""
        if day.weekday() != self.weekday:
            return None
        end = self.end if self.end > self.start else self.end + DAY
        return between(day, self.start, end, zone)


@dataclass(frozen=True)
class Stand:
    """One person who stands in for whom the pattern names, from moment to moment."""

    person: UUID
    start: datetime
    end: datetime
    site: int | None = None


@dataclass(frozen=True)
class Rota:
    """Everybody's turns and exceptions, in the clinic's time zone."""

    zone: ZoneInfo
    turns: tuple[Turn, ...] = ()
    stands: tuple[Stand, ...] = ()

    def at(self, moment: datetime, site: int | None = None) -> tuple[UUID, ...]:
        """Who is on call for a site: exceptions first, then the pattern.

        Whoever stands in comes in place of the pattern. Those who are there for this
        site come before those who are there for all.
        """
        standing = [
            (stand.site is None, stand.person)
            for stand in self.stands
            if _concerns(stand.site, site) and stand.start <= moment < stand.end
        ]
        found = standing or self._in_turn(moment, site)
        return tuple(dict.fromkeys(person for _for_all, person in _own_first(found)))

    def _in_turn(self, moment: datetime, site: int | None) -> list[tuple[bool, UUID]]:
        here = moment.astimezone(self.zone).date()
        days = (here - timedelta(days=1), here)
        return [
            (turn.site is None, turn.person)
            for turn in self.turns
            if _concerns(turn.site, site)
            for period in (turn.on(day, self.zone) for day in days)
            if period and period[0] <= moment < period[1]
        ]

    def periods(self, first: date, site: int | None = None) -> list[Period]:
        """When anybody is on call in the week that begins on a date."""
        days = [first + timedelta(days=number) for number in range(-1, WEEK)]
        turns = [
            period
            for turn in self.turns
            if _concerns(turn.site, site)
            for day in days
            if (period := turn.on(day, self.zone))
        ]
        stands = [
            (stand.start, stand.end)
            for stand in self.stands
            if _concerns(stand.site, site)
        ]
        return joined(turns + stands)

    def gaps(
        self, hours: StaffedHours, first: date, site: int | None = None
    ) -> list[Period]:
        """Staffed time of the week from a date on in which nobody is on call."""
        days: Iterable[date] = (first + timedelta(days=n) for n in range(WEEK))
        staffed = [period for day in days for period in hours.on(day)]
        return without(staffed, self.periods(first, site))


def _own_first(found: list[tuple[bool, UUID]]) -> list[tuple[bool, UUID]]:
    return sorted(found, key=itemgetter(0))


def _concerns(own: int | None, site: int | None) -> bool:
    return own is None or own == site
