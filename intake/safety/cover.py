"""Whether somebody is there for the alerts of every site, and where there is a gap."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from intake.accounts.models import User
from intake.domain.hours import DAY, Period, Span, StaffedHours
from intake.domain.rota import WEEK, Rota
from intake.practice.models import Location

from .duty import Team
from .policy import SafetyPolicy, rota

ALL_DAY = (Span(0, DAY),)


@dataclass(frozen=True)
class SiteCover:
    """Who takes the alerts of a site, and staffed time in which nobody is named."""

    site: Location
    people: list[User]
    gaps: list[Period]

    @property
    def is_whole(self) -> bool:
        return bool(self.people) and not self.gaps


@dataclass(frozen=True)
class Cover:
    """How the sites that take patients are covered in the week from ``now`` on."""

    policy: SafetyPolicy
    now: datetime

    @classmethod
    def current(cls) -> "Cover":
        return cls(SafetyPolicy.current(), timezone.now())

    @cached_property
    def sites(self) -> list[SiteCover]:
        return [self._site(site) for site in Location.objects.filter(is_open=True)]

    @property
    def has_gap(self) -> bool:
        """The clinic keeps a rota, and it names nobody for some staffed time."""
        return self.policy.by_rota and any(not site.is_whole for site in self.sites)

    @cached_property
    def hours(self) -> StaffedHours:
        """What has to be covered: staffed hours, and all of it where none are set."""
        hours = self.policy.hours()
        if not hours.is_empty:
            return hours
        return StaffedHours(hours.zone, dict.fromkeys(range(WEEK), ALL_DAY))

    @cached_property
    def first(self) -> date:
        return self.now.astimezone(self.hours.zone).date()

    @cached_property
    def _rota(self) -> Rota:
        return rota(since=self.now)

    def _site(self, site: Location) -> SiteCover:
        people = Team(site.pk).everybody
        known = {person.pk for person in people}
        able = Rota(
            self._rota.zone,
            tuple(turn for turn in self._rota.turns if turn.person in known),
            tuple(stand for stand in self._rota.stands if stand.person in known),
        )
        return SiteCover(site, people, able.gaps(self.hours, self.first, site.pk))
