"""What a patient agreed to, in the very words, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.patients import consents
from intake.rights import record

from .opening import patient_of


@require_http_methods(["GET", "HEAD", "POST"])
def agreed(request: HttpRequest) -> HttpResponse:
    patient = patient_of(request)
    if request.method == "POST":
        consents.take_back(patient=patient, by=request.user)
        messages.success(request, _("You have taken it back. We have noted the day."))
        return redirect("patient:agreed")
    context = {
        "record": {
            "agreed": sorted(record.agreed(patient), key=lambda one: one.at),
        },
        "may_take_back": patient.acceptances.standing().exists(),
        "has_taken_back": consents.has_taken_back(patient),
    }
    return render(request, "patient/agreed.html", context)
