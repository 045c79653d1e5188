"""The pages of a questionnaire that staff fill in, and how they begin."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from intake.audit import actions as audit
from intake.patients.modes import Mode
from intake.questionnaires.filled import filled
from intake.web.ui.filling import checking, pages, rows
from intake.web.ui.filling.shown import sections
from intake.web.ui.forms import PlainForm, form_page, posted

from .sitting import EntrySitting, entry_page, response_of

MODES = [
    (Mode.PHONE, _("By phone: I read the questions out")),
    (Mode.IN_PERSON, _("In person: I read the questions out")),
    (Mode.PAPER, _("From paper: I copy what the patient wrote")),
]


def mode_field(label: str) -> forms.ChoiceField:
    wrong = _("Choose how the answers come to you.")
    return forms.ChoiceField(
        label=label,
        choices=MODES,
        widget=forms.RadioSelect,
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


class ModeForm(PlainForm):
    mode = mode_field(_("How do the answers come to you now?"))


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Say once how the answers come in, and go on where the patient is."""
    sitting = EntrySitting(request, response_of(request, response_id))
    if not sitting.response.is_open:
        return sitting.sent_already()
    form = ModeForm(posted(request), initial={"mode": sitting.mode})
    now = filled(sitting.response)
    if form.is_valid():
        sitting.choose(form.cleaned_data["mode"])
        return redirect(sitting.next_url(now))
    context = {"sitting": sitting, "sections": sections(sitting, now)}
    return form_page(request, "staff/entry/begin.html", form, **context)


@entry_page
def page(sitting: EntrySitting, number: int) -> HttpResponse:
    return pages.page(sitting, number)


@entry_page
def row(sitting: EntrySitting, number: int, row_id: UUID) -> HttpResponse:
    return rows.row(sitting, number, row_id=row_id)


@entry_page
def row_remove(sitting: EntrySitting, number: int, row_id: UUID) -> HttpResponse:
    return rows.row_remove(sitting, number, row_id=row_id)


@entry_page
def section(sitting: EntrySitting, number: int) -> HttpResponse:
    """The answers of one section, logged as reading like all of them."""
    _note_reading(sitting)
    return checking.section(sitting, number)


@entry_page
def check(sitting: EntrySitting) -> HttpResponse:
    """All answers, which to somebody who sees them is reading the response."""
    _note_reading(sitting)
    return checking.check(sitting)


def _note_reading(sitting: EntrySitting) -> None:
    response = sitting.response
    audit.record(
        "response.read", by=sitting.user, subject=response, patient=response.patient
    )
