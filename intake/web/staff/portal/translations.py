"""The portal in other languages: what is missing, and one page beside its words."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_http_methods, require_safe

from intake.accounts.roles import EDITORS
from intake.education.translating import actions
from intake.education.translating.models import (
    CHECK,
    CLEAR,
    FRAME,
    PACK,
    Translation,
)
from intake.education.translating.sentences import in_words
from intake.education.translating.shown import (
    LANGUAGES,
    is_whole,
    parts_in,
    published,
)
from intake.education.translating.speaking import speaking
from intake.education.translating.subjects import Subject, subject_of, subjects
from intake.education.translating.views import at_home, drawn
from intake.web.staff.accounts.signing import is_signed, needs_password
from intake.web.ui.forms import REVISION

from .translation_form import ReviewForm, TranslationForm

Status = Translation.Status
PARTS = {
    FRAME: _later("The words around every page"),
    CHECK: _later("The check before the intake"),
    PACK: _later("The print pack"),
    CLEAR: _later("“Was this page clear?”, after sending"),
}


@require_safe
def translations(request: HttpRequest) -> HttpResponse:
    """Every page with how far its translation is."""
    language = next(iter(LANGUAGES))
    newest = Translation.objects.filter(language=language).order_by("code", "-pk")
    rows = {row.code: row for row in newest.distinct("code")}
    public = published(language)
    found = [
        {**_standing(subject, rows.get(subject.code)), **_public(subject, public)}
        for subject in subjects()
    ]
    context = {
        "rows": found,
        "is_framed": FRAME in parts_in(language),
        "language": language,
        "language_name": _("Spanish"),
    }
    return render(request, "staff/translations/list.html", context)


def _standing(subject: Subject, row: Translation | None) -> dict[str, Any]:
    missing = len(actions.gaps(subject, row.words if row else {}))
    return {
        "subject": subject,
        "title": subject.title or PARTS[subject.code],
        "row": row,
        "missing": missing,
        "sentences": len(subject.sentences),
    }


def _public(subject: Subject, public: dict) -> dict[str, Any]:
    words = public.get(subject.code)
    shown = words is not None and is_whole(words, subject.sentences)
    return {"is_shown": shown, "is_outdated": words is not None and not shown}


@require_http_methods(["GET", "HEAD", "POST"])
def translation(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """A page and its translation side by side, to be written, checked or reviewed."""
    subject = _subject(language, code)
    if request.method != "POST":
        return _page(request, subject, language)
    pressed = request.POST.get("_action", "")
    act = {"review": _review, "take_down": _take_down}.get(pressed, _save)
    try:
        return act(request, subject, language)
    except actions.Changed:
        words = _form(request, subject, language, bound=pressed in ("save", "checked"))
        return _page(request, subject, language, HTTPStatus.CONFLICT, form=words)


def _subject(language: str, code: str) -> Subject:
    subject = subject_of(code) if language in LANGUAGES else None
    if subject is None:
        raise Http404
    return subject


def _form(
    request: HttpRequest, subject: Subject, language: str, *, bound: bool = False
) -> TranslationForm:
    row = actions.newest(language, subject.code)
    return TranslationForm(
        request.POST if bound else None,
        subject=subject,
        language=language,
        words=row.words if row else {},
    )


def _save(request: HttpRequest, subject: Subject, language: str) -> HttpResponse:
    form = _form(request, subject, language, bound=True)
    checked = request.POST.get("_action") == "checked"
    if not form.is_valid() or (checked and not form.stands_for_it()):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, subject, language, status, form=form)
    actions.keep(
        subject=subject,
        language=language,
        words=form.words(),
        checked=checked,
        seen=request.POST.get(REVISION, ""),
        by=request.user,
    )
    messages.success(
        request, _("Saved. Readers see it when somebody else reviewed it.")
    )
    return redirect("staff:translation", language=language, code=subject.code)


def _review(request: HttpRequest, subject: Subject, language: str) -> HttpResponse:
    form = ReviewForm(request.POST, signs=needs_password(request))
    if not form.is_valid() or not is_signed(request, form):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, subject, language, status, review=form)
    seen = request.POST.get(REVISION, "")
    try:
        actions.review(subject=subject, language=language, seen=seen, by=request.user)
    except actions.NotWhole:
        raise actions.Changed from None
    messages.success(request, _("Reviewed. Readers see it now."))
    return redirect("staff:translations")


def _take_down(request: HttpRequest, subject: Subject, language: str) -> HttpResponse:
    if not request.user.has_role(EDITORS):
        raise PermissionDenied
    actions.take_down(subject=subject, language=language, by=request.user)
    messages.success(request, _("Taken down. Readers see the English page."))
    return redirect("staff:translations")


def _page(
    request: HttpRequest,
    subject: Subject,
    language: str,
    status: HTTPStatus = HTTPStatus.OK,
    form: TranslationForm | None = None,
    review: ReviewForm | None = None,
) -> HttpResponse:
    row = actions.newest(language, subject.code)
    words = form or _form(request, subject, language)
    waits = row is not None and row.status == Status.HUMAN
    context = {
        **_standing(subject, row),
        **_public(subject, published(language, subject.code)),
        "language": language,
        "language_name": _("Spanish"),
        "words": words,
        "revision": actions.mark_of(row),
        "waits": waits,
        "may_review": waits and row.by_id != request.user.pk and row.name,
        "may_take_down": request.user.has_role(EDITORS),
        "review": review or ReviewForm(signs=needs_password(request)),
        "form": review or (words if words.is_bound else None),
        "changed": status == HTTPStatus.CONFLICT,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
    }
    return render(request, "staff/translations/page.html", context, status=status)


@require_safe
def translation_read(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """The page as readers would see it, with the words as they stand now."""
    subject = _subject(language, code)
    if subject.page is None:
        raise Http404
    row, frame = actions.newest(language, code), actions.newest(language, FRAME)
    spoken = in_words(subject.page, row.words if row else {}, language)
    request.is_preview = True
    with speaking(language, frame.words if frame else {}):
        response = drawn(request, spoken)
    return at_home(response, subject.page, spoken)
