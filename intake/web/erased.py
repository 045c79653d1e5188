"""What stands where the record of somebody was who was erased."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.patients.models import Patient

LEADS_TO = {
    "reference": "cases__reference",
    "patient_id": "pk",
    "alert_id": "alerts__pk",
    "response_id": "responses__pk",
    "first_id": "pk",
    "second_id": "pk",
}


def erased_page(request: HttpRequest) -> HttpResponse | None:
    """The page that says so, if that is why there is nothing to see."""
    match, user = request.resolver_match, getattr(request, "user", None)
    if match is None or user is None or match.namespace != "staff":
        return None
    for name, path in LEADS_TO.items():
        if name in match.kwargs:
            known = Patient.objects.erased_for(user)
            patient = known.filter(**{path: match.kwargs[name]}).first()
            if patient is not None:
                return _page(request, patient, match.kwargs.get("reference", ""))
    return None


def _page(request: HttpRequest, patient: Patient, reference: str) -> HttpResponse:
    cases = patient.cases.order_by("received_at")
    if reference:
        cases = cases.filter(reference=reference)
    context = {"patient": patient, "cases": cases}
    return render(request, "staff/erased.html", context, status=HTTPStatus.GONE)
