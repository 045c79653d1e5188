"""The days that a report is about, as its address asks for them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from intake.practice.models import Organisation

USUAL = timedelta(days=29)  # before today, which counts too
DAY = timedelta(days=1)
EARLIEST, LATEST = date(2000, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True)
class Period:
    """From the first to the last day; ``is_understood`` is False for the usual one
    that stands in for days that make no sense.
    """

    first: date
    last: date
    zone: ZoneInfo
    is_understood: bool = True

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time.min, self.zone)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + DAY, time.min, self.zone)

    @property
    def query(self) -> dict[str, str]:
        """Its part of an address."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}

    @property
    def query_text(self) -> str:
        return urlencode(self.query)


def period_of(request: HttpRequest, usual: timedelta = USUAL) -> Period:
    """The days between ``from`` and ``to``; the last ones where none are asked for."""
    organisation = Organisation.current()
    today, zone = organisation.today(), ZoneInfo(organisation.time_zone)
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    if not any(asked):
        return Period(today - usual, today, zone)
    try:
        first, last = map(date.fromisoformat, asked)
    except ValueError:
        return Period(today - usual, today, zone, is_understood=False)
    if not EARLIEST <= first <= last <= LATEST:
        return Period(today - usual, today, zone, is_understood=False)
    return Period(first, last, zone)
