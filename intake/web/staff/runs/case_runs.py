"""Every run of the rules over a case, and what changed between any two of them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.domain.eligibility.difference import difference
from intake.review import actions, evaluation
from intake.review.models import Case, Evaluation
from intake.web.staff.cases.case_detail import case_of
from intake.web.staff.cases.differences_shown import difference_shown

Pair = tuple[Evaluation, Evaluation]


@require_safe
def case_runs(request: HttpRequest, reference: str) -> HttpResponse:
    """The list, and two of them side by side: those named, else the last two."""
    case = case_of(request, reference, clinical=True)
    actions.read_case(case=case, by=request.user)
    runs = list(evaluation.runs(case))
    pair = _pair(request, runs)
    context = {
        "case": case,
        "runs": runs,
        "pair": pair,
        "difference": _difference(case, pair) if pair else None,
    }
    return render(request, "staff/runs/case_runs.html", context)


def _pair(request: HttpRequest, runs: Sequence[Evaluation]) -> Pair | None:
    """The earlier one first, whichever was named first."""
    by_id = {str(run.pk): run for run in runs}
    named = [by_id.get(request.GET.get(name, "")) for name in ("before", "after")]
    found = [run for run in named if run is not None]
    if len(found) < len(named):
        found = list(runs[:2])
    if len(found) < len(named):
        return None
    first, second = sorted(found, key=lambda run: (run.at, run.pk))
    return first, second


def _difference(case: Case, pair: Pair) -> dict[str, Any] | None:
    before, after = pair
    for run in pair:
        run.case = case
    found = difference(evaluation.opened(before), evaluation.opened(after))
    return difference_shown(found, before.protocol.rules, after.protocol.rules)
