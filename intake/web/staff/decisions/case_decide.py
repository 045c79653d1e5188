"""Deciding a case: asked, shown as the patient will see it, recorded."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.findings.actions import NotReasoned, decide
from intake.patients.identity import mail_address_of
from intake.questionnaires.filled import filled
from intake.review import actions, evaluation
from intake.review.history import histories_of
from intake.review.models import Case
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.staff.cases.findings_shown import open_findings, reading_of
from intake.web.staff.findings.overruling import against
from intake.web.ui.forms import posted

from .decision_form import DecisionForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_decide(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_of(request, reference, clinical=True)
    if case.stage == Case.Stage.WITHDRAWN:
        return withdrawn(request, case)
    form = DecisionForm(
        posted(request), requested=_requested(case), against=against(case)
    )
    if request.method != "POST":
        actions.read_case(case=case, by=request.user)
        return _page(request, case, form)
    if not form.is_valid():
        return _page(request, case, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.POST.get("_action") != "record":
        return _page(request, case, form, preview=form.cleaned_data["message"])
    return _record(request, case, form)


def _requested(case: Case) -> list[str]:
    return evaluation.opened(evaluation.latest(case))["requested"]


def _record(request: HttpRequest, case: Case, form: DecisionForm) -> HttpResponse:
    try:
        decide(
            case=case,
            verdict=form.verdict(),
            reasons=form.against.reasons(form),
            seen=request.POST.get("_revision", ""),
            by=request.user,
        )
    except actions.CaseIsWithdrawn:
        return withdrawn(request, case)
    except (actions.CaseChanged, NotReasoned):
        return _page(request, case, form, status=HTTPStatus.CONFLICT)
    if mail_address_of(case.patient):
        messages.success(request, _("Decision recorded. The patient was told."))
    else:
        told = _(
            "Decision recorded. No e-mail reaches the patient: tell them by phone."
        )
        messages.warning(request, told)
    return redirect("staff:case_detail", reference=case.reference)


def _page(
    request: HttpRequest,
    case: Case,
    form: DecisionForm,
    *,
    preview: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The form with what is there now; whatever was typed stays in it."""
    latest = evaluation.latest(case)
    run, observations = evaluation.opened(latest), evaluation.observations(case)
    now = filled(case.response)
    histories = histories_of(case, now)
    reading = reading_of(latest, run, now, observations, histories)
    current = case.decisions.current().select_related("decided_by").first()
    context = {
        "case": case,
        "form": form,
        "revision": actions.revision_of(case),
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "changed": status == HTTPStatus.CONFLICT,
        "preview": preview,
        "run": run,
        "open_findings": form.against.still_open(open_findings(reading)),
        "settled_findings": form.against.settled,
        "current": current,
        "verdict": current and actions.verdict_of(current),
        "case_url": reverse("staff:case_detail", args=[case.reference]),
    }
    return render(request, "staff/decisions/case_decide.html", context, status=status)
