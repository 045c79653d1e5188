"""What an article knows of its review: by whom, when, until when, what changed."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from intake.practice.models import Organisation

from . import signing
from .models import Edition


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
        default=Edition.Kind.MEANING,
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

    def is_overdue(self, on: date) -> bool:
        """Whether the next review should have happened; a draft has none."""
        return self.review_due_on is not None and self.review_due_on < on

    def is_withheld(self, on: date) -> bool:
        """Whether its words are too old to be shown; where help is stays."""
        too_old = self.risk == self.Risk.SAFETY_CRITICAL and self.is_overdue(on)
        return too_old and not self.stays_up

    @property
    def review_within(self) -> timedelta:
        return self.REVIEW_WITHIN[self.Risk(self.risk)]
