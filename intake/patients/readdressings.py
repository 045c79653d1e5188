"""Another address for a record, as staff ask for it and a second person answers."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.audit.models import append_only


class ReaddressingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of patients whom this person may see."""
        from .models import Patient  # noqa: PLC0415 - its module reads this one

        return self.filter(patient__in=Patient.objects.visible_to(user))

    def waiting(self):
        return self.filter(end=None)


class Readdressing(models.Model):
    """An address that one member of staff asks for; ``sealed`` is the address.

    Nobody confirms it before ``opens_at``: until then the owner of the former address
    may object.
    """

    class How(models.TextChoices):
        IN_PERSON = "in_person", _("They came in with an ID that has a photo")
        CALLED_BACK = "called_back", _("I called them at the number we had before")

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="readdressings"
    )
    sealed = models.BinaryField()
    how = models.TextField(choices=How.choices)
    opens_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = ReaddressingQuerySet.as_manager()

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"readdressing {self.pk}"


class ReaddressingEnd(models.Model):
    """What became of it, said once."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")
        STOPPED = "stopped", _("Stopped by the patient")

    readdressing = models.OneToOneField(
        Readdressing, on_delete=models.PROTECT, related_name="end"
    )
    kind = models.TextField(choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"end of readdressing {self.readdressing_id}"
