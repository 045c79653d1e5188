"""The questionnaires of the clinic: which version is open, and closing and opening."""

from collections.abc import Iterable
from http import HTTPStatus

from django.contrib import messages
from django.db.models import Count, Q
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.domain.questionnaire import risk
from intake.domain.questionnaire.definition import canonical_hash
from intake.questionnaires.models import Questionnaire, Response, Version
from intake.questionnaires.publishing import (
    proposals,
    reopen_questionnaire,
    retire_questionnaire,
)
from intake.questionnaires.taking import (
    Unheard,
    asks_about_danger,
    gaps,
    publishing_gaps,
)
from intake.review.publishing import unsupplied_facts

from .problems_shown import Remark, fact_remarks, gap_remarks
from .versions import found_version

State = Response.State


@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """Each questionnaire with its versions, and how many people are on each."""
    found = Questionnaire.objects.select_related("active_version").order_by("code")
    versions = list(_counted(Version.objects.all()))
    rows = [
        {
            "questionnaire": questionnaire,
            "active": questionnaire.active_version,
            "versions": [v for v in versions if v.questionnaire_id == questionnaire.pk],
        }
        for questionnaire in found.defer("active_version__data")
    ]
    published = {version.digest for version in versions}
    active = [row["active"] for row in rows if row["active"]]
    is_risky = any(asks_about_danger(version.pk) for version in active)
    context = {
        "rows": [row for row in rows if row["versions"]],
        "proposals": [
            proposal
            for proposal in proposals().select_related("by")
            if canonical_hash(proposal.data) not in published
        ],
        "gaps": gap_remarks(gaps(), request.user) if is_risky else [],
    }
    return render(request, "staff/questionnaires/list.html", context)


def _counted(versions) -> Iterable[Version]:
    """Versions, newest first, with their title and how many people are on each."""
    own = Q(responses__base=None)
    drafts = Q(responses__state=State.IN_PROGRESS) & own
    sent = Q(responses__state__in=[State.COMPLETED, State.AMENDED]) & own
    return (
        versions.select_related("published_by")
        .annotate(
            title=KT("data__title__en"),
            draft_count=Count("responses", filter=drafts),
            sent_count=Count("responses", filter=sent),
        )
        .order_by("-number")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_close(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once, then let nobody begin it any more."""
    questionnaire = get_object_or_404(Questionnaire, code=code)
    if request.POST.get("_action") == "close":
        retire_questionnaire(questionnaire=questionnaire, by=request.user)
        text = _("{code} is closed: nobody can begin it.")
        messages.success(request, text.format(code=code))
        return redirect("staff:questionnaires")
    context = {
        "questionnaire": questionnaire,
        "drafts": Response.objects.drafts()
        .filter(version__questionnaire=questionnaire)
        .count(),
    }
    template = "staff/questionnaires/close.html"
    return render(request, template, context, status=_asked(request))


@require_http_methods(["GET", "HEAD", "POST"])
def version_open(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask once, then let new patients begin this version."""
    version = found_version(code, number)
    blockers = _blockers(version, request)
    if request.POST.get("_action") == "open" and not blockers:
        try:
            reopen_questionnaire(version=version, by=request.user)
        except Unheard:  # somebody took it back in this instant
            blockers = _blockers(version, request)
        else:
            text = _("Version {n} is open to new patients.")
            messages.success(request, text.format(n=number))
            return redirect("staff:version", code=code, number=number)
    context = {
        "version": version,
        "active": version.questionnaire.active_version,
        "blockers": blockers,
    }
    template = "staff/questionnaires/open.html"
    return render(request, template, context, status=_asked(request))


def _blockers(version: Version, request: HttpRequest) -> list[Remark]:
    definition = version.definition
    asks = risk.safety_items(definition)
    missing = gap_remarks(publishing_gaps(), request.user) if asks else []
    return missing + fact_remarks(unsupplied_facts(definition))


def _asked(request: HttpRequest) -> int:
    """A post that pressed no known button is refused."""
    refused = request.method == "POST"
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
