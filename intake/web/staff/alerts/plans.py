"""A patient's plan for hard times: read, written together, printed."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from intake.audit import actions as audit
from intake.patients.identity import identity_of
from intake.patients.models import Patient
from intake.safety.plans import Plan, PlanChanged, latest_plan, plan_of, save_plan
from intake.web.ui.forms import REVISION, PlainForm, posted
from intake.web.ui.plan_words import PARTS, plan_shown

LONGEST = 4_000  # characters of a part


class PlanForm(PlainForm):
    """Six parts in free words; one of them is enough."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {name: _part_field(name) for name in PARTS}
        self.helper.layout = self.helper.build_default_layout(self)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.plan().is_empty:
            message = _("Write down one thing at least.")
            self.add_error("warning_signs", message)
        return cleaned

    def plan(self) -> Plan:
        return Plan(**self.cleaned_data)


def _part_field(name: str) -> forms.CharField:
    field = forms.CharField(
        label=PARTS[name].title,
        help_text=PARTS[name].hint,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("Please write it shorter.")},
    )
    field.optional = False
    return field


def _patient(request: HttpRequest, patient_id: UUID) -> Patient:
    patients = Patient.objects.visible_to(request.user)
    return get_object_or_404(patients.select_related("identity"), pk=patient_id)


@require_safe
def plan(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The latest version, or the one that the address names, and all there are."""
    patient = _patient(request, patient_id)
    versions = list(patient.safety_plans.select_related("by"))
    shown = _version(versions, request.GET.get("version", ""))
    if shown is not None:
        shown.patient = patient
        audit.record("plan.read", by=request.user, subject=shown, patient=patient)
    context = {
        "patient": patient,
        "identity": identity_of(patient),
        "plan": plan_shown(shown),
        "versions": versions,
        "is_latest": bool(versions) and shown is versions[0],
    }
    return render(request, "staff/plan.html", context)


def _version(versions: list, asked: str):
    """The one asked for; the latest when there is none like that."""
    found = (one for one in versions if str(one.number) == asked)
    return next(found, versions[0] if versions else None)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_write(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    patient = _patient(request, patient_id)
    latest = latest_plan(patient)
    known = vars(plan_of(latest)) if latest else {}
    form = PlanForm(posted(request), initial=known)
    if form.is_bound and form.is_valid():
        try:
            save_plan(
                patient=patient, plan=form.plan(), seen=_seen(request), by=request.user
            )
        except PlanChanged:
            return _page(request, patient, form, HTTPStatus.CONFLICT)
        messages.success(request, _("Saved. The patient finds it on their own page."))
        return redirect("staff:plan", patient_id=patient.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return _page(request, patient, form, status)


def _seen(request: HttpRequest) -> int:
    text = request.POST.get(REVISION, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _page(
    request: HttpRequest, patient: Patient, form: PlanForm, status: int
) -> HttpResponse:
    latest = latest_plan(patient)
    if latest is not None:
        audit.record("plan.read", by=request.user, subject=latest, patient=patient)
    changed = status == HTTPStatus.CONFLICT
    context = {
        "patient": patient,
        "identity": identity_of(patient),
        "form": form,
        "revision": latest.number if latest else 0,
        "changed": changed,
        "stored_now": plan_shown(latest) if changed else None,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
    }
    return render(request, "staff/plan_write.html", context, status=status)
