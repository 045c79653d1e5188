"""Sheets that a clinician sends to a payer to ask for prior authorization."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.audit.models import append_only
from intake.review.models import Case


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sheets of the cases whose answers this person may read."""
        return self.filter(case__in=Case.objects.clinical_to(user))

    def listed(self):
        """The latest first, with who made and who signed each, and no documents."""
        people = self.select_related("made_by", "signature__by", "replaced_by")
        return people.defer("signature__sealed_pdf").order_by("-number")


class Sheet(models.Model):
    """One version of what is sent to a payer about one case. Never edited.

    Making it anew for the same payer makes another version, which replaces this one.
    ``digest`` is that of the content, under the patient's key.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="sheet_number_once"
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"sheet {self.pk}"

    @property
    def is_replaced(self) -> bool:
        return hasattr(self, "replaced_by")

    @property
    def is_signed(self) -> bool:
        return hasattr(self, "signature")


class Signature(models.Model):
    """That a clinician has checked a sheet, with the document as it was signed."""

    sheet = models.OneToOneField(
        Sheet, on_delete=models.PROTECT, related_name="signature"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    sealed_pdf = models.BinaryField()

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"signature of {self.sheet_id}"
