"""The versions of the protocol: who published them, what they say, which cases."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from intake.domain.eligibility.criterion import Criterion
from intake.domain.eligibility.protocol import Protocol as Rules
from intake.practice.models import ROUTES
from intake.reruns import actions
from intake.reruns.models import Rerun
from intake.review.evaluation import active_protocol

STARTS = {"try": Rerun.Kind.TRIAL, "apply": Rerun.Kind.REAL}
MOST = 10  # reruns that are listed
LARGEST = 10**9


@require_http_methods(["GET", "HEAD", "POST"])
def protocols(request: HttpRequest) -> HttpResponse:
    """The list, and starting a rerun: to see what would change, or to count."""
    kind = STARTS.get(request.POST.get("_action", ""))
    if kind is not None:
        started = actions.start(kind=kind, by=request.user)
        return redirect("staff:rerun", rerun_id=started.pk)
    reruns = Rerun.objects.select_related("version__protocol", "by")
    reruns = reruns.defer("version__data")
    active, counts = active_protocol(), actions.open_by_version()
    versions = list(actions.versions())
    for version in versions:
        version.open_cases = counts.get(version.pk, 0)
    refused = request.method == "POST"
    context = {
        "versions": versions,
        "active": active,
        "others": sum(counts.values()) - counts.get(active.pk, 0),
        "reruns": reruns[:MOST],
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "staff/protocols/list.html", context, status=status)


@require_safe
def protocol(request: HttpRequest, number: int) -> HttpResponse:
    """What a version says: every criterion with what it means and its sources."""
    version = actions.versions().filter(number=min(number, LARGEST)).first()
    if version is None:
        raise Http404
    context = {
        "version": version,
        "rules": version.rules,
        "sections": _sections(version.rules),
    }
    return render(request, "staff/protocols/protocol.html", context)


def _sections(rules: Rules) -> list[dict[str, Any]]:
    """In the order of the criteria."""
    codes = dict.fromkeys(one.section for one in rules.criteria)
    return [
        {
            "title": rules.sections[code],
            "criteria": [_shown(one) for one in rules.criteria if one.section == code],
        }
        for code in codes
    ]


def _shown(criterion: Criterion) -> Mapping[str, Any]:
    by_route = ((name, criterion.severity.get(code)) for code, name in ROUTES)
    return {
        "id": criterion.id,
        "title": criterion.title,
        "action": criterion.action,
        "reversible": criterion.reversible,
        "routes": [(name, severity) for name, severity in by_route if severity],
        "sources": criterion.sources,
    }
