"""The letter of a decision, and the conditions that it names."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.audit.models import append_only
from intake.review.models import Case, Decision


class Letter(models.Model):
    """What a decision's message was drafted as, and what it was drafted from.

    The message as it was sent belongs to the decision. The patient may come back from
    ``return_on`` on.
    """

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="letter"
    )
    language = models.TextField()
    return_on = models.DateField(null=True)
    sealed = models.BinaryField()

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"letter of decision {self.decision_id}"


class ConditionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Conditions of the cases whose answers this person may read."""
        return self.filter(decision__case__in=Case.objects.clinical_to(user))

    def told(self):
        """Each with every step and who took it."""
        steps = ConditionStep.objects.select_related("by")
        return self.prefetch_related(models.Prefetch("steps", queryset=steps))


class Condition(models.Model):
    """Something that has to be done before a patient may begin, in sealed words."""

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="conditions"
    )
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "number"], name="condition_number_once"
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"condition {self.pk}"


class ConditionStep(models.Model):
    """That a condition was found met, or open after all; the latest counts."""

    class Kind(models.TextChoices):
        MET = "met", _("Met")
        OPEN = "open", _("Open again")

    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.TextField(choices=Kind.choices)
    sealed_note = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        triggers = append_only()

    def __str__(self):
        return f"step {self.pk}"
