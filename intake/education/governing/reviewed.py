"""What an article knows of its review: by whom, when, until when, what changed."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from intake.practice.models import Organisation

from . import signing
from .models import Edition

LEFT_OUT_AFTER = timedelta(days=30)  # past the day: search, print, search engines
WITHHELD_AFTER = timedelta(days=90)  # past the day: the words; at once if about safety
AGE = ("article_code", "risk", "review_due_on", "evidence_on")  # all that age rests on


class Reviewed(models.Model):
    """A page with a review, which it keeps only while its words are those signed."""

    class Risk(models.TextChoices):
        SAFETY_CRITICAL = "safety_critical", _("Safety-critical: every 6 months")
        STANDARD = "standard", _("Standard: every 12 months")
        BACKGROUND = "background", _("Background: every 24 months")

    REVIEW_WITHIN = {
        Risk.SAFETY_CRITICAL: timedelta(days=184),
        Risk.STANDARD: timedelta(days=366),
        Risk.BACKGROUND: timedelta(days=732),
    }

    risk = models.CharField(
        _("How soon it must be checked again"), max_length=20, choices=Risk.choices
    )
    reviewer_name = models.CharField(
        _("Checked by"),
        max_length=200,
        blank=True,
        help_text=_(
            "A clinician of this clinic who has read the whole page and stands for it. "
            "While this is empty the page says that it is a draft."
        ),
    )
    reviewer_role = models.CharField(
        _("Their role"),
        max_length=200,
        blank=True,
        help_text=_("As 'MD, psychiatrist'."),
    )
    reviewer_interests = models.TextField(_("Their interests"), blank=True, default="")
    author_interests = models.TextField(
        _("Interests of those who wrote it"),
        blank=True,
        default="",
        help_text=_(
            "Ties to makers of these drugs, to clinics, to others who gain; or that "
            "there are none. Leave it empty if nobody asked them: the page says so."
        ),
    )
    reviewed_on = models.DateField(
        _("Last reviewed"),
        null=True,
        blank=True,
        help_text=_("Change it after a review of the whole page, not a small edit."),
    )
    review_due_on = models.DateField(_("Next review due"), null=True, blank=True)
    change_kind = models.CharField(
        _("What kind of change this is"),
        max_length=20,
        choices=Edition.Kind,
        blank=True,
        default="",
        help_text=_("Of this change alone. Publishing it empties both fields."),
    )
    change_note = models.TextField(
        _("What changed"),
        blank=True,
        help_text=_(
            "For readers, on the list of changes. After a mistake: what was wrong, "
            "what it says now, who may be affected."
        ),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        signing.keep_review_only_if_signed(self)
        return super().save(*args, **kwargs)

    def check_review_dates(self) -> None:
        """Refuse a review that is still to come, or a next one that is too late."""
        latest = self.reviewed_on + self.review_within
        if self.reviewed_on > Organisation.current().today():
            raise ValidationError({"reviewed_on": _("This day is still to come.")})
        if not self.reviewed_on < self.review_due_on <= latest:
            raise ValidationError(
                {
                    "review_due_on": _(
                        "Choose a day after the review, no later than %(latest)s."
                    )
                    % {"latest": date_format(latest, "j F Y")}
                }
            )

    @property
    def is_reviewed(self) -> bool:
        return bool(self.reviewer_name)

    @property
    def was_reviewed(self) -> bool:
        """Whether somebody signed other words of it than those of now."""
        return not self.is_reviewed and self.review_due_on is not None

    @property
    def due_on(self) -> date | None:
        """By when a clinician should read it (again).

        The day of the last signature holds until the next one, whatever was changed
        since. What nobody ever signed ages with its evidence.
        """
        return self.review_due_on or due_of_evidence(self)

    def is_overdue(self, on: date) -> bool:
        """Whether a clinician should have read it by now."""
        return self.due_on is not None and self.due_on < on

    def is_left_out(self, on: date) -> bool:
        """Whether it is so late that search, print and search engines go without it."""
        return self._is_late(on, LEFT_OUT_AFTER) or self.is_withheld(on)

    def is_withheld(self, on: date) -> bool:
        """Whether its words are too old to be shown; where help is stays."""
        return self._is_late(on, self._spared)

    @property
    def shown_until(self) -> date | None:
        """The last day of its words, if nobody reads it again."""
        if self.due_on is None or self.stays_up:
            return None
        return self.due_on + self._spared

    @property
    def _spared(self) -> timedelta:
        at_once = self.risk == self.Risk.SAFETY_CRITICAL
        return timedelta() if at_once else WITHHELD_AFTER

    def _is_late(self, on: date, by_more_than: timedelta) -> bool:
        return self.is_overdue(on - by_more_than) and not self.stays_up

    @property
    def review_within(self) -> timedelta:
        return self.REVIEW_WITHIN[self.Risk(self.risk)]


def due_of_evidence(page) -> date | None:
    """By when its evidence has to be looked through again."""
    if page.evidence_on is None or not page.risk:
        return None
    return page.evidence_on + page.review_within
