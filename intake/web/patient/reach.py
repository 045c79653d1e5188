"""Where a patient tells whether they are safe, and how we reach them."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from intake.patients.identity import identity_of
from intake.patients.models import Patient
from intake.practice.crisis_texts import Texts
from intake.practice.models import CrisisRecord
from intake.questionnaires.filled import filled
from intake.safety import replies
from intake.safety.actions import open_alert
from intake.safety.models import SafetyPolicy
from intake.web.ui.crisis_language import crisis_spoken
from intake.web.ui.forms import PlainForm, posted

from .opening import OwnSitting, patient_of

LABELS = {
    "safe": "ask_safe",
    "phone": "ask_number",
    "may_leave_message": "ask_message",
    "whereabouts": "ask_where",
}


class ReachForm(PlainForm):
    """Everything may be left out; what can be kept is kept, whatever else is wrong.

    Args:
        say: The sentences of the crisis record, in the language of the person.
    """

    safe = forms.ChoiceField(widget=forms.RadioSelect)
    phone = forms.CharField(
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    may_leave_message = forms.ChoiceField(widget=forms.RadioSelect)
    whereabouts = forms.CharField(
        max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, say: Texts, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            field = self.fields[name]
            field.label, field.required = say[label], False
            field.optional = False  # the words above the form say it once
            field.error_messages["max_length"] = say["too_long"]
        yes, no = (replies.YES, say["yes"]), (replies.NO, say["no"])
        unsure = (replies.UNSURE, say["not_sure"])
        self.fields["safe"].choices = [yes, unsure, no]
        self.fields["may_leave_message"].choices = [yes, no]
        self.fields["may_leave_message"].help_text = say["ask_message_note"]
        self.fields["whereabouts"].help_text = say["ask_where_note"]

    def said(self) -> replies.Reply:
        return replies.Reply(**self.cleaned_data)


def spoken_to(request: HttpRequest, patient: Patient) -> dict[str, Any]:
    """Help in the language that is asked for, or else in the person's own.

    ``closed_words`` is what they read while the clinic is closed, in that language.
    """
    identity = identity_of(patient)
    spoken = crisis_spoken(request, identity.language if identity else "")
    closed = SafetyPolicy.current().closed_words(spoken["crisis"].lang)
    return {**spoken, "closed_words": closed}


@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest) -> HttpResponse:
    """What is told acts at once, as an answer does."""
    patient = patient_of(request)
    spoken = spoken_to(request, patient)
    crisis = spoken["crisis"]
    form = reach_form(patient, crisis, posted(request))
    if request.method != "POST":
        return _page(request, patient, form, spoken)
    accepted = form.is_valid()
    try:
        replies.reply(patient=patient, said=form.said(), by=request.user)
    except replies.NothingToReplyTo:
        return redirect("patient:home")
    if not accepted:
        refused = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, patient, form, spoken, refused)
    messages.success(request, crisis.say["sent"])
    return redirect(reverse("patient:reach") + crisis.query)


def reach_form(
    patient: Patient, crisis: CrisisRecord, data: QueryDict | None = None
) -> ReachForm:
    """What was told last, or else what is known of how to reach the person."""
    told = replies.latest_reply(patient)
    identity = identity_of(patient)
    known = replies.Reply(
        phone=identity.phone if identity else "",
        may_leave_message=identity.may_leave_message if identity else "",
    )
    return ReachForm(data, say=crisis.say, initial=vars(told or known))


def _page(
    request: HttpRequest,
    patient: Patient,
    form: ReachForm,
    spoken: dict[str, Any],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    if open_alert(patient) is None and not form.is_bound:
        return redirect("patient:home")
    told = replies.latest_reply(patient)
    context = {
        "form": form,
        **spoken,
        "told": told,
        "is_in_danger": told is not None and told.safe == replies.NO,
        "next_url": _next_url(request, patient),
    }
    return render(request, "patient/reach.html", context, status=status)


def _next_url(request: HttpRequest, patient: Patient) -> str:
    """Where the person was; nothing when there is nothing to go on with."""
    drafts = patient.responses.drafts().select_related("patient__identity")
    draft = drafts.order_by("-saved_at").first()
    return OwnSitting(request, draft).next_url(filled(draft)) if draft else ""
