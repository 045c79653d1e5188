"""Facts that the portal may state, and the sources they come from.

Both ship, and both are the clinic's to change. A code is given once, for good: what no
longer holds is retired, with the reason, and never deleted. Pages name facts by code.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from intake.education import addresses

from .codes import CLAIM_CODE, OWN_CLAIM, OWN_SOURCE, SOURCE_CODE, by_number, next_own
from .shipping import shipped_claims, shipped_sources


def kept_for_good() -> list[pgtrigger.Trigger]:
    """Triggers that keep a record and its code."""
    return [
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        pgtrigger.ReadOnly(name="code_for_good", fields=["code"]),
    ]


class Record(RevisionMixin):
    """A record with a code; ``shipped_digest`` names the words that shipped last."""

    OWN: str  # begins the codes of the clinic's own
    WORDS: tuple[str, ...]
    shipped: Callable[[], dict[str, dict[str, Any]]]  # what ships, by code

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        stored = type(self).objects.filter(pk=self.pk).first()
        if stored is not None and stored.code != self.code:
            raise ValidationError({"code": _("The code stays with it for good.")})

    @property
    def digest(self) -> str:
        """Changes with each of its words."""
        words = {name: getattr(self, name) for name in self.WORDS}
        text = json.dumps(words, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def ships(self) -> bool:
        return bool(self.shipped_digest)

    @property
    def is_changed_here(self) -> bool:
        """Whether it came with the software, and says something else now."""
        return self.ships and self.shipped_digest != self.digest

    def other_words(self) -> list[tuple[str, Any]]:
        """What ships and was changed here, by the names of its fields."""
        words = self.shipped().get(self.code, {}) if self.is_changed_here else {}
        return [
            (self._meta.get_field(name).verbose_name, value)
            for name, value in words.items()
            if value != getattr(self, name)
        ]

    @classmethod
    def next_code(cls) -> str:
        own = cls.objects.filter(code__regex=rf"^{cls.OWN}[0-9]+$")
        return next_own(own.values_list("code", flat=True), cls.OWN)


class Source(Record):
    """Where a fact comes from: a study, a label, a law."""

    OWN = OWN_SOURCE
    shipped = staticmethod(shipped_sources)
    WORDS = ("citation", "link", "basis", "checked", "checked_on", "checked_by")

    class Basis(models.TextChoices):
        """How far it was read; nothing that was only recalled may be here."""

        VERIFIED = "verified", _("Read: it says what the pages say")
        OLDER_TEXT = (
            "older_text",
            _("Read in an older version; read again before sign-off"),
        )
        RECORD = "record", _("Found, but a figure or number in it was not read")

    code = models.CharField(
        _("Code"),
        max_length=6,
        unique=True,
        validators=[SOURCE_CODE],
        help_text=_("Stays with the source for good. The next free one is filled in."),
    )
    citation = models.TextField(
        _("Citation"),
        help_text=_("Who, what, where, when: enough to find it without the link."),
    )
    link = models.URLField(
        _("Address"), blank=True, help_text=_("As https://doi.org/…, where it has one.")
    )
    basis = models.CharField(
        _("How far it was read"),
        max_length=20,
        choices=Basis.choices,
        help_text=_("Nothing that was only remembered."),
    )
    checked = models.TextField(
        _("What was verified in it"),
        blank=True,
        help_text=_("The point that was seen, with its numbers."),
    )
    checked_on = models.DateField(_("On which day"), null=True, blank=True)
    checked_by = models.CharField(
        _("By whom"), max_length=200, blank=True, help_text=_("Name and role.")
    )
    shipped_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        app_label = "education"
        verbose_name = _("source")
        ordering = ["code"]
        triggers = kept_for_good()
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_on=None, checked_by="")
                | (Q(checked_on__isnull=False) & ~Q(checked_by="")),
                name="source_read_on_a_day_by_somebody",
                violation_error_message=_(
                    "Say both who read it and on which day, or neither."
                ),
            )
        ]

    def __str__(self):
        return f"{self.code} {Truncator(self.citation).words(12)}"

    def clean(self):
        super().clean()
        if said := list(addresses.faults(self.link)):
            raise ValidationError({"link": said})

    def used_by(self) -> dict[str, list[Any]]:
        """The facts that name it, and the articles that name it beside their facts."""
        pages = apps.get_model("education", "ArticlePage").objects
        return {
            "facts": list(Claim.objects.filter(sources__contains=[self.code])),
            "pages": list(pages.filter(more_sources__contains=[self.code])),
        }

    @property
    def place(self) -> tuple[str, int]:
        return by_number(self.code)


class Claim(Record):
    """A fact: what people often hear, what a check came to, and what can be said."""

    OWN = OWN_CLAIM
    shipped = staticmethod(shipped_claims)
    # A change of one of these may change what pages mean.
    MEANING = ("verdict", "heard", "plain", "evidence", "sources", "retired")
    WORDS = ("subject", *MEANING, "changed_on", "change_note")

    class Subject(models.TextChoices):
        """In the order in which readers find them."""

        WHAT = "WHAT", _("What it is")
        HIST = "HIST", _("History")
        MECH = "MECH", _("How it may work")
        COND = "COND", _("What it is used for")
        ROUT = "ROUT", _("Ways it is given")
        SESS = "SESS", _("A visit")
        CRSE = "CRSE", _("The course of treatment")
        ONST = "ONST", _("How fast, how long")
        RISK = "RISK", _("Risks and side effects")
        CONT = "CONT", _("Who should not have it")
        MISU = "MISU", _("Misuse and addiction")
        COMP = "COMP", _("Other treatments")
        REGU = "REGU", _("Approval and rules")
        COST = "COST", _("Cost")
        QUAL = "QUAL", _("Who it may be for")
        CRIS = "CRIS", _("Thoughts of suicide")
        G = "G", _("What is often left out")

    class Verdict(models.TextChoices):
        SUPPORTED = "supported", _("Holds")
        PARTLY = "partly supported", _("Holds in part")
        MISLEADING = "misleading", _("Misleading")
        UNSUPPORTED = "unsupported", _("Not enough evidence")
        WRONG = "wrong", _("Wrong")
        OUTDATED = "outdated", _("Out of date")
        OPINION = "opinion", _("An opinion")
        ADDED = "added", _("Often left out")

    class Evidence(models.TextChoices):
        APPROVED = "approved", _("Approved use")
        GOOD = "good", _("Some good studies")
        EARLY = "early", _("Early studies only")
        DISAGREE = "disagree", _("Studies disagree")
        NO_BENEFIT = "no_benefit", _("No clear benefit shown")

    code = models.CharField(
        _("Code"),
        max_length=8,
        unique=True,
        validators=[CLAIM_CODE],
        help_text=_("Stays with the fact for good. The next free one is filled in."),
    )
    subject = models.CharField(
        _("Subject"),
        max_length=4,
        choices=Subject.choices,
        help_text=_("Under which heading readers find it."),
    )
    plain = models.TextField(
        _("What can be said"),
        help_text=_(
            "The fact in a few plain sentences, with every number that a page may "
            "give, and what it is compared with."
        ),
    )
    heard = models.TextField(
        _("What people often hear"),
        blank=True,
        help_text=_("The claim that was checked. Empty if it is often left out."),
    )
    verdict = models.CharField(
        _("What a check of that came to"), max_length=20, choices=Verdict.choices
    )
    evidence = models.CharField(
        _("Label of the evidence"),
        max_length=20,
        choices=Evidence.choices,
        blank=True,
        help_text=_("For a benefit: how sure studies make us."),
    )
    sources = ArrayField(
        models.CharField(max_length=6, validators=[SOURCE_CODE]),
        verbose_name=_("Sources"),
        help_text=_("Where each word and number of it was read."),
    )
    retired = models.TextField(
        _("No longer stated, because"),
        blank=True,
        help_text=_(
            "Fill this in when the fact holds no more. It stays in the list with the "
            "reason, and every page that states it has to be read again."
        ),
    )
    changed_on = models.DateField(_("Changed on"), null=True, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    change_note = models.TextField(
        _("What changed"),
        blank=True,
        help_text=_("For those who read the pages again, and for readers."),
    )
    shipped_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        app_label = "education"
        verbose_name = _("fact")
        ordering = ["code"]
        triggers = kept_for_good()
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="added", heard="")
                | (~Q(verdict="added") & ~Q(heard="")),
                name="claim_was_heard_or_left_out",
                violation_error_message=_(
                    "Say what people often hear; or, with an empty field, that it is "
                    "often left out."
                ),
            ),
            models.CheckConstraint(
                condition=Q(sources__len__gt=0),
                name="claim_has_a_source",
                violation_error_message=_("Choose at least one source."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {Truncator(self.plain).words(12)}"

    def clean(self):
        super().clean()
        known = Source.objects.filter(code__in=self.sources or [])
        unknown = set(self.sources or []) - set(known.values_list("code", flat=True))
        if unknown:
            words = _("Not in the list of sources: %(codes)s.")
            codes = {"codes": ", ".join(sorted(unknown))}
            raise ValidationError({"sources": words % codes})

    def used_on(self) -> list[Any]:
        """The articles that state it, published or not, each with whether to read it.

        Of each: the page, and whether it has to be read again because of this fact.
        """
        articles = apps.get_model("education", "ArticlePage").objects
        pages = articles.filter(claims__contains=[self.code])
        pages = sorted(pages, key=lambda page: by_number(page.article_code))
        return [(page, self.is_in_doubt_on(page)) for page in pages]

    @property
    def standing(self) -> str:
        """What an editor should know of it at a glance."""
        if self.retired:
            return _("No longer stated")
        if self.is_changed_here:
            return _("Changed here")
        return "" if self.ships else _("The clinic's own")

    def is_in_doubt_on(self, page: Any) -> bool:
        """Whether a page that states it has to be read again because of it.

        That is so while it is retired; or if nobody looked through the page since the
        day on which its meaning changed, or published it since that moment.
        """
        if self.retired:
            return True
        if self.changed_on is None:
            return False
        read_on: date | None = page.reviewed_on or page.evidence_on
        if read_on is not None and read_on < self.changed_on:
            return True
        published = page.last_published_at
        return None not in (self.changed_at, published) and published < self.changed_at
