"""What became of the links that lead out of the portal, when they were last asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutsideLink(models.Model):
    """A link as it stood on a page; its row is replaced when it is asked again."""

    class Kind(models.TextChoices):
        WORKS = "works", _("Works")
        MOVED = "moved", _("Leads elsewhere")
        GONE = "gone", _("Does not answer")
        NOT_ASKED = "not_asked", _("Not asked")

    url = models.TextField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    status = models.PositiveSmallIntegerField(default=0)
    leads_to = models.TextField(blank=True)
    why = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "education"

    def __str__(self):
        return f"{self.kind} {self.status}"
