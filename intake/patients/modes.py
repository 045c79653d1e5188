"""How something came to us."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """How answers, or the word of a patient, came in."""

    SELF = "self", _("by the patient")
    PHONE = "phone", _("by phone")
    PAPER = "paper", _("from paper")
    IN_PERSON = "in_person", _("in person")
    STAFF = "staff", _("by staff")
    MIXED = "mixed", _("partly by staff")


# How staff enter what a patient says or wrote.
ASSISTED = (Mode.PHONE, Mode.PAPER, Mode.IN_PERSON)
