"""Patients who cannot be written to: somebody has to call them, and says so here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake.review.calling import note_told
from intake.web.staff.cases.case_detail import case_of


@require_POST
def case_told(request: HttpRequest, reference: str) -> HttpResponse:
    """The patient was told by phone what they would have been written."""
    if note_told(case=case_of(request, reference), by=request.user):
        messages.success(request, _("Recorded: the patient was told."))
    else:
        messages.info(request, _("A colleague has told the patient already."))
    return redirect("staff:case_detail", reference=reference)
