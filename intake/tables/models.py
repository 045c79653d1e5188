"""Who confirmed or disputed which row of a clinical table, as it stood then."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.audit.models import append_only


class StatementQuerySet(models.QuerySet):
    def latest_of_each(self):
        """The statement that counts of each row and each content it has had."""
        rows = ("table", "row", "digest")
        return self.order_by(*rows, "-pk").distinct(*rows)


class Statement(models.Model):
    """That somebody read a source and found that a row is right, or is not.

    It holds for the content with this digest alone: a row that changes is asked anew.
    A change of mind is a new statement.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("It is right")
        DISPUTED = "disputed", _("It is not right, or not as it stands")

    table = models.TextField()
    row = models.TextField()
    digest = models.CharField(max_length=64)
    verdict = models.TextField(choices=Verdict.choices)
    source = models.TextField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["table", "row", "digest", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["confirmed", "disputed"]),
                name="statement_verdict_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(source=""), name="statement_has_a_source"
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"statement {self.pk}"
