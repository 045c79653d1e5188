"""What was done about questions that a patient has not answered."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from intake.audit.models import append_only
from intake.questionnaires.models import Response
from intake.questions.models import Question
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
        sent = Response.objects.filter(
            cases=OuterRef("case"), completed_at__gt=OuterRef("at")
        )
        later = Question.objects.filter(case=OuterRef("case"), at__gt=OuterRef("at"))
        decided = Decision.objects.filter(
            case=OuterRef("case"), decided_at__gt=OuterRef("at")
        )
        return self.filter(
            Q(response__base=F("case__response")) | Q(question__isnull=False),
            ~Exists(newer),
            ~Exists(sent),
            ~Exists(later),
            ~Exists(decided),
            kind=Step.Kind.EXPIRED,
        )


class Step(models.Model):
    """A reminder of questions that were asked, or that they ran out. Never edited.

    It is about a ``response`` that asks questions of the questionnaire again, or about
    a ``question`` in a clinician's own words.
    """

    class Kind(models.TextChoices):
        FIRST = "reminded_once"
        SECOND = "reminded_twice"
        EXPIRED = "expired"

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="reminder_steps"
    )
    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, null=True, related_name="reminder_steps"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, related_name="reminder_steps"
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
            models.UniqueConstraint(
                fields=["question", "kind"], name="reminder_step_of_question_once"
            ),
            models.CheckConstraint(
                condition=Q(response=None) ^ Q(question=None),
                name="reminder_step_of_one_thing",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.kind} of {self.response_id or self.question_id}"
