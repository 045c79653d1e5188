"""What patients asked of the clinic about their record, and what became of it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.accounts.roles import PRIVACY_OFFICERS
from intake.audit.models import append_only
from intake.patients.models import Patient


class OfficerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Privacy officers see those of everybody, and nobody else sees any."""
        if not user.is_authenticated or not user.has_role(PRIVACY_OFFICERS):
            return self.none()
        return self.all()


class Erasure(models.Model):
    """A patient was erased. ``by`` is empty where the software did it by a rule."""

    class Why(models.TextChoices):
        ASKED = "asked", _("The patient asked for it")
        KEPT_LONG_ENOUGH = "kept", _("Kept for as long as the rules say")
        AGAIN = "again", _("Erased before a backup was restored")

    patient = models.OneToOneField(
        Patient, on_delete=models.PROTECT, related_name="erasure"
    )
    why = models.TextField(choices=Why.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = append_only()

    def __str__(self):
        return f"erasure of {self.patient_id}"


class RequestQuerySet(OfficerQuerySet):
    def open(self):
        """Those that wait for an answer."""
        return self.filter(end=None)


class ErasureRequest(models.Model):
    """A patient asked to be erased, or the clinic wrote down that they did."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="erasure_requests"
    )
    due_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        triggers = append_only()

    def __str__(self):
        return f"request {self.pk} to be erased"


class RequestEnd(models.Model):
    """What became of a request. A reason for declining is in words for the patient."""

    class Kind(models.TextChoices):
        TAKEN_BACK = "taken_back", _("Taken back by the patient")
        DECLINED = "declined", _("Declined")
        ERASED = "erased", _("Erased")

    request = models.OneToOneField(
        ErasureRequest, on_delete=models.PROTECT, related_name="end"
    )
    kind = models.TextField(choices=Kind.choices)
    sealed_reason = models.BinaryField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="declined", sealed_reason__isnull=False)
                | ~Q(kind="declined") & Q(sealed_reason=None),
                name="erasure_declined_for_a_reason",
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"end of request {self.request_id}"


class HoldQuerySet(OfficerQuerySet):
    def standing(self, on):
        """Those that keep a record on this day."""
        return self.filter(end=None, until__gte=on)


class Hold(models.Model):
    """A record has to be kept, whatever else is asked or due. Never edited."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="holds")
    until = models.DateField()
    sealed_reason = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["until", "pk"]
        triggers = append_only()

    def __str__(self):
        return f"hold {self.pk}"


class HoldEnd(models.Model):
    """A hold was lifted before its day."""

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="end")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"end of hold {self.hold_id}"


class RetentionPolicy(models.Model):
    """For how long records are kept: one row. A rule without a number does nothing.

    ``waiting`` are the rules that were made shorter and do not hold yet, by name: the
    ``days`` and the time ``from`` which they hold.
    """

    draft_days = models.PositiveIntegerField(_("Begun and never sent"), null=True)
    withdrawn_days = models.PositiveIntegerField(
        _("Withdrawn before a decision"), null=True
    )
    declined_days = models.PositiveIntegerField(
        _("Decided: not now, or not suitable"), null=True
    )
    accepted_days = models.PositiveIntegerField(
        _("Decided: eligible, also on conditions"), null=True
    )
    alert_days = models.PositiveIntegerField(
        _("At least so long after an alert was closed"), null=True
    )
    message_days = models.PositiveIntegerField(
        _("Messages that could not be sent"), default=30
    )
    code_days = models.PositiveIntegerField(
        _("Sign-in codes and failed passwords"), default=7
    )
    waiting = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="retention_only_one"),
            models.CheckConstraint(
                condition=Q(message_days__gte=1, code_days__gte=1),
                name="retention_leaves_a_day",
            ),
        ]

    def __str__(self):
        return "how long records are kept"

    @classmethod
    def current(cls, at: datetime | None = None) -> "RetentionPolicy":
        """What holds now, or at a time."""
        return cls._stored()._with(
            lambda change: begins(change) <= (at or timezone.now())
        )

    @classmethod
    def wanted(cls) -> "RetentionPolicy":
        """What will hold when nothing waits any more."""
        return cls._stored()._with(lambda _change: True)

    @classmethod
    def _stored(cls) -> "RetentionPolicy":
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def _with(self, is_in_force: Callable[[dict], bool]) -> "RetentionPolicy":
        for name, change in [*self.waiting.items()]:
            if is_in_force(change):
                setattr(self, name, change["days"])
                del self.waiting[name]
        return self


def begins(change: Mapping[str, str]) -> datetime:
    """When a rule that waits comes into force."""
    return datetime.fromisoformat(change["from"])


class RetentionRun(models.Model):
    """What was done by the rules, with the numbers of the records that went.

    ``is_last`` says that nothing more was due that day.
    """

    on = models.DateField()
    erased = models.JSONField(default=dict)
    cleared = models.JSONField(default=dict)
    is_last = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        triggers = append_only()

    def __str__(self):
        return f"run {self.pk} of the rules"


class Notice(models.Model):
    """Somebody was told until when what they began is kept."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="retention_notices"
    )
    until = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = append_only()

    def __str__(self):
        return f"notice {self.pk}"
