"""Sending answers for a patient who confirmed them or signed them on paper."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from intake.patients.consents import TakenBack
from intake.patients.identity import identity_of, mail_address_of
from intake.patients.modes import Mode
from intake.questionnaires.actions import NotComplete, NotOpen
from intake.review.assisting import send_for_patient
from intake.review.models import Case
from intake.web.ui.filling.attesting import ON_PAPER, AttestForm
from intake.web.ui.filling.checking import check
from intake.web.ui.forms import posted

from .person_forms import TAKEN_BACK
from .sitting import EntrySitting, entry_page

READ_BACK = _(
    "I read the answers back. The patient says that they are right and knows that a "
    "clinician will read them."
)
SIGNED = _(
    "The patient signed the paper, which says that a clinician will read the answers. "
    "I copied it as it stands."
)
NAMES = {Mode.PAPER: ON_PAPER}  # elsewhere nobody wrote one
WORDS = {Mode.PHONE: READ_BACK, Mode.IN_PERSON: READ_BACK, Mode.PAPER: SIGNED}


@entry_page
def submit(sitting: EntrySitting) -> HttpResponse:
    """Take the patient's word, send, and say the number."""
    if not sitting.response.is_open:
        return sitting.sent_already()
    if not sitting.is_posting and sitting.is_unfinished:
        return redirect(sitting.check_url)
    mode = Mode(sitting.mode)
    form = AttestForm(
        posted(sitting.request), words=WORDS[mode], signed=NAMES.get(mode)
    )
    if form.is_valid():
        return _send(sitting, form)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return sitting.render("submit", {"form": form}, status)


def _send(sitting: EntrySitting, form: AttestForm) -> HttpResponse:
    try:
        case = send_for_patient(
            response=sitting.response,
            mode=sitting.mode,
            words=form.words,
            by=sitting.user,
            name=form.name,
        )
    except NotComplete:
        return check(sitting)
    except TakenBack:
        messages.warning(sitting.request, TAKEN_BACK)
        return redirect("staff:patient", patient_id=sitting.response.patient_id)
    except NotOpen:  # sent in the same instant by another tab
        return sitting.sent_already()
    return redirect("staff:entry_sent", reference=case.reference)


@require_safe
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The number to tell the patient, and what happens next."""
    visible = Case.objects.visible_to(request.user).select_related("patient__identity")
    case = get_object_or_404(visible, reference=reference)
    context = {
        "case": case,
        "identity": identity_of(case.patient),
        "has_mail": bool(mail_address_of(case.patient)),
    }
    return render(request, "staff/entry/sent.html", context)
