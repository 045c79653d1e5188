"""Signatures under the reasons why questions are asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.audit.models import append_only
from intake.questionnaires.models import Version


class ReasonsSignOff(models.Model):
    """A clinician of the clinic has read every reason, and stands for the words.

    ``digest`` names them: a version with other questions or reasons is a draft again.
    ``interests`` is what they say of their ties, empty where they said nothing.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    interests = models.TextField(blank=True, default="")
    reviewed_on = models.DateField()
    due_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "education"
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(role=""),
                name="reasons_sign_off_names_somebody",
            )
        ]

    def __str__(self):
        return f"reasons of {self.version_id} {self.reviewed_on}"
