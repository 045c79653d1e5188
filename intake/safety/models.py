"""Alerts: work items that begin with an answer and end with a documented outcome."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.accounts.roles import CLINICAL
from intake.audit.models import append_only
from intake.domain.safety import Level

from .records import SafetyPlan

__all__ = ["Alert", "AlertEvent", "SafetyPlan"]

LEVELS = [(str(level), str(level)) for level in Level]


class AlertQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Alerts of the sites of this clinician; of nobody else."""
        if not user.has_role(CLINICAL):
            return self.none()
        return self.filter(
            Q(patient__site__in=user.sites.all()) | Q(patient__site=None)
        )

    def open(self):
        return self.filter(closed_at=None)

    def by_urgency(self):
        """The worst first, then the longest; what the body needs counts as much."""
        by_level = [
            When(level=str(level), then=Value(level.urgency)) for level in Level
        ]
        body = Case(
            When(medical=Alert.Medical.EMERGENCY, then=Value(100)),
            When(medical=Alert.Medical.SAME_DAY, then=Value(Level.SAME_DAY.urgency)),
            default=Value(0),
        )
        worse = Greatest(Case(*by_level, default=Value(0)), body)
        return self.annotate(urgency=worse).order_by("-urgency", "opened_at")


class Alert(models.Model):
    """One patient may need help; a person has to look.

    ``level`` never falls by itself: it is the highest reached since a clinician last
    set it. ``present_level`` is what the answers say now, and the seal holds the
    answers that say it. At most one alert of a patient is open; further answers are
    added to it as events.
    """

    class Medical(models.TextChoices):
        NONE = "", _("None")
        SAME_DAY = "same_day", _("Medical, same day")
        EMERGENCY = "emergency", _("Medical emergency")

    class Outcome(models.TextChoices):
        SAFE_PLAN = "safe_plan", _("Spoke with the patient; safe with a plan")
        URGENT_CARE = "urgent_care", _("Went to urgent or emergency care")
        OTHER_CARE = "other_care", _("Handed over to another clinician or service")
        NOT_REACHED = (
            "not_reached",
            _("Not reached after all attempts; policy followed"),
        )
        NOT_A_RISK = "not_a_risk", _("Checked: no present risk")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="alerts"
    )
    level = models.TextField(choices=LEVELS)
    present_level = models.TextField(choices=LEVELS)
    medical = models.TextField(choices=Medical.choices, blank=True)
    sealed_answers = models.BinaryField(null=True)
    opened_at = models.DateTimeField(default=timezone.now)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.TextField(choices=Outcome.choices, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(closed_at=None),
                name="alert_one_open_per_patient",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""),
                name="alert_closed_by_someone_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alert_acknowledged_by_someone",
            ),
        ]

    def __str__(self):
        return f"alert {self.pk}"

    @property
    def shown_level(self) -> str:
        """The one word by which staff sort it."""
        if self.medical == self.Medical.EMERGENCY:
            return "medical_emergency"
        if self.level in (Level.NONE, Level.NOT_ASSESSED):
            return "medical_same_day"
        return self.level

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class AlertEvent(models.Model):
    """One thing that happened with an alert: an answer, a contact, a note."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Answer")
        UNFINISHED = "unfinished", _("Screen left unfinished")
        TYPED = "typed", _("Typed, and left without saving")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        REPLIED = "replied", _("What the patient told us")
        RAISED = "raised", _("Level raised by a clinician")
        LOWERED = "lowered", _("Level lowered by a clinician")
        CLOSED = "closed", _("Closed")

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="events")
    kind = models.TextField(choices=Kind.choices)
    level = models.TextField(choices=LEVELS)
    source_id = models.UUIDField(null=True)
    link_ids = ArrayField(models.TextField(), default=list)
    sealed_note = models.BinaryField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="lowered")
                | Q(sealed_note__isnull=False, by__isnull=False),
                name="alert_lowered_by_someone_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.kind} of alert {self.alert_id}"
