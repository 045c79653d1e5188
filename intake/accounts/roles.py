"""Roles of staff, each with the groups of things it may do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    FRONT_DESK = "front_desk", _("Front desk")
    CLINICIAN = "clinician", _("Clinician")
    MEDICAL_DIRECTOR = "medical_director", _("Medical director")
    CONTENT_EDITOR = "content_editor", _("Content editor")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    ADMINISTRATOR = "administrator", _("Administrator")


CLINICAL = frozenset({Role.CLINICIAN, Role.MEDICAL_DIRECTOR})
CARE_TEAM = CLINICAL | {Role.FRONT_DESK}
EDITORS = frozenset({Role.CONTENT_EDITOR, Role.MEDICAL_DIRECTOR})
PUBLISHERS = frozenset({Role.MEDICAL_DIRECTOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
PRIVACY_OFFICERS = frozenset({Role.PRIVACY_OFFICER})
REVIEWERS_OF_ACCESS = PRIVACY_OFFICERS | {Role.MEDICAL_DIRECTOR}
ALL_STAFF = frozenset(Role)

DESCRIPTIONS = {
    Role.FRONT_DESK: _(
        "Sees who people are, how to reach them and how far they are. No answers."
    ),
    Role.CLINICIAN: _("Reviews the cases of their sites, decides, answers alerts."),
    Role.MEDICAL_DIRECTOR: _(
        "A clinician who also approves questionnaires, rules and portal pages."
    ),
    Role.CONTENT_EDITOR: _("Edits the education portal. Sees no patient data."),
    Role.PRIVACY_OFFICER: _(
        "Answers who asks to be erased, says how long is kept. Reads no answers."
    ),
    Role.ADMINISTRATOR: _("Manages people, sites and settings. No patient data."),
}
