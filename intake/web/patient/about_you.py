"""The page on which a patient says who they are and accepts the privacy notice."""

from datetime import date

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from intake.patients import actions
from intake.patients.identity import Identity, identity_of
from intake.patients.models import Patient, PrivacyNotice
from intake.practice.models import Location, Organisation
from intake.questionnaires import actions as questionnaires
from intake.web.ui.about_you_form import AboutYouForm, initial_of
from intake.web.ui.forms import form_page, posted

from .opening import patient_of


@require_http_methods(["GET", "HEAD", "POST"])
def about_you(request: HttpRequest) -> HttpResponse:
    """Record the patient, and begin the questionnaire for a new one."""
    patient = patient_of(request)
    former, on = identity_of(patient), Organisation.current().today()
    form = _form(request, patient, former, on)
    if not form.is_valid():
        template = "patient/about_you.html"
        return form_page(request, template, form, is_new=former is None)
    if form.identity().is_child(on):
        return _turn_away_child(request, patient)
    response = _save(request, patient, form)
    if not form.identity().is_adult(on) and (former is None or former.is_adult(on)):
        return redirect("patient:under_age")
    if former is None and response is not None:
        return redirect("patient:page", response_id=response.pk, number=1)
    return redirect("patient:home")


def _form(
    request: HttpRequest, patient: Patient, former: Identity | None, on: date
) -> AboutYouForm:
    notice = PrivacyNotice.current()
    return AboutYouForm(
        posted(request),
        on=on,
        sites=Location.objects.filter(is_open=True),
        notice=notice,
        accepted=patient.acceptances.standing().filter(notice=notice).exists(),
        initial=initial_of(former, patient) if former else None,
    )


def _save(request: HttpRequest, patient: Patient, form: AboutYouForm):
    site = form.cleaned_data.get("site") or patient.site or Location.objects.first()
    return questionnaires.introduce(
        patient=patient,
        identity=form.identity(),
        site=site,
        notice=form.notice,
        by=request.user,
    )


def _turn_away_child(request: HttpRequest, patient: Patient) -> HttpResponse:
    auth.logout(request)
    actions.forget(patient=patient)
    return render(request, "patient/child.html")


@require_safe
def under_age(request: HttpRequest) -> HttpResponse:
    """Where to turn when this clinic is not for somebody so young."""
    identity = identity_of(patient_of(request))
    if identity is None or identity.is_adult(Organisation.current().today()):
        return redirect("patient:home")
    return render(request, "patient/under_age.html")
