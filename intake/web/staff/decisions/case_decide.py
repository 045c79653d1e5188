"""Deciding a case: drafted, seen as the patient will see it, signed."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.accounts.models import User
from intake.decisions import second
from intake.decisions.letters import condition_texts, draft_for, told_of
from intake.decisions.models import SecondReading
from intake.decisions.reading import is_overtaken, may_settle, open_reading
from intake.domain.letters.words import words_for
from intake.findings.actions import NotReasoned
from intake.patients.identity import mail_address_of
from intake.practice.models import Organisation
from intake.questionnaires.filled import filled
from intake.review import actions, evaluation
from intake.review.history import histories_of
from intake.review.models import Case
from intake.web.staff.accounts.signing import is_signed, needs_password
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.staff.cases.findings_shown import open_findings, reading_of
from intake.web.staff.findings.overruling import against

from .decision_form import DRAFTED, DRAFTING, RECORDING, DecisionForm, mark_of

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class Beside:
    """What a page shows beside the form.

    ``new_draft`` stands there when the message has been edited since the last draft.
    """

    preview: str = ""
    conditions: tuple[str, ...] = ()
    new_draft: str = ""


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def case_decide(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_of(request, reference, clinical=True)
    if case.stage == Case.Stage.WITHDRAWN:
        return withdrawn(request, case)
    if request.method != "POST":
        if _is_for_others(case, request.user):
            return redirect("staff:second_reading", reference=reference)
        actions.read_case(case=case, by=request.user)
        return _page(request, case, _form(request, case))
    form = _form(request, case, request.POST)
    pressed = request.POST.get("_action")
    if not form.is_valid():
        stale = pressed == RECORDING and _seen(request) != actions.revision_of(case)
        status = HTTPStatus.CONFLICT if stale else REFUSED
        return _page(request, case, form, status=status)
    if pressed == DRAFTING:
        return _draft(request, case, form)
    if pressed != RECORDING:
        return _page(request, case, form, _seen_by_patient(case, form))
    if not is_signed(request, form):
        return _page(request, case, form, status=REFUSED)
    return _record(request, case, form)


def _seen(request: HttpRequest) -> str:
    """The revision of the case that the clinician looked at."""
    return request.POST.get("_revision", "")


def _is_for_others(case: Case, user: User) -> bool:
    """A signed decision waits for a second reader, and nobody decides over it."""
    reading = open_reading(case)
    if reading is None or is_overtaken(reading):
        return False
    return not may_settle(reading, user)


def _form(
    request: HttpRequest, case: Case, data: QueryDict | None = None
) -> DecisionForm:
    return DecisionForm(
        data,
        requested=evaluation.opened(evaluation.latest(case))["requested"],
        words=words_for("en"),
        signs=needs_password(request),
        against=against(case),
        today=Organisation.current().today(),
    )


def _draft(request: HttpRequest, case: Case, form: DecisionForm) -> HttpResponse:
    """Put a draft into the message, or beside it where it would overwrite something."""
    text = draft_for(case, form.outcomes(), form.choices())
    if not form.is_message_untouched:
        return _page(request, case, form, Beside(new_draft=text))
    data = request.POST.copy()
    data["message"], data[DRAFTED] = text, mark_of(text)
    form = _form(request, case, data)
    form.fields["message"].widget.attrs["autofocus"] = True
    return _page(request, case, form)


def _seen_by_patient(case: Case, form: DecisionForm) -> Beside:
    texts = condition_texts(case, form.choices())
    return Beside(preview=form.cleaned_data["message"], conditions=tuple(texts))


def _record(request: HttpRequest, case: Case, form: DecisionForm) -> HttpResponse:
    try:
        done = second.decide(
            case=case,
            signed=form.signed(),
            seen=_seen(request),
            wishes=form.cleaned_data["second_reader"],
            by=request.user,
        )
    except actions.CaseIsWithdrawn:
        return withdrawn(request, case)
    except (actions.CaseChanged, second.WaitsForSecond, NotReasoned):
        return _page(request, case, form, status=HTTPStatus.CONFLICT)
    if isinstance(done, SecondReading):
        messages.info(
            request,
            _("Signed. The patient hears of it once a second reader agrees."),
        )
    else:
        _say_recorded(request, case)
    return redirect("staff:case_detail", reference=case.reference)


def _say_recorded(request: HttpRequest, case: Case) -> None:
    if mail_address_of(case.patient):
        messages.success(request, _("Decision recorded. The patient was told."))
        return
    told = _("Decision recorded. No e-mail reaches the patient: tell them by phone.")
    messages.warning(request, told)


def _page(
    request: HttpRequest,
    case: Case,
    form: DecisionForm,
    beside: Beside | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The form with what is there now; whatever was typed stays in it."""
    latest = evaluation.latest(case)
    run, observations = evaluation.opened(latest), evaluation.observations(case)
    now = filled(case.response)
    histories = histories_of(case, now)
    reading = reading_of(latest, run, now, observations, histories)
    current = case.decisions.current().select_related("decided_by").first()
    context = {
        "case": case,
        "form": form,
        "revision": actions.revision_of(case),
        "refused": status == REFUSED,
        "changed": status == HTTPStatus.CONFLICT,
        "beside": beside or Beside(),
        "run": run,
        "open_findings": form.against.still_open(open_findings(reading)),
        "settled_findings": form.against.settled,
        "reading": open_reading(case),
        "told": current and told_of(current, case),
        "case_url": reverse("staff:case_detail", args=[case.reference]),
    }
    return render(request, "staff/decisions/case_decide.html", context, status=status)
