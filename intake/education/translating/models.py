"""Translations: each saved state of the words of a page in another language."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.audit.models import append_only

# What is translated beside articles, which have codes of their own: the words around
# every page, those of three rooms, and the first page.
FRAME, CHECK, PACK, CLEAR = "frame", "check", "pack", "clear"
PARTS = (FRAME, CHECK, PACK, CLEAR)
INDEX = "index"


class Translation(models.Model):
    """The words of a page in a language, as they stood from this moment on.

    ``words`` are the translated sentences by their English ones: where the English
    changed, there is none. Rows are only added: the newest of a page counts for
    editors, the newest that was reviewed for readers, unless it was taken down since.
    """

    class Status(models.TextChoices):
        MACHINE = "machine", _("Draft, not checked")
        HUMAN = "human", _("Translated or checked by a person")
        REVIEWED = "reviewed", _("Reviewed: readers see it")
        TAKEN_DOWN = "taken_down", _("Taken down")

    code = models.CharField(max_length=6)
    language = models.CharField(max_length=12)
    status = models.CharField(max_length=20, choices=Status.choices)
    words = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "education"
        triggers = append_only()
        indexes = [models.Index(fields=["language", "code", "-id"], name="translated")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["human", "reviewed"])
                | (Q(by__isnull=False) & ~Q(name="")),
                name="translation_is_stood_for",
            )
        ]

    def __str__(self):
        return f"{self.code} ({self.language}) {self.status}"
