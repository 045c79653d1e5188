"""The worklist: alerts first, then cases by urgency and waiting time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.messaging.models import Outbox
from intake.patients.identity import identity_of
from intake.review.models import Case
from intake.review.worklist import Cursor, alerts_for, cases_for


@never_cache
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    user = request.user
    if reference := request.GET.get("reference", "").strip().upper():
        return _find(request, reference)
    closed = request.GET.get("show") == "closed"
    after = Cursor.parse(request.GET.get("after", ""))
    cases, following = cases_for(user, closed=closed, after=after)
    alerts = [(alert, identity_of(alert.patient)) for alert in alerts_for(user)]
    audit.record("worklist.read", by=user, cases=len(cases), alerts=len(alerts))
    show = "show=closed&" if closed else ""
    context = {
        "alerts": alerts,
        "cases": cases,
        "closed": closed,
        "has_sites": bool(user.site_ids()),
        "unsent": Outbox.objects.failing().count(),
        "next_url": f"?{show}after={following}" if following else "",
        "first_url": f"?{show}" if after else "",
        "sees_clinical": user.is_clinical,
    }
    return render(request, "staff/worklist.html", context)


def _find(request: HttpRequest, reference: str) -> HttpResponse:
    """By reference, the hyphen may be left out."""
    if len(reference) == 8 and "-" not in reference:
        reference = f"{reference[:4]}-{reference[4:]}"
    case = get_object_or_404(Case.objects.visible_to(request.user), reference=reference)
    return redirect("staff:case_detail", reference=case.reference)
