"""Holding what a patient tried or takes against a list of a pharmacy or a record."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.practice.models import Organisation
from intake.questionnaires.filled import filled
from intake.review import actions
from intake.review.checking import Found, RowChanged, check_row, take_back
from intake.review.checks import History, checks_of
from intake.review.history import histories_of
from intake.review.models import Case
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.ui.forms import REVISION, posted

from .history_forms import MedicineForm, SourceForm, TakeBackForm, TrialForm
from .history_shown import check_shown, checks_shown, row_shown

ROW = "_row"
LONGEST_NUMBER = 18  # digits


@require_http_methods(["GET", "HEAD", "POST"])
def trial_check(request: HttpRequest, reference: str, row: str) -> HttpResponse:
    """Check or correct one trial."""
    return _checking(request, reference, History.TRIALS, row)


@require_http_methods(["GET", "HEAD", "POST"])
def trial_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a trial that only a source knows."""
    return _checking(request, reference, History.TRIALS, None)


@require_http_methods(["GET", "HEAD", "POST"])
def medicine_check(request: HttpRequest, reference: str, row: str) -> HttpResponse:
    """Check or correct one medicine."""
    return _checking(request, reference, History.MEDICINES, row)


@require_http_methods(["GET", "HEAD", "POST"])
def medicine_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a medicine that only a source knows."""
    return _checking(request, reference, History.MEDICINES, None)


def _checking(
    request: HttpRequest, reference: str, history: History, row: str | None
) -> HttpResponse:
    case = case_of(request, reference, clinical=True)
    if case.stage == Case.Stage.WITHDRAWN:
        return withdrawn(request, case)
    page = _Page(request, case, history, row)
    if request.method != "POST":
        actions.read_case(case=case, by=request.user)
        return page.shown(HTTPStatus.OK)
    if not page.form.is_valid():
        return page.shown(HTTPStatus.UNPROCESSABLE_ENTITY)
    return page.recorded()


class _Page:
    """The page of one row: asked, refused, in conflict, or done."""

    def __init__(
        self, request: HttpRequest, case: Case, history: History, row: str | None
    ):
        self.request, self.case, self.history = request, case, history
        self.now = filled(case.response)
        self.adds = row is None
        self.row = row or _new_row(request)
        self.histories = histories_of(case, self.now)
        self.known = None if self.adds else self._find()
        self.form = self._form()

    def _find(self) -> Any:
        histories = self.histories
        if self.history == History.TRIALS:
            known = histories.treatments.trial(self.row)
        else:
            known = histories.medicines.medicine(self.row)
        if known is None:
            raise Http404
        return known

    def _form(self) -> SourceForm:
        data = posted(self.request)
        if self.history == History.MEDICINES:
            return MedicineForm(data, known=self.known)
        today = Organisation.current().today()
        return TrialForm(data, known=self.known, today=today)

    def recorded(self) -> HttpResponse:
        cleaned = self.form.cleaned_data
        found = Found(
            history=str(self.history),
            row=self.row,
            source=cleaned["source"],
            words=cleaned["words"],
            facts=self.form.facts(),
        )
        try:
            check_row(
                case=self.case,
                found=found,
                seen=self._seen(),
                by=self.request.user,
                adds=self.adds,
            )
        except actions.CaseIsWithdrawn:
            return withdrawn(self.request, self.case)
        except RowChanged:
            return self._conflict()
        messages.success(self.request, _("Recorded. The case was evaluated again."))
        return redirect("staff:case_detail", reference=self.case.reference)

    def _seen(self) -> int:
        seen = self.request.POST.get(REVISION, "")
        return int(seen) if seen.isdecimal() and len(seen) <= LONGEST_NUMBER else -1

    def _conflict(self) -> HttpResponse:
        if self.adds:
            return redirect("staff:case_detail", reference=self.case.reference)
        return self.shown(HTTPStatus.CONFLICT)

    def shown(self, status: HTTPStatus) -> HttpResponse:
        checks = checks_of(self.case)
        context = {
            "case": self.case,
            "form": self.form,
            "adds": self.adds,
            "is_trial": self.history == History.TRIALS,
            "row": self.row,
            "known": self.known and row_shown(self.now, self.histories, self.known),
            "checks": checks_shown(checks, self.history, self.row),
            "revision": checks.latest(self.history, self.row),
            "changed": status == HTTPStatus.CONFLICT,
            "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        }
        return render(self.request, "staff/history_check.html", context, status=status)


def _new_row(request: HttpRequest) -> str:
    """The id that a new row was given when its page was opened."""
    try:
        return str(UUID(request.POST.get(ROW, "")))
    except ValueError:
        return str(uuid4())


@require_http_methods(["GET", "HEAD", "POST"])
def check_take_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """State that what was stated from a source does not hold."""
    case = case_of(request, reference, clinical=True)
    if case.stage == Case.Stage.WITHDRAWN:
        return withdrawn(request, case)
    check = checks_of(case).find(number)
    if check is None:
        raise Http404
    form = TakeBackForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _taken_back(request, case, number, form.cleaned_data["words"])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"case": case, "form": form, "check": check_shown(check)}
    return render(request, "staff/history_take_back.html", context, status=status)


def _taken_back(
    request: HttpRequest, case: Case, number: int, words: str
) -> HttpResponse:
    try:
        take_back(case=case, check=number, words=words, by=request.user)
    except actions.CaseIsWithdrawn:
        return withdrawn(request, case)
    messages.success(request, _("Taken back. The case was evaluated again."))
    return redirect("staff:case_detail", reference=case.reference)
