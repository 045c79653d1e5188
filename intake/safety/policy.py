"""What a clinic has settled about alerts: clocks, staffed hours, rota, escalation."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.domain.hours import Span, StaffedHours, due
from intake.domain.rota import Rota, Stand, Turn
from intake.practice.crisis_texts import MAIN_LANGUAGE
from intake.practice.models import Organisation

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


@cache
def shipped() -> dict[str, Any]:
    """The policy that holds until a clinic sets its own."""
    file = resources.files("intake.content").joinpath("safety", "policy.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Clock:
    """Minutes until an alert is taken on, and until the patient is called.

    With ``always`` it runs at night and on weekends too, else in staffed hours.
    """

    acknowledge: int
    contact: int
    always: bool


class SafetyPolicy(models.Model):
    """How alerts are answered: one row, which exists once somebody has saved it.

    ``clocks`` has a row a level, ``week`` the spans of a weekday in minutes after
    midnight, ``out_of_hours`` a text a language. English is shown as it stands; one in
    another language once somebody confirmed that they read it: ``words_confirmed``
    holds the time by language.
    """

    clocks = models.JSONField()
    week = models.JSONField()
    holidays = ArrayField(models.DateField(), default=list)
    out_of_hours = models.JSONField(default=dict)
    words_confirmed = models.JSONField(default=dict)
    by_rota = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="safety_policy_only_one")
        ]

    def __str__(self):
        return "safety policy"

    @classmethod
    def current(cls) -> "SafetyPolicy":
        """What holds now: the clinic's own policy, else the one that ships."""
        return cls.objects.filter(pk=1).first() or cls(
            pk=1,
            **{name: shipped()[name] for name in ("clocks", "week", "out_of_hours")},
        )

    def clock(self, level: str) -> Clock | None:
        """The clock of a level; None for a level that needs nobody."""
        return Clock(**self.clocks[level]) if level in self.clocks else None

    def hours(self, organisation: Organisation | None = None) -> StaffedHours:
        organisation = organisation or Organisation.current()
        week = {
            int(day): tuple(Span(*span) for span in spans)
            for day, spans in self.week.items()
        }
        zone = ZoneInfo(organisation.time_zone)
        return StaffedHours(zone, week, frozenset(self.holidays))

    def is_staffed(self, now: datetime | None = None) -> bool:
        """Whether somebody is at the clinic, as far as anybody has said."""
        hours = self.hours()
        return hours.is_empty or hours.is_staffed(now or timezone.now())

    def closed_words(self, language: str, now: datetime | None = None) -> str:
        """What patients in need read while the clinic is closed, in one language.

        Empty while somebody is there, and where nothing may be shown in it.
        """
        if self.is_staffed(now) or language not in self.languages:
            return ""
        return self.out_of_hours.get(language, "")

    @property
    def languages(self) -> list[str]:
        """The languages in which patients may read what it says."""
        others = (code for code in self.words_confirmed if code != MAIN_LANGUAGE)
        return [MAIN_LANGUAGE, *others]


def due_by(
    clocks: list[Clock], step: str, since: datetime, hours: StaffedHours
) -> datetime | None:
    """The earliest moment at which one of the clocks has run for ``step``.

    Args:
        step: ``acknowledge`` or ``contact``.
    """
    found = [
        due(since, getattr(clock, step), None if clock.always else hours)
        for clock in clocks
    ]
    return min(found, default=None)


class RotaTurn(models.Model):
    """One person on call every week; ends on the next day if not after its start."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Who"),
    )
    site = models.ForeignKey(
        "practice.Location",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Site"),
    )
    weekday = models.PositiveSmallIntegerField(_("Day"), choices=WEEKDAYS)
    starts = models.TimeField(_("From"))
    ends = models.TimeField(_("To"))

    class Meta:
        ordering = ["weekday", "starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "site", "weekday", "starts", "ends"],
                name="rota_turn_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6), name="rota_turn_on_a_weekday"
            ),
        ]

    def __str__(self):
        return f"turn {self.pk}"

    def turn(self) -> Turn:
        return Turn(
            person=self.person_id,
            weekday=self.weekday,
            start=_minute(self.starts),
            end=_minute(self.ends),
            site=self.site_id,
        )


class RotaStand(models.Model):
    """One person who is on call from moment to moment, in place of the week's turns."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Who"),
    )
    site = models.ForeignKey(
        "practice.Location",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Site"),
    )
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("To"))

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="rota_stand_has_an_end"
            )
        ]

    def __str__(self):
        return f"stand-in {self.pk}"

    def stand(self) -> Stand:
        return Stand(self.person_id, self.starts_at, self.ends_at, self.site_id)


class ChainStep(models.Model):
    """Whose turn it is when the clock has run out; medical directors come last."""

    place = models.PositiveSmallIntegerField(unique=True)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["place"]

    def __str__(self):
        return f"step {self.place}"


def rota(organisation: Organisation | None = None, since: datetime | None = None):
    """The rota as it stands, without exceptions that are over."""
    organisation = organisation or Organisation.current()
    stands = RotaStand.objects.filter(ends_at__gt=since or timezone.now())
    return Rota(
        ZoneInfo(organisation.time_zone),
        turns=tuple(row.turn() for row in RotaTurn.objects.all()),
        stands=tuple(row.stand() for row in stands),
    )


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def holidays_after(day: date, dates: list[date]) -> list[date]:
    """Holidays that are not over, in order."""
    return sorted(holiday for holiday in dates if holiday >= day)
