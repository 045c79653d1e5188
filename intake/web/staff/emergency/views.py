"""Emergency access: opening a record of another site, and looking over who did."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from intake.audit import actions as audit
from intake.audit.models import Event
from intake.patients import emergency
from intake.patients.emergencies import EmergencyAccess
from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.review.models import Case
from intake.review.search import by_text
from intake.web.staff.accounts.signing import is_signed, needs_password, password_field
from intake.web.staff.audit.lines import references_of, shown
from intake.web.staff.reports.times_in_words import minutes_in_words
from intake.web.ui.forms import PlainForm, form_page, posted

MOST = 200
FEWEST = 15  # letters of a reason that says something


class OpenForm(PlainForm):
    """Whose record, by something exact, and why it cannot wait."""

    text = forms.CharField(
        label=gettext_lazy("Reference, e-mail address or phone number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Exactly as the person gave it."),
        error_messages={
            "required": gettext_lazy("Write a reference, an address or a number.")
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it cannot wait"),
        min_length=FEWEST,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The medical director and the privacy officer read this."
        ),
        error_messages={
            "required": gettext_lazy("Say why it cannot wait."),
            "min_length": gettext_lazy("Say a little more: at least 15 letters."),
        },
    )

    def __init__(self, *args: Any, with_password: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if with_password:
            self.fields["password"] = password_field()
            self.helper.layout.append("password")


class ReviewForm(PlainForm):
    """What somebody else thinks of it."""

    was_right = forms.TypedChoiceField(
        label=gettext_lazy("Was it right?"),
        choices=[
            ("yes", gettext_lazy("It was right")),
            ("no", gettext_lazy("It was not right")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What you found, and what follows"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what you found.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def open_record(request: HttpRequest) -> HttpResponse:
    form = OpenForm(posted(request), with_password=needs_password(request))
    if form.is_valid() and is_signed(request, form):
        patient = _found(request, form)
        if patient and _opened(request, form, patient):
            return redirect(_record_of(patient))
    time = minutes_in_words(Organisation.current().emergency_minutes)
    return form_page(request, "staff/emergency/open.html", form, time=time)


def _found(request: HttpRequest, form: OpenForm) -> Patient | None:
    """The one person; else the form says why not, and the trail that it was tried."""
    people = Patient.objects.filter(is_practice=False, erased_at=None)
    found = list(people.filter(by_text(form.cleaned_data["text"]))[:2])
    if len(found) == 1:
        return found[0]
    audit.refused("emergency.opened", by=request.user, found=len(found))
    several = _("Several records have this. Use the reference.")
    form.add_error("text", several if found else _("No record has exactly this."))
    return None


def _opened(request: HttpRequest, form: OpenForm, patient: Patient) -> bool:
    try:
        reason = form.cleaned_data["reason"]
        emergency.open_record(patient=patient, reason=reason, by=request.user)
    except emergency.NotNeeded:
        messages.info(request, _("This record is open to you already."))
    return True


def _record_of(patient: Patient) -> str:
    """The latest case, or who it is where there is none."""
    case = Case.objects.filter(patient=patient).order_by("received_at").last()
    if case:
        return reverse("staff:case_detail", args=[case.reference])
    return reverse("staff:patient", args=[patient.pk])


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    emergency.end(by=request.user)
    messages.success(request, _("Emergency access has ended."))
    return redirect("staff:worklist")


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """All of them, the latest first; those that nobody looked over stand out."""
    seen = EmergencyAccess.objects.visible_to(request.user).told()
    found = list(seen.order_by("-pk")[:MOST])
    references = references_of(str(access.patient_id) for access in found)
    rows = [
        {"access": access, "reference": references.get(str(access.patient_id), "")}
        for access in found
    ]
    waiting = sum(not hasattr(access, "review") for access in found)
    context = {"rows": rows, "waiting": waiting}
    return render(request, "staff/emergency/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, number: int) -> HttpResponse:
    """One of them: the reason, everything that was opened, and what is said of it."""
    seen = EmergencyAccess.objects.visible_to(request.user).told()
    access = get_object_or_404(seen, pk=number)
    form = ReviewForm(posted(request))
    if form.is_valid():
        return _reviewed(request, access, form)
    audit.record(
        "emergency.read", by=request.user, subject=access, patient=access.patient
    )
    reviewed = hasattr(access, "review")
    context = {
        "access": access,
        "reference": references_of([str(access.patient_id)]).get(
            str(access.patient_id), ""
        ),
        "reason": emergency.reason_of(access),
        "note": emergency.note_of(access) if reviewed else "",
        "lines": shown(_lines(access)),
        "reviewed": reviewed,
        "is_own": access.by_id == request.user.pk,
    }
    return form_page(request, "staff/emergency/review.html", form, **context)


def _lines(access: EmergencyAccess) -> list[Event]:
    """What this person did in this record while it was open to them."""
    events = Event.objects.about(access.patient_id).filter(
        actor_id=str(access.by_id), at__range=(access.at, access.ended_at)
    )
    return list(events[:MOST])


def _reviewed(
    request: HttpRequest, access: EmergencyAccess, form: ReviewForm
) -> HttpResponse:
    try:
        emergency.review(access=access, by=request.user, **form.cleaned_data)
    except emergency.OwnAccess:
        messages.warning(request, _("Somebody else has to look over what you did."))
    except emergency.AlreadyReviewed:
        messages.info(request, _("Somebody has looked it over already."))
    else:
        messages.success(request, _("Your review is kept."))
    return redirect("staff:emergency_report")
