"""Asking a patient some questions again: chosen, shown as they will see it, sent."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.patients.identity import identity_of
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response
from intake.questions import actions as questions
from intake.questions.reading import asked_in_own_words
from intake.review import actions, asked, asking
from intake.review.models import Case
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.staff.reading import page_language

from .ask_form import AskForm
from .askable import Section, choices_of, chosen, numbers, sections_of

NOTHING_SEEN = UUID(int=0)


@require_http_methods(["GET", "HEAD", "POST"])
def case_ask(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_of(request, reference, clinical=True)
    if case.stage == Case.Stage.WITHDRAWN:
        return withdrawn(request, case)
    if request.method != "POST":
        actions.read_case(case=case, by=request.user)
        return _Page(request, case).show()
    pressed = request.POST.get("_action")
    if pressed == "stop":
        return _stop(request, case)
    page = _Page(request, case)
    if not page.form.is_valid():
        return page.show(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if pressed == "send":
        return _send(page)
    return page.show(preview=True)


def _stop(request: HttpRequest, case: Case) -> HttpResponse:
    if questions.stop_all(case=case, by=request.user):
        messages.success(request, _("The patient is not asked any more."))
    else:
        messages.info(request, _("Nothing is being asked of the patient now."))
    return redirect("staff:case_detail", reference=case.reference)


def _send(page: "_Page") -> HttpResponse:
    request, case = page.request, page.case
    try:
        questions.ask_all(
            case=case, by=request.user, seen=_seen(request), **page.form.cleaned_data
        )
    except actions.CaseIsWithdrawn:
        return withdrawn(request, case)
    except (actions.CaseChanged, asking.AskedMeanwhile):
        return _Page(request, case_of(request, case.reference)).show(
            status=HTTPStatus.CONFLICT
        )
    messages.success(request, _("The patient is asked, and was told so."))
    return redirect("staff:case_detail", reference=case.reference)


def _seen(request: HttpRequest) -> UUID:
    """The answers that the clinician looked at; nonsense counts as none."""
    try:
        return UUID(request.POST.get("_revision", ""))
    except ValueError:
        return NOTHING_SEEN


class _Page:
    """The page with what is there now; whatever was typed stays in it."""

    def __init__(self, request: HttpRequest, case: Case):
        self.request, self.case = request, case
        self.now = filled(case.response)
        self.sections = sections_of(self.now)
        self.form = AskForm(
            request.POST if request.method == "POST" else None,
            sections=self.sections,
            initial={"items": self._wanted()},
        )

    def _wanted(self) -> list[str]:
        """What a link from a finding names, by number."""
        known = {str(number): name for name, number in numbers(self.now).items()}
        named = self.request.GET.getlist("item")
        return chosen(self.sections, [known[n] for n in named if n in known])

    def show(
        self, *, preview: bool = False, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        request = asked.open_request(self.case)
        own = [one for one in asked_in_own_words(self.case) if one.question.is_open]
        if (request or own) and self.request.method == "POST":
            status, preview = HTTPStatus.CONFLICT, False
        identity = identity_of(self.case.patient)
        context = {
            "case": self.case,
            "form": self.form,
            "request_shown": request and request_shown(request),
            "own_open": own,
            "revision": self.case.response_id,
            "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
            "changed": status == HTTPStatus.CONFLICT,
            "preview": self._preview() if preview else None,
            "reads_other": identity and identity.language != page_language(),
            "identity": identity,
            "case_url": reverse("staff:case_detail", args=[self.case.reference]),
        }
        return render(self.request, "staff/case_ask.html", context, status=status)

    def _preview(self) -> dict[str, Any]:
        wanted = self.form.cleaned_data["items"]
        return {
            "reason": self.form.cleaned_data["reason"],
            "words": self.form.cleaned_data["words"],
            "questions": [
                choice for choice in _choices(self.sections) if choice.key in wanted
            ],
        }


def _choices(sections: Iterable[Section]) -> Iterable[Any]:
    return (choice for section in sections for choice in section.choices)


def request_shown(request: Response) -> dict[str, Any]:
    """What is being asked, since when, by whom and why; how far the answers are."""
    now = filled(request)
    return {
        "request": request.request,
        "reason": questionnaires.reason_of(request),
        "questions": choices_of(now, request.asked),
        "begun": _has_begun(now),
    }


def _has_begun(now: Filled) -> bool:
    return any(layer.told_here for layer in now.stack)
