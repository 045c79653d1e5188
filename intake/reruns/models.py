"""Evaluating open cases again under another version of the protocol."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from intake.audit.models import append_only
from intake.review.models import Case, Evaluation
from intake.review.protocols import ProtocolVersion


class Rerun(models.Model):
    """One look at all cases that were open then: only to see, or to count."""

    class Kind(models.TextChoices):
        TRIAL = "trial"
        REAL = "real"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.TextField(choices=Kind.choices)
    version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="reruns"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = append_only()

    def __str__(self):
        return f"{self.kind} of {self.version_id}"

    @property
    def is_trial(self) -> bool:
        return self.kind == self.Kind.TRIAL


class TurnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Turns of cases whose findings this person may read."""
        return self.filter(case__in=Case.objects.clinical_to(user))

    def waiting(self):
        return self.filter(state=Turn.State.WAITING)


class Turn(models.Model):
    """One case in a rerun. The worker takes those that wait.

    ``sealed`` holds how the run differs from the one before, where it does. ``after``
    is there only where the run counts.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        LEFT = "left"  # decided or evaluated meanwhile, or the version is not active
        FAILED = "failed"

    rerun = models.ForeignKey(Rerun, on_delete=models.PROTECT, related_name="turns")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reruns")
    state = models.TextField(choices=State.choices, default=State.WAITING)
    is_changed = models.BooleanField(default=False)
    is_stricter = models.BooleanField(default=False)
    before = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    after = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed = models.BinaryField(null=True)
    problem = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state="waiting"), name="rerun_turn_waiting"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rerun", "case"], name="rerun_turn_once_a_case"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", at=None)
                | Q(state__in=["done", "left", "failed"], at__isnull=False),
                name="rerun_turn_taken_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(is_changed=True, sealed__isnull=False)
                | Q(is_changed=False, is_stricter=False, sealed=None),
                name="rerun_turn_says_what_changed",
            ),
        ]

    def __str__(self):
        return f"turn {self.pk}"
