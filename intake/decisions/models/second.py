"""Second readers: when they are needed, and both opinions."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.audit.models import append_only
from intake.review.models import Case, Decision


class SecondReaderPolicy(models.Model):
    """When a decision needs a second reader: one row, once somebody has saved it."""

    tiers = ArrayField(models.TextField(), default=list)
    outcomes = ArrayField(models.TextField(), default=list)
    overrides = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="second_reader_policy_only_one"
            )
        ]

    def __str__(self):
        return "second reader policy"

    @classmethod
    def current(cls) -> "SecondReaderPolicy":
        """What holds now; until somebody has saved it, nothing is required."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def requires(self) -> bool:
        return bool(self.tiers or self.outcomes or self.overrides)


class ReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Readings of the cases whose answers this person may read."""
        return self.filter(case__in=Case.objects.clinical_to(user))

    def open(self):
        """Those that have led to nothing yet."""
        return self.filter(end=None)

    def told(self):
        """Each with its people and opinions."""
        opinions = Opinion.objects.select_related("by")
        related = self.select_related("by", "case__patient__identity", "end")
        return related.prefetch_related(models.Prefetch("opinions", queryset=opinions))


class SecondReading(models.Model):
    """A first opinion, signed, that reaches the patient only after a second one.

    ``revision`` is that of the case as the first reader saw it; ``why`` holds codes.
    The seal holds the whole decision with its letter.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="second_readings"
    )
    revision = models.TextField()
    why = ArrayField(models.TextField())
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only()

    def __str__(self):
        return f"second reading {self.pk}"


class Opinion(models.Model):
    """What the second reader said: before having seen the first opinion, and after."""

    class Kind(models.TextChoices):
        BLIND = "blind", _("Without having seen the first opinion")
        AGREES = "agrees", _("Agrees with the first opinion")
        DIFFERS = "differs", _("Stands by their own")

    reading = models.ForeignKey(
        SecondReading, on_delete=models.PROTECT, related_name="opinions"
    )
    kind = models.TextField(choices=Kind.choices)
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading"],
                condition=models.Q(kind="blind"),
                name="opinion_blind_once",
            ),
            models.UniqueConstraint(
                fields=["reading"],
                condition=~models.Q(kind="blind"),
                name="opinion_compared_once",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"opinion {self.pk}"


class ReadingEnd(models.Model):
    """What a second reading led to; with a decision where both or a director agreed."""

    class Kind(models.TextChoices):
        AGREED = "agreed", _("Both agree")
        SETTLED = "settled", _("The medical director decided")
        TAKEN_BACK = "taken_back", _("The first reader took it back")
        OVERTAKEN = "overtaken", _("The case changed meanwhile")

    reading = models.OneToOneField(
        SecondReading, on_delete=models.PROTECT, related_name="end"
    )
    kind = models.TextField(choices=Kind.choices)
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, related_name="second_reading"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["agreed", "settled"], decision__isnull=False
                )
                | models.Q(kind__in=["taken_back", "overtaken"], decision=None),
                name="reading_end_has_its_decision",
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"end of {self.reading_id}"
