"""Entering the score of an instrument that was asked elsewhere, and correcting it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.domain.questionnaire.items import in_language
from intake.domain.score_entry import EntryForm, entry_forms
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.score_entry import (
    EnteredScore,
    ImpossibleDay,
    ScoreChanged,
    entered_scores,
    revision_of,
)
from intake.review import actions
from intake.review.models import Case
from intake.review.score_entry import enter_score
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.staff.reading import page_language
from intake.web.ui.forms import REVISION, posted

from .score_forms import ScoreForm
from .scores_shown import entered_shown


@require_safe
def score_choose(request: HttpRequest, reference: str) -> HttpResponse:
    """What may be entered, and why the words are not here."""
    case = case_of(request, reference, clinical=True)
    if case.stage == Case.Stage.WITHDRAWN:
        return withdrawn(request, case)
    offered = [
        {
            "number": number,
            "title": in_language(entry.title, page_language()),
            "time_frame": entry.time_frame,
            "hint": in_language(entry.entry.hint, page_language()),
            "licence": entry.licence,
        }
        for number, entry in enumerate(entry_forms().values(), start=1)
    ]
    context = {"case": case, "offered": offered}
    return render(request, "staff/score_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def score_enter(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Enter a score. Instruments are numbered: no address names one."""
    case = case_of(request, reference, clinical=True)
    entries = list(entry_forms().values())
    if not 1 <= number <= len(entries):
        raise Http404
    return _entering(request, case, filled(case.response), entries[number - 1], None)


@require_http_methods(["GET", "HEAD", "POST"])
def score_correct(request: HttpRequest, reference: str, record: int) -> HttpResponse:
    """Enter a score again that was entered wrong; both are kept."""
    case = case_of(request, reference, clinical=True)
    now = filled(case.response)
    wrong = next((one for one in _entered(now) if one.record.pk == record), None)
    if wrong is None or wrong.record.instrument not in entry_forms():
        raise Http404
    return _entering(request, case, now, entry_forms()[wrong.record.instrument], wrong)


def _entering(
    request: HttpRequest,
    case: Case,
    now: Filled,
    entry: EntryForm,
    wrong: EnteredScore | None,
) -> HttpResponse:
    if case.stage == Case.Stage.WITHDRAWN:
        return withdrawn(request, case)
    form = ScoreForm(posted(request), entry=entry, corrects=wrong)
    page = _Page(request, case, now, form)
    if request.method != "POST":
        actions.read_case(case=case, by=request.user)
        return page.corrected_before() or page.shown(HTTPStatus.OK)
    if not form.is_valid():
        return page.shown(HTTPStatus.UNPROCESSABLE_ENTITY)
    return page.recorded()


class _Page:
    """The page of one entry: asked, refused, in conflict, or done."""

    def __init__(
        self, request: HttpRequest, case: Case, now: Filled, form: ScoreForm
    ) -> None:
        self.request, self.case, self.now, self.form = request, case, now, form
        self.code = form.entry.code

    def recorded(self) -> HttpResponse:
        seen = self.request.POST.get(REVISION, "")
        try:
            enter_score(
                case=self.case,
                entered=self.form.entered(),
                seen=int(seen) if seen.isdecimal() and len(seen) < 19 else -1,
                by=self.request.user,
            )
        except ImpossibleDay:
            sentence = _("Write a day that is not ahead, nor before the birth.")
            self.form.add_error("given_on", sentence)
            return self.shown(HTTPStatus.UNPROCESSABLE_ENTITY)
        except actions.CaseIsWithdrawn:
            return withdrawn(self.request, self.case)
        except ScoreChanged:
            return self.corrected_before() or self.shown(HTTPStatus.CONFLICT)
        messages.success(self.request, _("The score is recorded."))
        return redirect("staff:case_detail", reference=self.case.reference)

    def shown(self, status: HTTPStatus) -> HttpResponse:
        changed = status == HTTPStatus.CONFLICT
        entry = self.form.entry
        context = {
            "case": self.case,
            "entry": entry,
            "title": in_language(entry.title, page_language()),
            "form": self.form,
            "corrects": self.form.corrects,
            "revision": revision_of(self.now, self.code),
            "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
            "there": entered_shown(_entered(self.now), self.code) if changed else [],
        }
        return render(self.request, "staff/score_enter.html", context, status=status)

    def corrected_before(self) -> HttpResponse | None:
        """The way back, if somebody has corrected this entry already."""
        wrong = self.form.corrects
        corrected = {one.data["corrects"] for one in _entered(self.now)}
        if wrong is None or wrong.record.pk not in corrected:
            return None
        status = HTTPStatus.CONFLICT
        context = {"case": self.case}
        return render(
            self.request, "staff/score_corrected.html", context, status=status
        )


def _entered(now: Filled) -> list[EnteredScore]:
    ids = (now.response.pk, *now.earlier_ids)
    return entered_scores(now.response.patient, ids)
