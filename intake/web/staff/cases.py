"""A case: reading it, adding an observation, deciding."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intake.domain.answer import answered
from intake.patients.identity import email_of, identity_of
from intake.practice.models import ROUTES, Organisation
from intake.questionnaires.filled import filled
from intake.questionnaires.knowledge import facts_of
from intake.review import actions, evaluation
from intake.review.models import Case
from intake.safety.models import Alert
from intake.web.ui.answers_shown import page_rows

from .case_forms import DecisionForm, ObservationForm
from .case_shown import LANGUAGE, findings_shown, scores_shown
from .history_shown import medicines_shown, treatments_shown

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
RELATED = ("patient__identity", "patient__site", "response__version")


def _case(request: HttpRequest, reference: str, *, clinical: bool = False) -> Case:
    cases = Case.objects.visible_to(request.user)
    if clinical:
        cases = Case.objects.clinical_to(request.user)
    case = get_object_or_404(cases.select_related(*RELATED), reference=reference)
    case.response.patient = case.patient
    return case


@never_cache
@require_safe
def case_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything a clinician needs on one page; the front desk sees identity alone."""
    case = _case(request, reference)
    actions.read_case(case=case, by=request.user)
    context = _identity_context(case)
    if not request.user.is_clinical:
        return render(request, "staff/case_front_desk.html", context)
    context |= _clinical_context(case)
    return render(request, "staff/case_detail.html", context)


def _identity_context(case: Case) -> dict:
    identity = identity_of(case.patient)
    return {
        "case": case,
        "identity": identity,
        "age": identity.age(Organisation.current().today()) if identity else None,
        "email": email_of(case.patient),
        "alerts": Alert.objects.open().filter(patient=case.patient),
    }


def _clinical_context(case: Case) -> dict:
    now = filled(case.response)
    latest = case.evaluations.select_related("protocol", "case__patient").first()
    run = evaluation.opened(latest)
    facts = facts_of(now, Organisation.current())
    return {
        "evaluation": latest,
        "routes": [
            {
                "code": code,
                "name": name,
                "status": run["routes"][code],
                "requested": code in run["requested"],
            }
            for code, name in ROUTES
        ],
        "run": run,
        "findings": findings_shown(latest, now),
        "scores": scores_shown(now),
        "treatments": treatments_shown(now, facts),
        "medicines": medicines_shown(now),
        "sections": page_rows(now, LANGUAGE),
        "decisions": [
            (decision, actions.verdict_of(decision))
            for decision in case.decisions.select_related(
                "decided_by", "case__patient"
            ).prefetch_related("outcomes")
        ],
        "observation_form": _observation_form(case),
        "observations": evaluation.observed(case),
    }


def _observation_form(case: Case, data=None) -> ObservationForm:
    version = evaluation.active_protocol()
    facts = evaluation.staff_only_facts(version)
    return ObservationForm(data, facts=facts)


@never_cache
@require_http_methods(["POST"])
def case_observe(request: HttpRequest, reference: str) -> HttpResponse:
    """Add what only staff can state; the case is evaluated again."""
    case = _case(request, reference, clinical=True)
    form = _observation_form(case, request.POST)
    if form.is_valid():
        actions.observe(
            case=case,
            fact=form.cleaned_data["fact"],
            answer=answered(form.cleaned_data["value"]),
            by=request.user,
        )
        messages.success(request, _("Recorded. The case was evaluated again."))
        return redirect("staff:case_detail", reference=reference)
    context = {"case": case, "form": form}
    return render(request, "staff/case_observe.html", context, status=UNPROCESSABLE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a decision, show it as the patient will see it, record it."""
    case = _case(request, reference, clinical=True)
    latest = case.evaluations.select_related("protocol", "case__patient").first()
    run = evaluation.opened(latest)
    form = DecisionForm(
        request.POST if request.method == "POST" else None, requested=run["requested"]
    )
    preview = None
    if form.is_valid():
        if request.POST.get("_action") == "record":
            actions.record_decision(case=case, verdict=form.verdict(), by=request.user)
            messages.success(request, _("Decision recorded. The patient was told."))
            return redirect("staff:case_detail", reference=reference)
        preview = form.cleaned_data["message"]
    refused = form.is_bound and not form.is_valid()
    context = {
        "case": case,
        "form": form,
        "refused": refused,
        "preview": preview,
        "open_findings": [
            finding
            for finding in findings_shown(latest, filled(case.response))
            if finding["severity"] in ("CI", "CLR")
        ],
        "case_url": reverse("staff:case_detail", args=[reference]),
        "is_change": case.decisions.exists(),
    }
    status = UNPROCESSABLE if refused else HTTPStatus.OK
    return render(request, "staff/case_decide.html", context, status=status)
