"""The letter about a decision, as a page and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from intake.decisions import actions
from intake.patients.identity import identity_of
from intake.review.models import Case, Decision
from intake.web.staff.cases.case_detail import case_of
from intake.web.ui.letter_reply import letter_file


def _letter_of(
    request: HttpRequest, reference: str, number: int
) -> tuple[Case, Decision]:
    """A decision of a case that this person may see, or 404."""
    case = case_of(request, reference, clinical=True)
    decisions = case.decisions.select_related("decided_by", "replaced_by")
    return case, get_object_or_404(decisions, pk=number)


@require_safe
def letter(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case, decision = _letter_of(request, reference, number)
    told = actions.read_letter(decision=decision, case=case, by=request.user)
    identity = identity_of(case.patient)
    context = {"case": case, "told": told, "recipient": identity and identity.full_name}
    return render(request, "staff/decisions/letter.html", context)


@require_safe
def letter_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case, decision = _letter_of(request, reference, number)
    document = actions.download_letter(decision=decision, case=case, by=request.user)
    return letter_file(document, case, decision.pk)
