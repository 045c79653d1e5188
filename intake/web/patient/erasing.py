"""Asking that one's record be erased, and taking that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.rights import requests

from .opening import patient_of


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """What goes, what may have to stay, and when; the clinic answers."""
    patient = patient_of(request)
    if request.method == "POST":
        if request.POST.get("_action") == "take_back":
            requests.take_back(patient=patient, by=request.user)
            messages.success(request, _("Your record stays. Nothing was erased."))
        else:
            requests.ask(patient=patient, by=request.user)
            messages.success(request, _("We have your request."))
        return redirect("patient:erase")
    answer = requests.last_answer(patient)
    context = {
        "asked": requests.open_request(patient),
        "answer": answer,
        "reason": requests.reason_of(answer, patient) if answer else "",
        "within": requests.ANSWER_WITHIN.days,
    }
    return render(request, "patient/erase.html", context)
