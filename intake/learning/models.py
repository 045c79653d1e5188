"""Steps of a patient who prepares for the talk about consent."""

from django.db import models
from django.utils import timezone

from intake.accounts.reach import in_reach
from intake.accounts.roles import CLINICAL
from intake.audit.models import append_only
from intake.patients.models import Patient


class StepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A patient's own, or those of the sites of this clinician."""
        if user.is_patient:
            return self.filter(patient__user=user)
        if not user.has_role(CLINICAL):
            return self.none()
        return self.filter(in_reach(user, "patient"), patient__erased_at=None)


class Step(models.Model):
    """A page was read, or a question answered, by the person's own word. Never edited.

    ``sealed`` holds the page's code and edition; for an answer also the question, the
    option and whether it was right. What somebody reads tells what they may have.
    """

    class Kind(models.TextChoices):
        READ = "read"
        ANSWERED = "answered"

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="learning_steps"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only()

    def __str__(self):
        return f"step {self.pk}"
