"""Records of other sites that clinicians opened because it could not wait."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.accounts.roles import REVIEWERS_OF_ACCESS
from intake.audit.models import append_only


class EmergencyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for those who look them over, one's own for a clinician."""
        if not user.is_authenticated or user.is_patient or not user.is_active:
            return self.none()
        if user.has_role(REVIEWERS_OF_ACCESS):
            return self
        return self.filter(by=user)

    def unfinished(self, at):
        return self.filter(until__gt=at, end=None)

    def told(self):
        """Each with who it was, how it ended and what was said of it."""
        return self.select_related("by", "patient", "end", "review__by")


class EmergencyAccess(models.Model):
    """One record, opened by one clinician until a time. ``sealed`` is the reason."""

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="emergencies"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"emergency access {self.pk}"

    @property
    def ended_at(self):
        """When it was over, or will be."""
        return self.end.at if hasattr(self, "end") else self.until


class EmergencyEnd(models.Model):
    """It was ended by hand before its time."""

    access = models.OneToOneField(
        EmergencyAccess, on_delete=models.PROTECT, related_name="end"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"end of emergency access {self.access_id}"


class EmergencyReview(models.Model):
    """Somebody else looked it over. ``sealed`` is what they said of it."""

    access = models.OneToOneField(
        EmergencyAccess, on_delete=models.PROTECT, related_name="review"
    )
    was_right = models.BooleanField()
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"review of emergency access {self.access_id}"
