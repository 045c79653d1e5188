"""Where a patient lands: start, go on, follow what happens, withdraw."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intake.audit import actions as audit
from intake.domain.questionnaire.items import in_language
from intake.patients.identity import identity_of
from intake.patients.models import Patient
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.filled import filled
from intake.questionnaires.models import Response
from intake.review import actions as review
from intake.review.models import Case

from .opening import patient_of
from .saving import next_address


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    patient = patient_of(request)
    identity = identity_of(patient)
    if identity is None:
        return redirect("patient:about_you")
    case = _case(patient)
    draft = _draft(patient)
    context = {
        "identity": identity,
        "draft": draft and _draft_shown(draft, request.LANGUAGE_CODE),
        "case": case,
        "news": _news(case, request),
    }
    return render(request, "patient/home.html", context)


def _case(patient: Patient) -> Case | None:
    return (
        patient.cases.select_related("response", "patient__identity")
        .order_by("-received_at")
        .first()
    )


def _draft(patient: Patient) -> Response | None:
    drafts = patient.responses.in_progress().select_related(
        "version", "patient__identity"
    )
    return drafts.order_by("-saved_at").first()


def _draft_shown(draft: Response, language: str) -> dict:
    now = filled(draft)
    following = now.next_page
    return {
        "url": next_address(draft),
        "started": bool(now.stored),
        "saved_at": draft.saved_at,
        "section": in_language(following.page.title, language) if following else "",
        "is_complete": following is None,
    }


def _news(case: Case | None, request: HttpRequest) -> dict | None:
    """The decision's message, once there is one."""
    decision = case.decisions.current().first() if case else None
    if decision is None:
        return None
    audit.record(
        "decision.read", by=request.user, subject=decision, patient=case.patient
    )
    verdict = review.verdict_of(decision)
    return {"message": verdict.message, "on": decision.decided_at}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask once, then stop: an open form is closed, a case is withdrawn."""
    patient = patient_of(request)
    case, draft = _case(patient), _draft(patient)
    if request.method == "POST":
        if draft is not None:
            questionnaires.withdraw_response(response=draft, by=request.user)
        if case is not None and case.stage != Case.Stage.WITHDRAWN:
            review.withdraw_case(case=case, by=request.user)
        messages.success(
            request, _("You have withdrawn. You can come back whenever you like.")
        )
        return redirect("patient:home")
    context = {"cancel_url": reverse("patient:home")}
    return render(request, "patient/withdraw.html", context)
