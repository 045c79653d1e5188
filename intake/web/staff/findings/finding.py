"""One finding of a case: what it rests on, and dealing with it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.findings import actions
from intake.findings.actions import Evidence
from intake.findings.attachments import attached_to
from intake.findings.inquiries import inquiries_of
from intake.findings.work import Found, found_in, work_on
from intake.questionnaires.filled import filled
from intake.questions.reading import asked_in_own_words
from intake.review import actions as review
from intake.review import evaluation
from intake.review.history import histories_of
from intake.review.models import Case
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.staff.cases.findings_shown import findings_shown, reading_of
from intake.web.ui.forms import REVISION, posted

from .forms import FindingForm, TakeBackForm
from .work_shown import key_of, work_shown

LONGEST_NUMBER = 18  # digits
LONGEST_QUOTE = 300  # characters


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Confirm, resolve or set aside one finding."""
    case = case_of(request, reference, clinical=True)
    if case.stage == Case.Stage.WITHDRAWN:
        return withdrawn(request, case)
    found = find(case, key)
    if found is None:
        return gone(request, case)
    files = request.FILES if request.method == "POST" else None
    form = FindingForm(posted(request), files, there=_there(case, found))
    if request.method != "POST":
        review.read_case(case=case, by=request.user)
        return _page(request, case, found, form, HTTPStatus.OK)
    if not form.is_valid():
        return _page(request, case, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _recorded(request, case, found, form)


def find(case: Case, key: str) -> Found | None:
    return next((one for one in found_in(case) if key_of(one.works) == key), None)


def _there(case: Case, found: Found) -> dict[str, tuple[str, Evidence | None]]:
    """Files and replies about this finding, and answers in own words, by a code."""
    files = {
        f"file-{one.record.number}": (one.name, one.record)
        for one in attached_to(case)
        if one.finding == found.id
    }
    replies = {
        f"reply-{one.record.pk}": (
            _("Reply of {name}").format(name=one.who),
            one.ending,
        )
        for one in inquiries_of(case)
        if one.reply and one.asked.finding == found.id
    }
    return files | replies | _answers(case)


def _answers(case: Case) -> dict[str, tuple[str, None]]:
    """What the patient answered in their own words: quoted, not linked."""
    quoted = _("The patient on {on}: “{words}”")
    return {
        f"answer-{one.question.pk}": (
            quoted.format(
                on=date_format(timezone.localtime(one.ending.at), "j F Y"),
                words=Truncator(" ".join(one.answer.split())).chars(LONGEST_QUOTE),
            ),
            None,
        )
        for one in asked_in_own_words(case)
        if one.ending and one.answer
    }


def gone(request: HttpRequest, case: Case) -> HttpResponse:
    """The finding rests on something else now, or is not there any more."""
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.NOT_FOUND
    context = {"case": case}
    return render(request, "staff/findings/gone.html", context, status=status)


def _recorded(
    request: HttpRequest, case: Case, found: Found, form: FindingForm
) -> HttpResponse:
    try:
        actions.deal_with(
            case=case,
            grounds=found.works.grounds,
            statement=form.statement(),
            seen=_seen(request),
            by=request.user,
            evidence=form.evidence(),
        )
    except review.CaseIsWithdrawn:
        return withdrawn(request, case)
    except actions.NoSuchFinding:
        return gone(request, case)
    except actions.WorkChanged:
        again = find(case, key_of(found.works)) or found
        return _page(request, case, again, form, HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded. The finding itself stays in the record."))
    return redirect("staff:case_detail", reference=case.reference)


def _seen(request: HttpRequest) -> int:
    seen = request.POST.get(REVISION, "")
    fits = seen.isascii() and seen.isdecimal() and len(seen) <= LONGEST_NUMBER
    return int(seen) if fits else -1


def _page(
    request: HttpRequest,
    case: Case,
    found: Found,
    form: FindingForm,
    status: HTTPStatus,
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "finding": shown_with_work(case, found),
        "revision": found.works.latest,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "changed": status == HTTPStatus.CONFLICT,
    }
    return render(request, "staff/findings/finding.html", context, status=status)


def shown_with_work(case: Case, found: Found) -> dict[str, Any]:
    """One finding as the case page shows it, with no way to itself."""
    latest = evaluation.latest(case)
    run, now = evaluation.opened(latest), filled(case.response)
    observed = evaluation.observations(case)
    histories = histories_of(case, now)
    every = findings_shown(reading_of(latest, run, now, observed, histories))
    shown = next(one for one in every if one["id"] == found.id)
    return shown | {"work": work_shown(case, found.works), "alone": True}


@require_http_methods(["GET", "HEAD", "POST"])
def finding_take_back(
    request: HttpRequest, reference: str, number: int
) -> HttpResponse:
    """State that what was done about a finding does not hold."""
    case = case_of(request, reference, clinical=True)
    if case.stage == Case.Stage.WITHDRAWN:
        return withdrawn(request, case)
    work = work_on(case).find(number) if number < 10**LONGEST_NUMBER else None
    if work is None:
        raise Http404
    form = TakeBackForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _taken_back(request, case, number, form.cleaned_data["reason"])
    if request.method != "POST":
        review.read_case(case=case, by=request.user)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"case": case, "form": form, "deed": work}
    return render(request, "staff/findings/take_back.html", context, status=status)


def _taken_back(
    request: HttpRequest, case: Case, number: int, reason: str
) -> HttpResponse:
    try:
        actions.take_back(case=case, number=number, reason=reason, by=request.user)
    except review.CaseIsWithdrawn:
        return withdrawn(request, case)
    messages.success(request, _("Taken back. Both stay in the record."))
    return redirect("staff:case_detail", reference=case.reference)
