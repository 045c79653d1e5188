"""Signatures under the reasons why questions are asked."""

from django.db import models
from django.db.models import Q

from intake.audit.models import append_only
from intake.education.governing.models import Signature
from intake.questionnaires.models import Version


class ReasonsSignOff(Signature):
    """Under every reason of a version: its digest is that of questions and reasons."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")

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
