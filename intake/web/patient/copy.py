"""A copy of one's record: to read and print, as data, or everything in one download."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.domain.questionnaire.items import in_language
from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.questionnaires.filled import Filled
from intake.rights import fhir, plain
from intake.rights.files import contents, files_of
from intake.rights.packing import Member, pack
from intake.rights.record import Record, record_of
from intake.web.ui.about_you_form import SEXES
from intake.web.ui.answers_shown import all_rows
from intake.web.ui.entered import EnteredForPatients
from intake.web.ui.plan_words import plan_parts

from .looked import looks_shown
from .opening import patient_of

JSON = {"indent": 2, "ensure_ascii": False}
FOLDER = "files"  # in the download
STYLES = {
    "style.css": ("base.css", "parts.css"),
    "print.css": ("print.css",),
}


@require_safe
def copy(request: HttpRequest) -> HttpResponse:
    """What there is to take along, and how."""
    files, size = files_of(patient_of(request))
    return render(request, "patient/copy.html", {"files": files, "size": size})


@require_safe
def copy_read(request: HttpRequest) -> HttpResponse:
    """All of it on one page."""
    record = _record(patient_of(request), request, "read")
    return render(request, "patient/copy_read.html", _shown(record, request))


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


@require_safe
def copy_zip(request: HttpRequest) -> StreamingHttpResponse:
    """The page, the data and the files themselves, sent while they are opened.

    It is made twice: the first time to say its length, so that a browser can tell how
    far it is and whether all has come. A file that does not open is so found before
    anything is sent, and answered with the page for that.
    """
    record, at = _record(patient_of(request), request, "zip"), _now()
    texts = list(_texts(record, request, at))
    length = sum(map(len, pack(_members(texts, record), at)))
    pieces = pack(_members(texts, record), at)
    reply = StreamingHttpResponse(pieces, content_type="application/zip")
    reply["Content-Length"] = length
    return _named(reply, f"{_today()}.zip")


def _members(texts: list[Member], record: Record) -> Iterator[Member]:
    yield from texts
    for path, content in contents(record):
        yield Member(f"{FOLDER}/{path}", content)


def _texts(record: Record, request: HttpRequest, at: datetime) -> Iterator[Member]:
    context = _shown(record, request) | {"folder": FOLDER}
    page = render_to_string("patient/copy_file.html", context, request)
    yield _text("index.html", page)
    yield _text("data.json", _written(plain.to_data(record, at)))
    bundle = fhir.bundle(record, at, settings.SITE_URL, folder=FOLDER)
    yield _text("fhir.json", _written(bundle))
    for path, names in STYLES.items():
        yield _text(path, "".join(map(_style, names)))


def _text(path: str, text: str) -> Member:
    return Member(path, text.encode(), is_text=True)


def _written(data: Any) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, **JSON)


@cache
def _style(name: str) -> str:
    """A style of the site, as it lies in the package."""
    folder = resources.files("intake.web.ui") / "static" / "ui"
    return (folder / name).read_text(encoding="utf-8")


def _file(
    request: HttpRequest, kind: str, write: Callable[[Record], Any]
) -> HttpResponse:
    record = _record(patient_of(request), request, kind)
    reply = JsonResponse(write(record), json_dumps_params=JSON)
    return _named(reply, f"{_today()}-{kind}.json")


def _named(reply: Any, end: str) -> Any:
    """A file whose name says nothing about what is in it."""
    reply["Content-Disposition"] = f'attachment; filename="copy-{end}"'
    return reply


def _record(patient: Patient, request: HttpRequest, kind: str) -> Record:
    audit.record("record.copied", by=request.user, patient=patient, form=kind)
    return record_of(patient)


def _shown(record: Record, request: HttpRequest) -> dict[str, Any]:
    sexes, identity = dict(SEXES), record.identity
    return {
        "record": record,
        "sex": sexes.get(identity.sex, "") if identity else "",
        "forms": [_form_shown(form, request) for form in record.forms],
        "plan": plan_parts(record.plan),
        "looks": looks_shown(record.looks),
        "at": timezone.now(),
    }


def _form_shown(form: Filled, request: HttpRequest) -> dict[str, Any]:
    return {
        "title": in_language(form.definition.title, request.LANGUAGE_CODE),
        "response": form.response,
        "sections": all_rows(form, request.LANGUAGE_CODE, EnteredForPatients()),
    }


def _now() -> datetime:
    return timezone.localtime()


def _today() -> str:
    return f"{Organisation.current().today():%Y-%m-%d}"
