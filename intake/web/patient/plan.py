"""One's own plan for hard times, to read and print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.patients.identity import identity_of
from intake.safety.plans import latest_plan
from intake.web.ui.plan_words import plan_shown

from .opening import patient_of


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    patient = patient_of(request)
    latest = latest_plan(patient)
    if latest is None:
        return redirect("patient:home")
    audit.record("plan.read", by=request.user, subject=latest, patient=patient)
    context = {"plan": plan_shown(latest), "identity": identity_of(patient)}
    return render(request, "patient/plan.html", context)
