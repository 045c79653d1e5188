"""Where a patient lands: start, go on, follow what happens, withdraw."""

from contextlib import suppress
from http import HTTPStatus

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from intake.accounts.models import User
from intake.accounts.proving import is_fresh
from intake.audit import actions as audit
from intake.decisions.appeals import latest_of
from intake.decisions.returning import may_return
from intake.domain.questionnaire.items import in_language
from intake.learning.standing import standing
from intake.patients.consents import TakenBack
from intake.patients.identity import identity_of
from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.filled import filled
from intake.questionnaires.models import Response
from intake.questionnaires.taking import startable_version
from intake.reminders.standing import open_until, unanswered_step
from intake.review import actions as review
from intake.review.beginning import CaseOpen, begin_request
from intake.review.models import Case
from intake.safety.plans import latest_plan
from intake.web.ui.filling.again import safety_words, why_again
from intake.web.ui.filling.typing import unsaved_pages
from intake.web.ui.plan_words import plan_shown

from .decided import latest_case, news_of
from .learning import known_from
from .letting_in import OFFER
from .opening import OwnSitting, patient_of
from .question import questions_shown

IN_PROGRESS = Response.State.IN_PROGRESS


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    patient = patient_of(request)
    identity = identity_of(patient)
    if identity is None:
        return redirect("patient:about_you")
    case = latest_case(patient)
    draft = _draft(patient)
    may_begin = draft is None and (case is None or case.stage == Case.Stage.WITHDRAWN)
    context = {
        "identity": identity,
        "draft": draft and _draft_shown(OwnSitting(request, draft)),
        "asked": [_asked_shown(request, asked) for asked in _asked(patient)],
        "own_questions": questions_shown(case),
        "case": case,
        "is_late": case is not None and _is_late(case),
        "may_begin": may_begin,
        "is_taking": may_begin and startable_version() is not None,
        "no_answer": unanswered_step(case) if case else None,
        "news": news_of(case, request),
        "said": latest_of(case) if case else None,
        "may_return": case is not None and may_return(case),
        "plan": _plan_shown(patient, request),
        "offer_passkey": request.session.get(OFFER) and is_fresh(request.session),
        "to_read": standing(patient, known_from(case)).to_read[:3] if case else [],
    }
    return render(request, "patient/home.html", context)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Start for the first time or again; whoever has begun goes on with that."""
    patient = patient_of(request)
    if identity_of(patient) is None:
        return redirect("patient:about_you")
    try:
        draft = begin_request(patient=patient, by=request.user)
    except CaseOpen:
        return redirect("patient:home")
    except TakenBack:
        return redirect("patient:about_you")
    except questionnaires.NotTaking:
        return render(request, "patient/not_taking.html", status=HTTPStatus.CONFLICT)
    return redirect(OwnSitting(request, draft).next_url(filled(draft)))


def _is_late(case: Case) -> bool:
    return case.promised_on < Organisation.current().today()


def _draft(patient: Patient) -> Response | None:
    drafts = patient.responses.drafts().select_related("patient__identity")
    return drafts.order_by("-saved_at").first()


def _asked(patient: Patient) -> QuerySet:
    """What is asked again of answers that were sent; the rest goes with its draft."""
    asked = patient.responses.asked_again().exclude(base__state=IN_PROGRESS)
    return asked.select_related("patient__identity", "request", "base")


def _asked_shown(request: HttpRequest, asked: Response) -> dict:
    sitting, now = OwnSitting(request, asked), filled(asked)
    return {
        "url": sitting.next_url(now),
        "until": open_until(asked, Organisation.current()),
        "why": why_again(now),
        "number": len(asked.asked),
        "started": bool(asked.saved_pages.exists()),
        "is_complete": now.next_page is None,
    }


def _draft_shown(sitting: OwnSitting) -> dict:
    now, language = filled(sitting.response), sitting.language
    following, unsaved = now.next_page, unsaved_pages(sitting, now)
    first = any(layer.next_page for layer in now.stack[1:])
    return {
        "why_again": safety_words(is_begun=True) if first else "",
        "url": sitting.next_url(now),
        "started": bool(now.stored or unsaved),
        "is_saved": bool(now.stored),
        "unsaved": unsaved,
        "saved_at": sitting.response.saved_at,
        "section": in_language(following.page.title, language) if following else "",
        "is_complete": following is None,
    }


def _plan_shown(patient: Patient, request: HttpRequest) -> dict | None:
    """What was written together for hard times, once there is something."""
    latest = latest_plan(patient)
    if latest is not None:
        audit.record("plan.read", by=request.user, subject=latest, patient=patient)
    return plan_shown(latest)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask once, then stop: an open form is closed, a case is withdrawn."""
    patient = patient_of(request)
    if request.method == "POST":
        _withdraw(patient, request.user)
        messages.success(
            request, _("You have withdrawn. You can come back whenever you like.")
        )
        return redirect("patient:home")
    context = {"cancel_url": reverse("patient:home")}
    return render(request, "patient/withdraw.html", context)


def _withdraw(patient: Patient, by: User) -> None:
    """What another tab has withdrawn already stays as it is; what it has sent, goes."""
    if draft := _draft(patient):
        with suppress(questionnaires.NotOpen):
            questionnaires.withdraw_response(response=draft, by=by)
    case = latest_case(patient)
    if case is not None and case.stage != Case.Stage.WITHDRAWN:
        with suppress(review.NothingToWithdraw):
            review.withdraw_case(case=case, by=by)
