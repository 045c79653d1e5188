"""The audit trail: what was done, by whom, to what, and about which patient."""

import pgtrigger
from django.db import models


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers that let rows be added and read, nothing else.

    All rows at once are not taken away either, whoever owns the table.
    """
    kept = pgtrigger.Protect(
        name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
    )
    never_emptied = pgtrigger.Trigger(
        name="never_emptied",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'pgtrigger: Cannot empty % table', TG_TABLE_NAME;",
    )
    return [kept, never_emptied]


class EventQuerySet(models.QuerySet):
    def about(self, patient_id):
        """Events that touched this patient's record, newest first."""
        return self.filter(patient_id=str(patient_id)).order_by("-number")


class Event(models.Model):
    """One line of the trail.

    Plain values and no foreign keys, so that a line outlives what it names. It holds
    no answer and no name. ``digest`` covers the line and the digest before it.
    """

    class Outcome(models.TextChoices):
        DONE = "done"
        REFUSED = "refused"
        FAILED = "failed"

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.TextField()
    outcome = models.TextField(choices=Outcome.choices, default=Outcome.DONE)
    actor_id = models.TextField(blank=True)
    actor_role = models.TextField(blank=True)
    subject_type = models.TextField(blank=True)
    subject_id = models.TextField(blank=True)
    patient_id = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["patient_id", "number"]),
            models.Index(fields=["actor_id", "number"]),
            models.Index(fields=["at"]),
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.number} {self.action} {self.outcome}"


class Verification(models.Model):
    """One look at whether the trail is whole, and the line up to which it was.

    ``flaw`` is empty for a whole trail; ``broken`` is the first number that is not in
    order, and ``mark`` a digest of what stands there. ``is_done`` is false where the
    rest is still to be looked at, ``from_start`` true where it began at the first line.
    """

    at = models.DateTimeField()
    number = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    flaw = models.TextField(blank=True)
    broken = models.BigIntegerField(default=0)
    mark = models.CharField(max_length=64, blank=True, default="")
    is_done = models.BooleanField(default=True)
    from_start = models.BooleanField(default=False)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"verification {self.pk} up to {self.number}"


class Acknowledgement(models.Model):
    """What a privacy officer said of one break of the trail that nobody can mend.

    It holds for what stands at the break, of which ``mark`` is the digest: other bytes
    there, or a break elsewhere, are new.
    """

    number = models.BigIntegerField()
    flaw = models.TextField()
    mark = models.CharField(max_length=64, unique=True)
    why = models.TextField()
    actor_id = models.TextField()
    actor_role = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        triggers = append_only()

    def __str__(self):
        return f"acknowledgement {self.pk} of line {self.number}"
