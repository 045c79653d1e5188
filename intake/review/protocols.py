"""The published sets of criteria by which cases are evaluated."""

from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.audit.models import append_only
from intake.domain.eligibility.protocol import Protocol as Rules
from intake.domain.eligibility.protocol import read_protocol
from intake.questionnaires.models import WithoutTheText


class Protocol(models.Model):
    """A named set of criteria; evaluations use its active version."""

    code = models.SlugField(unique=True)
    active_version = models.OneToOneField(
        "ProtocolVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self):
        return self.code


class ProtocolVersion(models.Model):
    """One published wording of a protocol. It never changes."""

    protocol = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = WithoutTheText()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "number"], name="protocol_number_once"
            ),
            models.UniqueConstraint(
                fields=["protocol", "digest"], name="protocol_wording_once"
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.protocol} {self.number}"

    @property
    def rules(self) -> Rules:
        """The criteria, read once in a process: a version never changes."""
        return _rules(self.pk)


@lru_cache(maxsize=16)
def _rules(version_id: int) -> Rules:
    texts = ProtocolVersion.objects.values_list("data", flat=True)
    return read_protocol(texts.get(pk=version_id), "protocol")
