"""The page that comes before everything else after a risk answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.questionnaires.filled import filled
from intake.questionnaires.typed import all_typed, with_typed
from intake.web.ui.filling.help_due import OTHERS, OWN_SAFETY, PRESSURE, kinds_of

from .opening import sitting_of
from .reach import reach_form, spoken_to


@require_safe
def now(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Help first, then the way to go on; that it was shown is part of the record."""
    sitting = sitting_of(request, response_id)
    answers = filled(sitting.response)
    kinds = kinds_of(with_typed(answers, all_typed(answers.response)))
    patient = sitting.response.patient
    spoken = spoken_to(request, patient)
    medical = OWN_SAFETY not in kinds and OTHERS not in kinds
    context = {
        "kinds": kinds,
        "crisis_kind": "emergency" if medical else "page",
        "next_url": sitting.next_url(answers),
        **spoken,
    }
    if kinds != [PRESSURE]:
        context["reach_form"] = reach_form(patient, spoken["crisis"])
    audit.record(
        "help.shown",
        by=request.user,
        subject=sitting.response,
        patient=patient,
        language=spoken["crisis"].lang,
    )
    return render(request, "patient/now.html", context)
