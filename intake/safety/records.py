"""What is kept beside alerts: plans for hard times."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from intake.accounts.reach import in_reach
from intake.accounts.roles import CLINICAL
from intake.audit.models import append_only


class SafetyPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, or those of patients at one's sites, for clinicians."""
        if user.is_authenticated and user.is_patient:
            return self.filter(patient__user=user)
        if not user.is_authenticated or not user.has_role(CLINICAL):
            return self.none()
        rule = in_reach(user, "patient") | Q(patient__site=None)
        return self.filter(rule, patient__erased_at=None)


class SafetyPlan(models.Model):
    """One version of what a patient and a clinician wrote down together.

    Never changed: another version is another row, with the next number.
    """

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="safety_plans"
    )
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = SafetyPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "number"], name="safety_plan_numbered_once"
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"plan {self.number} of patient {self.patient_id}"
