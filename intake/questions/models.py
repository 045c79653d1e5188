"""Questions that a clinician writes for one patient alone, and how each ended."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from intake.audit.models import append_only
from intake.review.models import Case


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Questions in cases that this person may read; one's own for a patient."""
        if user.is_authenticated and user.is_patient:
            return self.filter(case__in=Case.objects.visible_to(user))
        return self.filter(case__in=Case.objects.clinical_to(user))

    def open(self):
        """Those that wait for an answer; whoever withdrew is not asked any more."""
        return self.filter(ending=None).exclude(case__stage=Case.Stage.WITHDRAWN)


class Question(models.Model):
    """A question in a clinician's own words. Never edited: another is asked instead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="questions")
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only()

    def __str__(self):
        return f"question {self.pk}"

    @property
    def is_open(self) -> bool:
        return not hasattr(self, "ending") and self.case.stage != Case.Stage.WITHDRAWN


class Ending(models.Model):
    """How a question ended, once: only an answer has words, and nobody let it run out.

    One row a question, so that an answer and the end of waiting cannot both be stored.
    """

    class Kind(models.TextChoices):
        ANSWERED = "answered"
        DECLINED = "declined"
        TAKEN_BACK = "taken_back"
        EXPIRED = "expired"

    question = models.OneToOneField(
        Question, on_delete=models.PROTECT, related_name="ending"
    )
    kind = models.TextField(choices=Kind.choices)
    sealed = models.BinaryField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="answered", sealed__isnull=False)
                | Q(kind__in=["declined", "taken_back", "expired"], sealed=None),
                name="question_ending_has_words_if_answered",
            ),
            models.CheckConstraint(
                condition=Q(kind="expired", by=None)
                | ~Q(kind="expired") & Q(by__isnull=False),
                name="question_ending_by_someone",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.kind}: {self.question_id}"
