"""A copy of one's record: to read and print, or as a file for another program."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.domain.questionnaire.items import in_language
from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.questionnaires.filled import Filled
from intake.rights import fhir, plain
from intake.rights.record import Record, record_of
from intake.web.ui.answers_shown import all_rows
from intake.web.ui.entered import EnteredForPatients
from intake.web.ui.plan_words import plan_parts

from .looked import looks_shown
from .opening import patient_of

FILE = {"json_dumps_params": {"indent": 2, "ensure_ascii": False}}


@require_safe
def copy(request: HttpRequest) -> HttpResponse:
    """What there is to take along, and how."""
    patient_of(request)
    return render(request, "patient/copy.html")


@require_safe
def copy_read(request: HttpRequest) -> HttpResponse:
    """All of it on one page."""
    record = _record(patient_of(request), request, "read")
    context = {
        "record": record,
        "forms": [_form_shown(form, request) for form in record.forms],
        "plan": plan_parts(record.plan),
        "looks": looks_shown(record.looks),
        "at": timezone.now(),
    }
    return render(request, "patient/copy_read.html", context)


@require_safe
def copy_json(request: HttpRequest) -> HttpResponse:
    """The record as plain data."""
    return _file(request, "json", lambda record: plain.to_data(record, _now()))


@require_safe
def copy_fhir(request: HttpRequest) -> HttpResponse:
    """The record as a FHIR R4 bundle."""

    def write(record: Record) -> Any:
        return fhir.bundle(record, _now(), settings.SITE_URL)

    return _file(request, "fhir", write)


def _file(
    request: HttpRequest, kind: str, write: Callable[[Record], Any]
) -> HttpResponse:
    """A file whose name says nothing about what is in it."""
    record = _record(patient_of(request), request, kind)
    reply = JsonResponse(write(record), **FILE)
    name = f"copy-{Organisation.current().today():%Y-%m-%d}-{kind}.json"
    reply["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply


def _record(patient: Patient, request: HttpRequest, kind: str) -> Record:
    audit.record("record.copied", by=request.user, patient=patient, form=kind)
    return record_of(patient)


def _form_shown(form: Filled, request: HttpRequest) -> dict[str, Any]:
    return {
        "title": in_language(form.definition.title, request.LANGUAGE_CODE),
        "response": form.response,
        "sections": all_rows(form, request.LANGUAGE_CODE, EnteredForPatients()),
    }


def _now():
    return timezone.localtime()
