"""What payers ask for, held against a case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.payers.grounds import grounds_of
from intake.review import actions
from intake.web.staff.cases.case_detail import case_of

from .payers_shown import numbered_rule_sets, overview, payer_shown
from .sheets_shown import sheets_shown


@require_safe
def payers(request: HttpRequest, reference: str) -> HttpResponse:
    """Every payer at a glance, and the sheets made so far."""
    case = case_of(request, reference, clinical=True)
    actions.read_case(case=case, by=request.user)
    context = {
        "case": case,
        "payers": overview(grounds_of(case).history),
        "sheets": sheets_shown(case),
    }
    return render(request, "staff/payers/list.html", context)


@require_safe
def payer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One payer: what is met, what is missing, and from which trial."""
    case = case_of(request, reference, clinical=True)
    rules = dict(numbered_rule_sets()).get(number)
    if rules is None:
        raise Http404
    actions.read_case(case=case, by=request.user)
    shown = payer_shown(rules, grounds_of(case).history)
    context = {"case": case, "number": number} | shown
    return render(request, "staff/payers/payer.html", context)
