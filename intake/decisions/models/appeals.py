"""What patients say against a fact or a decision, and the answers."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.audit.models import append_only
from intake.review.models import Case, Decision


class AppealQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What patients say of the cases whose answers this person may read."""
        return self.filter(case__in=Case.objects.clinical_to(user))

    def unanswered(self):
        return self.filter(answer=None)


class Appeal(models.Model):
    """A patient says that a fact is wrong, or that they see a decision in another way.

    ``decision`` is the one that counted then; a fact may be wrong before there is one.
    """

    class Kind(models.TextChoices):
        FACT = "fact", _("Something I told you, or that you know of me, is wrong")
        DISAGREE = "disagree", _("I see the decision in another way")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="appeals"
    )
    kind = models.TextField(choices=Kind.choices)
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="fact") | models.Q(decision__isnull=False),
                name="appeal_disagrees_with_a_decision",
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"appeal {self.pk}"


class AppealAnswer(models.Model):
    """What somebody answered, and what comes of it."""

    class Outcome(models.TextChoices):
        STANDS = "stands", _("The decision stands")
        AGAIN = "again", _("We look at it again")
        CORRECTED = "corrected", _("It is corrected")

    appeal = models.OneToOneField(
        Appeal, on_delete=models.PROTECT, related_name="answer"
    )
    outcome = models.TextField(choices=Outcome.choices)
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"answer to {self.appeal_id}"
