"""Alerts: work items that begin with an answer and end with a documented outcome."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.accounts.reach import in_reach
from intake.accounts.roles import CLINICAL
from intake.audit.models import append_only
from intake.domain.safety import Level

from .policy import ChainStep, RotaStand, RotaTurn, SafetyPolicy
from .records import SafetyPlan

__all__ = [
    "Alert",
    "AlertEvent",
    "ChainStep",
    "RotaStand",
    "RotaTurn",
    "SafetyPlan",
    "SafetyPolicy",
    "Told",
]

LEVELS = [(str(level), str(level)) for level in Level]


class AlertQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Alerts of the sites of this clinician; of nobody else."""
        return self.counted_for(user).filter(patient__erased_at=None)

    def counted_for(self, user):
        """The same with those of erased patients: for counts, without opening any."""
        if not user.has_role(CLINICAL):
            return self.none()
        return self.filter(in_reach(user, "patient") | Q(patient__site=None))

    def open(self):
        return self.filter(closed_at=None)

    def overdue(self, now):
        """Open ones whose clock has run out."""
        return self.open().filter(due_at__lte=now)

    def late_at(self, sites, now):
        """Overdue ones of these sites, and those nobody was found for; no answers."""
        here = Q(patient__site__in=sites) | Q(patient__site=None)
        late = Q(due_at__lte=now) | Q(due_at=None, escalate_at__lte=now)
        found = self.open().filter(here & late).order_by("due_at")
        return found.select_related("patient").only(
            "pk", "due_at", "escalate_at", "patient__is_practice"
        )

    def real(self):
        """Those of patients, without drills."""
        return self.filter(patient__is_practice=False)

    def drills(self):
        return self.filter(patient__is_practice=True)

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

    ``assigned_to`` is whom it waits for, ``due_at`` by when they must have done what
    it waits for, ``escalate_at`` when the next in the chain is told.
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
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True, default=timezone.now)
    escalations = models.PositiveSmallIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    contacted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.TextField(choices=Outcome.choices, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(closed_at=None), name="alert_open_due"
            ),
            models.Index(
                fields=["escalate_at"],
                condition=Q(closed_at=None),
                name="alert_open_escalate",
            ),
        ]
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
    def is_practice(self) -> bool:
        """A drill: nobody is in danger."""
        return self.patient.is_practice

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_contacted(self) -> bool:
        """Somebody has spoken with the patient since it last got worse."""
        return self.contacted_at is not None

    @property
    def waits_for(self) -> str:
        """The step whose clock runs: ``acknowledge``, ``contact`` or none."""
        if not self.is_open or self.is_contacted:
            return ""
        return "contact" if self.acknowledged_at else "acknowledge"

    @property
    def is_overdue(self) -> bool:
        return (
            self.is_open and self.due_at is not None and self.due_at <= timezone.now()
        )


class AlertEvent(models.Model):
    """One thing that happened with an alert: an answer, a contact, a note.

    ``sealed_causes`` are the link ids of the answers that caused it: which questions
    raise an alarm says what was answered. ``person`` is whom it was handed to;
    ``happened_at`` is when a contact was tried,
    which may be before it was written down.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Answer")
        UNFINISHED = "unfinished", _("Screen left unfinished")
        TYPED = "typed", _("Typed, and left without saving")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        HANDED_OVER = "handed_over", _("Handed over")
        CONTACT = "contact", _("Contact")
        REPLIED = "replied", _("What the patient told us")
        RAISED = "raised", _("Level raised by a clinician")
        LOWERED = "lowered", _("Level lowered by a clinician")
        CLOSED = "closed", _("Closed")

    class Channel(models.TextChoices):
        PHONE = "phone", _("Phone call")
        TEXT = "text", _("Text message")
        EMAIL = "email", _("E-mail")
        VIDEO = "video", _("Video call")
        IN_PERSON = "in_person", _("In person")
        EMERGENCY_CONTACT = "emergency_contact", _("Call to the emergency contact")
        WELFARE_CHECK = "welfare_check", _("Welfare check asked for")

    class Result(models.TextChoices):
        REACHED = "reached", _("Spoke with the patient")
        NO_ANSWER = "no_answer", _("No answer")
        MESSAGE_LEFT = "message_left", _("Left a message")
        WRONG_NUMBER = "wrong_number", _("The number does not work")
        OTHER_REACHED = "other_reached", _("Spoke with somebody else")
        NO_CONTACT = "no_contact", _("Closed as safe without a logged contact")

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="events")
    kind = models.TextField(choices=Kind.choices)
    level = models.TextField(choices=LEVELS)
    source_id = models.UUIDField(null=True)
    sealed_causes = models.BinaryField(null=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    channel = models.TextField(choices=Channel.choices, blank=True)
    result = models.TextField(choices=Result.choices, blank=True)
    happened_at = models.DateTimeField(null=True)
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


class Told(models.Model):
    """One person who was told of an alert, and the messages that tell them.

    Without a ``person`` there was nobody to tell; without a ``message`` they have no
    address, without a ``text_message`` no mobile number, or there is no gateway.
    """

    class Reason(models.TextChoices):
        ON_CALL = "on_call", _("On call: it was given to them")
        AT_THE_SITE = "at_the_site", _("At the site: it is for all of them")
        HANDED_OVER = "handed_over", _("A colleague handed it over")
        TIME_WAS_UP = "time_was_up", _("The time was up")

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="told")
    reason = models.TextField(choices=Reason.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    message = models.ForeignKey(
        "messaging.Outbox", on_delete=models.PROTECT, null=True, related_name="+"
    )
    text_message = models.ForeignKey(
        "messaging.Outbox", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only()

    def __str__(self):
        return f"{self.reason} of alert {self.alert_id}"
