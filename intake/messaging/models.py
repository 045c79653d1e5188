"""Messages waiting to be sent, those that were, and when the worker last showed up."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class OutboxQuerySet(models.QuerySet):
    def due(self, now):
        """Waiting messages whose time has come, oldest first."""
        return self.filter(state=Outbox.State.WAITING, next_try_at__lte=now).order_by(
            "next_try_at"
        )

    def by(self, channel):
        """Those of one channel."""
        return self.filter(channel=channel)

    def failing(self):
        """Messages that could not be sent at least once and are not sent yet."""
        return self.exclude(state=Outbox.State.SENT).filter(tries__gt=0)


class Outbox(models.Model):
    """One message: its channel, a template, and its sealed address and values.

    The seal is emptied when the message is sent; what remains says when and which.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        GIVEN_UP = "given_up"

    class Channel(models.TextChoices):
        EMAIL = "email"
        TEXT = "text"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.TextField(choices=Channel.choices, default=Channel.EMAIL)
    template = models.TextField()
    sealed = models.BinaryField(null=True)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state="waiting"),
                name="outbox_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sealed=None, sent_at__isnull=False),
                name="outbox_sent_is_emptied",
            )
        ]

    def __str__(self):
        return f"{self.template} {self.id}"


class WorkerBeat(models.Model):
    """When the worker last came round: one row, from its first round on."""

    at = models.DateTimeField()
    # What failed in the round before; nobody else would tell while the rest goes on.
    failing = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="worker_beat_only_one")
        ]

    def __str__(self):
        return "worker beat"
