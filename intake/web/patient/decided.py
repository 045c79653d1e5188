"""What a clinician decided: on one's page, as a letter to print, and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from intake.decisions import actions
from intake.decisions.letters import Told
from intake.patients.identity import identity_of
from intake.patients.models import Patient
from intake.review.models import Case, Decision
from intake.web.ui.letter_reply import letter_file

from .opening import patient_of


def latest_case(patient: Patient) -> Case | None:
    return (
        patient.cases.select_related("response", "patient__identity")
        .order_by("-received_at")
        .first()
    )


def current_decision(case: Case | None) -> Decision | None:
    """The decision that counts; none once the patient has withdrawn."""
    if case is None or case.stage == Case.Stage.WITHDRAWN:
        return None
    return case.decisions.current().select_related("decided_by").first()


def news_of(case: Case | None, request: HttpRequest) -> Told | None:
    """The letter of the decision that counts, once there is one."""
    decision = current_decision(case)
    if decision is None:
        return None
    return actions.read_letter(decision=decision, case=case, by=request.user)


@require_safe
def letter(request: HttpRequest) -> HttpResponse:
    patient = patient_of(request)
    case = latest_case(patient)
    told = news_of(case, request)
    if told is None:
        return redirect("patient:home")
    identity = identity_of(patient)
    context = {"told": told, "case": case, "recipient": identity and identity.full_name}
    return render(request, "patient/letter.html", context)


@require_safe
def letter_pdf(request: HttpRequest) -> HttpResponse:
    case = latest_case(patient_of(request))
    decision = current_decision(case)
    if decision is None:
        return redirect("patient:home")
    document = actions.download_letter(decision=decision, case=case, by=request.user)
    return letter_file(document, case, decision.pk)
