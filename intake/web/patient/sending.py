"""Sending all answers, and reading them again."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.audit import actions as audit
from intake.patients.consents import TakenBack, has_taken_back
from intake.questionnaires.actions import NotComplete, NotOpen
from intake.questionnaires.filled import filled
from intake.review.asked import sendings
from intake.review.assisting import send_by_patient
from intake.web.ui.entered import EnteredForPatients
from intake.web.ui.filling.attesting import AS_TYPED, AttestForm
from intake.web.ui.filling.checking import check
from intake.web.ui.former_answers import sent_rows
from intake.web.ui.forms import posted

from .opening import OwnSitting, response_of

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Confirm and send; what is missing leads back to the check."""
    response = response_of(request, response_id)
    if not response.is_open:
        return redirect("patient:home")  # sent before: one effect
    if has_taken_back(response.patient):
        return _accept_first(request)
    sitting = OwnSitting(request, response)
    if request.method != "POST" and sitting.is_unfinished:
        return redirect(sitting.check_url)
    form = AttestForm(posted(request), signed=AS_TYPED)
    if form.is_valid():
        try:
            send_by_patient(
                response=response, words=form.words, by=request.user, name=form.name
            )
        except NotComplete:
            return check(sitting)
        except TakenBack:  # in the same instant, in another tab
            return _accept_first(request)
        except NotOpen:
            pass  # sent in the same instant by another tab
        return redirect("patient:home")
    status = UNPROCESSABLE if form.is_bound else HTTPStatus.OK
    context = {"form": form, "response": response, "is_again": response.base_id}
    return render(request, "patient/submit.html", context, status=status)


def _accept_first(request: HttpRequest) -> HttpResponse:
    """Nothing is sent of somebody who took their acceptance back; nothing is lost."""
    text = _("You took back that you accepted the privacy notice.")
    more = _("Accept it again here. Then send your answers, which are saved.")
    messages.warning(request, f"{text} {more}")
    return redirect("patient:about_you")


@require_safe
def answers(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """One's own answers, to read and print."""
    response = response_of(request, response_id)
    audit.record(
        "response.read", by=request.user, subject=response, patient=response.patient
    )
    sent = sendings(filled(response).top)
    context = {
        "response": response,
        "sections": sent_rows(sent, request.LANGUAGE_CODE, EnteredForPatients()),
        "earlier": [one.response for one in reversed(sent[:-1])],
    }
    return render(request, "patient/answers.html", context)
