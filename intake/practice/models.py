"""The organisation that runs this installation, its sites and its crisis record."""

import zoneinfo
from copy import copy
from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .crisis_texts import MAIN_LANGUAGE, Texts, problems, shipped_texts
from .remembered import forget, recall, remember

ROUTES = [
    ("iv_im", _("Ketamine by drip or injection (IV or IM)")),
    ("in", _("Esketamine nasal spray (Spravato)")),
]


CONFIRM_AGAIN = timedelta(days=183)  # until numbers of a crisis record are tried again


def all_routes() -> list[str]:
    return [code for code, _name in ROUTES]


class Organisation(models.Model):
    """The clinic: one row, which always exists."""

    name = models.TextField(_("Name"), default="Our clinic")
    discreet_name = models.TextField(
        _("Discreet name"),
        default="Your care team",
        help_text=_(
            "Stands as the sender of messages. Choose a name that says nothing about "
            "the treatment."
        ),
    )
    phone = models.TextField(_("Phone"), blank=True)
    hours = models.TextField(
        _("Opening hours"),
        blank=True,
        help_text=_("As patients should read them: Monday to Friday, 9 am to 5 pm."),
    )
    time_zone = models.TextField(_("Time zone"), default="America/New_York")
    routes_offered = ArrayField(models.TextField(), default=all_routes)
    answer_within_days = models.PositiveSmallIntegerField(
        _("Answer within (working days)"),
        default=5,
        help_text=_("Patients see this as your promise."),
    )
    remind_after_days = models.PositiveSmallIntegerField(
        _("Days between reminders of questions that were asked"), default=5
    )
    screen_minutes = models.PositiveSmallIntegerField(
        _("Minutes before an unfinished safety screen counts as unanswered"),
        default=15,
    )
    emergency_minutes = models.PositiveSmallIntegerField(
        _("Minutes of emergency access"), default=60
    )
    asq_strict = models.BooleanField(default=True)
    leave_address = models.URLField(
        _("Where the quick exit leads"), default="https://www.weather.gov/"
    )
    accent = models.CharField(_("Color"), max_length=7, blank=True)
    # What only the clinic can say, drawn into articles that are signed without it.
    prices = models.TextField(_("Prices"), blank=True)
    prices_on = models.DateField(_("Prices as of"), null=True, blank=True)
    drip_rule = models.TextField(_("Food and drink before a drip"), blank=True)
    drip_rule_on = models.DateField(null=True)
    own_answers = models.TextField(_("Your own answers"), blank=True)
    own_answers_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="organisation_only_one"),
            models.CheckConstraint(
                condition=Q(routes_offered__len__gte=1),
                name="organisation_offers_a_route",
            ),
            models.CheckConstraint(
                condition=Q(remind_after_days__gte=1),
                name="organisation_gives_time_to_answer",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        forget(Organisation)

    @classmethod
    def current(cls) -> "Organisation":
        """The clinic as it is; read once in a page."""
        organisation = recall(cls)
        if organisation is None:
            organisation = cls.objects.get_or_create(pk=1)[0]
            remember(organisation)
        return organisation

    def today(self, now: datetime | None = None) -> date:
        """The date at the clinic."""
        return (now or timezone.now()).astimezone(self.zone).date()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


class Location(models.Model):
    """A place where the clinic sees people; shown as 'site'."""

    name = models.TextField(_("Name"), unique=True)
    address = models.TextField(_("Address"), blank=True)
    phone = models.TextField(_("Phone"), blank=True)
    is_open = models.BooleanField(_("Takes new patients"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("site")

    def __str__(self):
        return self.name


class CrisisRecord(models.Model):
    """The one place of crisis numbers and words: one row, which always exists.

    ``words`` holds texts by language: ``line_name``, ``line_note``, ``line_hours``,
    ``chat_name``, ``contact_promise``, ``texts`` (the sentences of
    :mod:`intake.practice.crisis_texts`) and ``others``, a list of ``{who, how, hours,
    everywhere, lang, pages, links: [{label, uri}]}``, with codes of the articles that
    show a line. English is there from the start; words
    in another language are shown once somebody has confirmed that they read them all:
    ``words_confirmed`` holds the time by language. Pages read the attributes, which
    follow ``lang``.
    """

    country = models.CharField(_("Country"), max_length=2, default="US")
    line_number = models.TextField(_("Crisis line, to call"))
    line_text_number = models.TextField(_("Crisis line, to text"), blank=True)
    chat_url = models.URLField(_("Crisis chat"), blank=True)
    emergency_number = models.TextField(_("Emergency number"))
    words = models.JSONField(default=dict)
    words_confirmed = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="crisis_record_only_one"),
            models.CheckConstraint(
                condition=~Q(line_number="") & ~Q(emergency_number=""),
                name="crisis_record_has_numbers",
            ),
        ]

    # The last one read: pages about a database that is down must show it too.
    last_read = None

    def __str__(self):
        return f"crisis record {self.country}"

    @classmethod
    def current(cls) -> "CrisisRecord | None":
        record = cls.objects.filter(pk=1).first()
        if record is not None:
            CrisisRecord.last_read = record
        return record

    @property
    def line_call_uri(self) -> str:
        return _uri("tel", self.line_number)

    @property
    def line_text_uri(self) -> str:
        return _uri("sms", self.line_text_number) if self.line_text_number else ""

    @property
    def emergency_uri(self) -> str:
        return _uri("tel", self.emergency_number)

    @property
    def numbers(self) -> list[str]:
        """Those of its own lines, as they are dialed."""
        return [self.line_number, self.line_text_number, self.emergency_number]

    # Which language it speaks; None follows the language of the page.
    spoken: str | None = None
    is_chosen = False  # somebody asked for its language

    def speaking(self, language: str, *, chosen: bool = False) -> "CrisisRecord":
        """The same record in a language whose words are confirmed, else in English.

        Args:
            chosen: Somebody asked for it, and finds it on the pages it leads to.
        """
        other = copy(self)
        other.spoken = language
        other.is_chosen = chosen
        return other

    @property
    def query(self) -> str:
        """What an address needs for the page there to speak the same language."""
        is_other = self.is_chosen or self.lang != MAIN_LANGUAGE
        return f"?lang={self.lang}" if is_other else ""

    @property
    def lang(self) -> str:
        """The language of its words."""
        asked = self.spoken or (get_language() or MAIN_LANGUAGE).split("-")[0]
        return asked if asked in self.languages else MAIN_LANGUAGE

    @property
    def languages(self) -> list[str]:
        """The languages in which help may be shown."""
        confirmed = (code for code in self.words if code in self.words_confirmed)
        return [MAIN_LANGUAGE, *(code for code in confirmed if code != MAIN_LANGUAGE)]

    @property
    def is_ready(self) -> bool:
        """The numbers were tried, and every sentence names those that it should."""
        stored = self.words.get(MAIN_LANGUAGE, {})
        texts = {**shipped_texts(MAIN_LANGUAGE), **stored.get("texts", {})}
        is_whole = not any(problems(texts)) and bool(stored.get("contact_promise"))
        return self.confirmed_at is not None and is_whole

    def is_confirmed(self, at: datetime) -> bool:
        """Whether the numbers were tried within half a year."""
        tried = self.confirmed_at
        return tried is not None and tried > at - CONFIRM_AGAIN

    @property
    def say(self) -> Texts:
        """The sentences around the numbers, by name."""
        numbers = {
            "line": self.line_number,
            "text": self.line_text_number,
            "emergency": self.emergency_number,
        }
        return Texts(self.word("texts") or {}, numbers)

    @property
    def line_name(self) -> str:
        return self.word("line_name")

    @property
    def line_note(self) -> str:
        return self.word("line_note")

    @property
    def line_hours(self) -> str:
        return self.word("line_hours")

    @property
    def chat_name(self) -> str:
        return self.word("chat_name")

    @property
    def contact_promise(self) -> str:
        return self.word("contact_promise")

    @property
    def others(self) -> list[dict]:
        return self.word("others") or []

    def word(self, name: str):
        """The text in the language that is spoken, else in English."""
        here = self.words.get(self.lang, {})
        return here.get(name) or self.words.get(MAIN_LANGUAGE, {}).get(name, "")


def _uri(scheme: str, number: str) -> str:
    return f"{scheme}:" + "".join(c for c in number if c.isdigit() or c == "+")
