"""Another address for a patient who lost their mailbox: one asks, a second confirms."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.audit import actions as audit
from intake.patients import addresses, lost_mailboxes
from intake.patients.identity import email_of, identity_of, mail_address_of
from intake.patients.models import Patient, Readdressing, ReaddressingEnd
from intake.web.staff.accounts.confirming import freshly_proved
from intake.web.ui.forms import REVISION, PlainForm, form_page

from .person_forms import OF_STAFF, TAKEN

Kind = ReaddressingEnd.Kind
ENDS = {
    "confirm": Kind.CONFIRMED,
    "decline": Kind.DECLINED,
    "take_back": Kind.TAKEN_BACK,
}
DONE = {
    "confirm": gettext_lazy("Confirmed. They sign in with it and their date of birth."),
    "decline": gettext_lazy("Declined. The address stays as it is."),
    "take_back": gettext_lazy("Taken back. The address stays as it is."),
}
ANSWERED = gettext_lazy("This was answered already. Look at what stands here now.")
REFUSED = {
    lost_mailboxes.NotYet: gettext_lazy("Not yet: the day to object is not over."),
    lost_mailboxes.Answered: ANSWERED,
    addresses.AddressTaken: TAKEN,
    addresses.AddressOfStaff: OF_STAFF,
}


class AddressForm(PlainForm):
    """The other address, and how somebody made sure who is asking."""

    email = forms.EmailField(
        label=gettext_lazy("Another e-mail address"),
        max_length=254,
        help_text=gettext_lazy("Spell it back to them."),
        error_messages={
            "required": gettext_lazy("Write the address."),
            "invalid": gettext_lazy("Write an address like name@example.com."),
        },
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How do you know that it is them?"),
        choices=Readdressing.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how you made sure.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proved
def patient_address(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Ask for another address, or answer whoever asked."""
    patients = Patient.objects.visible_to(request.user)
    person = get_object_or_404(patients.select_related("identity"), pk=patient_id)
    if person.site_id not in request.user.site_ids():
        raise Http404  # an emergency opens a record, and changes no account
    waiting = lost_mailboxes.waiting_of(person)
    action = request.POST.get("_action")
    if request.method == "POST" and action in ENDS:
        return _answered(request, person, waiting, action)
    asking = request.method == "POST" and waiting is None
    form = AddressForm(request.POST if asking else None)
    if form.is_valid() and _is_asked(request, person, form):
        messages.success(request, _("Asked. A clinician confirms it, or says no."))
        return redirect("staff:patient_address", patient_id=person.pk)
    audit.record("patient.read", by=request.user, subject=person, patient=person)
    context = {"patient": person, **_shown(request, person, waiting)}
    return form_page(request, "staff/entry/address.html", form, **context)


def _shown(
    request: HttpRequest, person: Patient, waiting: Readdressing | None
) -> dict[str, object]:
    shown = {
        "identity": identity_of(person),
        "email": email_of(person),
        "is_proved": bool(mail_address_of(person)),
        "waiting": waiting,
    }
    if waiting is None:
        return shown
    is_own = waiting.by_id == request.user.pk
    may_answer = request.user.is_clinical and not is_own
    return shown | {
        "asked_for": lost_mailboxes.address_of(waiting),
        "is_own": is_own,
        "may_answer": may_answer,
        "is_open": waiting.opens_at <= timezone.now(),
    }


def _is_asked(request: HttpRequest, person: Patient, form: AddressForm) -> bool:
    try:
        lost_mailboxes.ask(patient=person, by=request.user, **form.cleaned_data)
    except addresses.AddressTaken:
        form.add_error("email", TAKEN)
    except addresses.AddressOfStaff:
        form.add_error("email", OF_STAFF)
    except lost_mailboxes.AlreadyAsked:  # in this instant
        return True
    return not form.errors


def _answered(
    request: HttpRequest, person: Patient, waiting: Readdressing | None, action: str
) -> HttpResponse:
    """Confirm, decline or take back the very request that was on the page."""
    if waiting is None or str(waiting.pk) != request.POST.get(REVISION):
        messages.info(request, ANSWERED)
    else:
        try:
            _answer(request, waiting, action)
        except (lost_mailboxes.SamePerson, lost_mailboxes.NotClinical) as error:
            audit.refused(
                "patient.email_confirmed", by=request.user, patient=str(person.pk)
            )
            raise PermissionDenied from error
        except tuple(REFUSED) as problem:
            messages.warning(request, REFUSED[type(problem)])
        else:
            messages.success(request, DONE[action])
    return redirect("staff:patient_address", patient_id=person.pk)


def _answer(request: HttpRequest, waiting: Readdressing, action: str) -> None:
    if action == "confirm":
        lost_mailboxes.confirm(readdressing=waiting, by=request.user)
    else:
        kind = ENDS[action]
        lost_mailboxes.end(readdressing=waiting, kind=kind, by=request.user)
