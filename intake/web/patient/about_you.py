"""The page on which a patient says who they are and accepts the privacy notice."""

from http import HTTPStatus

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from intake.patients import actions
from intake.patients.identity import ADULT_YEARS, Identity, identity_of
from intake.patients.models import Patient, PrivacyNotice
from intake.practice.models import Location, Organisation
from intake.questionnaires import actions as questionnaires

from .forms import AboutYouForm, is_child


@require_http_methods(["GET", "HEAD", "POST"])
def about_you(request: HttpRequest) -> HttpResponse:
    """Record the patient, and begin the questionnaire for a new one."""
    patient = Patient.objects.select_related("identity", "site").get(user=request.user)
    on = Organisation.current().today()
    form = _form(request, patient, on)
    if form.is_valid():
        if is_child(form.identity(), on):
            return _turn_away_child(request, patient)
        return _save(request, patient, form)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "is_new": patient.identity is None}
    return render(request, "patient/about_you.html", context, status=status)


def _form(request: HttpRequest, patient: Patient, on) -> AboutYouForm:
    notice = PrivacyNotice.current()
    identity = identity_of(patient)
    return AboutYouForm(
        request.POST if request.method == "POST" else None,
        on=on,
        sites=Location.objects.filter(is_open=True),
        accepted=patient.acceptances.filter(notice=notice).exists(),
        initial=_initial(identity, patient) if identity else None,
    )


def _initial(identity: Identity, patient: Patient) -> dict:
    data = identity.to_data()
    return data | {"birth_date": data["born_on"], "site": patient.site_id}


def _save(request: HttpRequest, patient: Patient, form: AboutYouForm) -> HttpResponse:
    is_new = patient.identity is None
    site = form.cleaned_data.get("site") or patient.site or Location.objects.first()
    identity = form.identity()
    response = questionnaires.introduce(
        patient=patient,
        identity=identity,
        site=site,
        notice=PrivacyNotice.current(),
        by=request.user,
    )
    if is_new and identity.age(Organisation.current().today()) < ADULT_YEARS:
        return redirect("patient:under_age")
    if is_new and response is not None:
        return redirect("patient:page", response_id=response.pk, number=1)
    return redirect("patient:home")


def _turn_away_child(request: HttpRequest, patient: Patient) -> HttpResponse:
    auth.logout(request)
    actions.forget(patient=patient)
    return render(request, "patient/child.html")
