"""The page that tells a patient who has looked at their record."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_safe

from intake.accounts.roles import Role
from intake.audit import actions as audit
from intake.patients.looks import Look, What, looks

from .opening import patient_of

WORDS = {
    What.CASE: _("opened your request"),
    What.ANSWERS: _("read your answers"),
    What.IDENTITY: _("looked at your name and how to reach you"),
    What.SAFETY: _("looked at what you told us about your safety"),
    What.SHEET: _("read a sheet for your insurance"),
    What.FILE: _("opened a file in your record"),
    What.EMERGENCY: _("opened your record in an emergency, from another site"),
    What.TRAIL: _("checked who had looked at your record"),
    What.FOUND: _("saw your name in a search or a list"),
    What.WORK: _("worked on your request"),
}
TIMES = ngettext_lazy("once", "%(count)d times", "count")


@require_safe
def looked(request: HttpRequest) -> HttpResponse:
    patient = patient_of(request)
    audit.record("looks.read", by=request.user, patient=patient)
    context = {"looks": looks_shown(looks(patient))}
    return render(request, "patient/looked.html", context)


def looks_shown(found: Iterable[Look]) -> list[dict]:
    """Each look with the roles and what was done, in words."""
    return [
        {
            "on": look.on,
            "person": look.person,
            "roles": [Role(role).label for role in sorted(look.person.roles)],
            "did": [(WORDS[what], TIMES % {"count": many}) for what, many in look.did],
        }
        for look in found
    ]
