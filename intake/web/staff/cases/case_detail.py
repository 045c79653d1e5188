"""A case: reading it, and adding what only staff can observe."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.domain.answer import answered
from intake.review import actions
from intake.review.models import Case
from intake.review.visits import last_visit
from intake.rights.holding import kept_until
from intake.web.staff.coordination.shown import coordination_shown
from intake.web.staff.duplicates.same_person_shown import same_person_shown
from intake.web.staff.worklist.assigned import assignment_shown

from .case_shown import clinical_context, identity_context, observation_form
from .contents import contents
from .since_shown import Present, since_shown

RELATED = (
    "patient__identity",
    "patient__site",
    "response__version",
    "response__attestation",
    "assignee",
)


def case_of(request: HttpRequest, reference: str, *, clinical: bool = False) -> Case:
    """The case of an address, or 404 when it is not one that this person may see."""
    cases = Case.objects.visible_to(request.user)
    if clinical:
        cases = Case.objects.clinical_to(request.user)
    case = get_object_or_404(cases.select_related(*RELATED), reference=reference)
    case.response.patient = case.patient
    return case


@require_safe
def case_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything a clinician needs on one page; the front desk sees identity alone."""
    case = case_of(request, reference)
    now = timezone.now()
    before = last_visit(case, request.user, now)
    actions.read_case(case=case, by=request.user)
    context = identity_context(case) | {"now": now}
    context["coordination"] = coordination_shown(case, request.user)
    context["person"] = same_person_shown(case.patient, request.user)
    if not request.user.is_clinical:
        return render(request, "staff/case_front_desk.html", context)
    context |= clinical_context(case) | {"kept_until": kept_until(case.patient)}
    context["since"] = since_shown(case, _present(context), before, request.user)
    context["assignment"] = assignment_shown(case, request.user)
    context["contents"] = contents(context)
    return render(request, "staff/case_detail.html", context)


def _present(context: dict) -> Present:
    return Present(
        latest=context["evaluation"],
        run=context["run"],
        amendments=context["amendments"],
        scores=context["scores"],
        activity=context["activity"],
    )


@require_http_methods(["POST"])
def case_observe(request: HttpRequest, reference: str) -> HttpResponse:
    """Add what only staff can state; the case is evaluated again."""
    case = case_of(request, reference, clinical=True)
    form = observation_form(request.POST)
    if not form.is_valid():
        context = {"case": case, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "staff/case_observe.html", context, status=status)
    try:
        actions.observe(
            case=case,
            fact=form.cleaned_data["fact"],
            answer=answered(form.cleaned_data["value"]),
            by=request.user,
        )
    except actions.CaseIsWithdrawn:
        return withdrawn(request, case)
    messages.success(request, _("Recorded. The case was evaluated again."))
    return redirect("staff:case_detail", reference=reference)


def withdrawn(request: HttpRequest, case: Case) -> HttpResponse:
    """The patient does not want to go on: nothing more is done here."""
    status = HTTPStatus.CONFLICT
    return render(request, "staff/case_withdrawn.html", {"case": case}, status=status)
