"""What was done about questions that a patient has not answered."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from intake.audit.models import append_only
from intake.questionnaires.models import Response
from intake.review.models import Case, Decision


class StepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Steps in cases that this person may see."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def unanswered(self):
        """Requests that ran out, of cases on which nothing has happened since.

        Nothing was sent on top of the same answers, nothing is asked now, and the case
        was not decided since.
        """
        newer = Response.objects.in_progress().filter(base=OuterRef("case__response"))
        decided = Decision.objects.filter(
            case=OuterRef("case"), decided_at__gt=OuterRef("at")
        )
        return self.filter(
            ~Exists(newer),
            ~Exists(decided),
            kind=Step.Kind.EXPIRED,
            response__base=F("case__response"),
        )


class Step(models.Model):
    """A reminder of questions that were asked, or that they ran out. Never edited."""

    class Kind(models.TextChoices):
        FIRST = "reminded_once"
        SECOND = "reminded_twice"
        EXPIRED = "expired"

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="reminder_steps"
    )
    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="reminder_steps"
    )
    kind = models.TextField(choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "kind"], name="reminder_step_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["reminded_once", "reminded_twice", "expired"]),
                name="reminder_step_is_known",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.kind} of {self.response_id}"
