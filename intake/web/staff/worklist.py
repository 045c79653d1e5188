"""The worklist: alerts first, then cases by urgency and waiting time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.messaging.actions import worker_is_alive
from intake.messaging.models import Outbox
from intake.patients.identity import identity_of
from intake.review.models import Case
from intake.review.references import as_reference
from intake.review.worklist import Cursor, alerts_for, calls_for, cases_for


@never_cache
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    if typed := request.GET.get("reference", "").strip():
        return _find(request, typed)
    user = request.user
    closed = request.GET.get("show") == "closed"
    after = Cursor.parse(request.GET.get("after", ""))
    cases, following = cases_for(user, closed=closed, after=after)
    alerts = [(alert, identity_of(alert.patient)) for alert in alerts_for(user)]
    audit.record("worklist.read", by=user, cases=len(cases), alerts=len(alerts))
    show = "show=closed&" if closed else ""
    context = {
        "alerts": alerts,
        "calls": calls_for(user),
        "cases": cases,
        "closed": closed,
        "has_sites": bool(user.site_ids()),
        "unsent": Outbox.objects.failing().count(),
        "worker_is_alive": worker_is_alive(),
        "next_url": f"?{show}after={following}" if following else "",
        "first_url": f"?{show}" if after else "",
        "sees_clinical": user.is_clinical,
    }
    return render(request, "staff/worklist.html", context)


def _find(request: HttpRequest, typed: str) -> HttpResponse:
    """Open the case with this reference, if there is one at this person's sites."""
    reference = as_reference(typed)
    cases = Case.objects.visible_to(request.user)
    if reference and cases.filter(reference=reference).exists():
        return redirect("staff:case_detail", reference=reference)
    messages.warning(request, _("No case with this reference at your sites."))
    return redirect("staff:worklist")
