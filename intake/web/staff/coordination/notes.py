"""Notes on a case: written, corrected, and seen by who was asked to read them."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake.coordination import notes
from intake.coordination.entries import words_of
from intake.coordination.models import Note
from intake.review.models import Case
from intake.web.staff.cases.case_detail import case_of
from intake.web.ui.forms import posted

from .entry_page import entry_page, key_of
from .forms import NoteForm


@require_http_methods(["GET", "HEAD", "POST"])
def note_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a note; colleagues may be asked to read it."""
    case = case_of(request, reference, clinical=True)
    form = _form(request, case)
    if form.is_valid():
        try:
            notes.write(
                case=case, written=form.written(key_of(request)), by=request.user
            )
        except notes.CannotRead:
            form.add_error("mentions", _cannot_read())
        else:
            return _done(request, case)
    return entry_page(request, case, form, "note")


@require_http_methods(["GET", "HEAD", "POST"])
def note_correct(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Replace a note of one's own; the first stays to be read."""
    case = case_of(request, reference, clinical=True)
    note = _note_of(case, number)
    form = _form(request, case, words_of(note, case))
    if form.is_valid():
        try:
            notes.correct(
                note=note, written=form.written(key_of(request)), by=request.user
            )
        except notes.CannotRead:
            form.add_error("mentions", _cannot_read())
        except (notes.IsCorrected, notes.NotTheirs) as problem:
            form.add_error(None, _why_not(problem))
            return entry_page(
                request, case, form, "note_correct", status=HTTPStatus.CONFLICT
            )
        else:
            return _done(request, case)
    return entry_page(request, case, form, "note_correct")


@require_POST
def note_seen(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Who was asked to read a note has read it."""
    case = case_of(request, reference, clinical=True)
    notes.see(note=_note_of(case, number), by=request.user)
    messages.success(request, _("It no longer stands under 'For you'."))
    return redirect("staff:case_detail", reference=reference)


def _note_of(case: Case, number: int) -> Note:
    note = get_object_or_404(case.notes, pk=number)
    note.case = case
    return note


def _form(request: HttpRequest, case: Case, words: str = "") -> NoteForm:
    readers = notes.readers(case, request.user)
    return NoteForm(posted(request), readers=readers, initial={"words": words})


def _cannot_read() -> str:
    return _("One of them may not see this case any more. Choose again.")


def _why_not(problem: Exception) -> str:
    if isinstance(problem, notes.NotTheirs):
        return _("Only who wrote a note corrects it. Write a note of your own.")
    return _("This note was corrected already. Correct the newer one.")


def _done(request: HttpRequest, case: Case) -> HttpResponse:
    messages.success(request, _("The note is recorded."))
    return redirect("staff:case_detail", reference=case.reference)
