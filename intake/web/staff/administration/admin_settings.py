"""Pages for the settings of the clinic, its crisis numbers and its mail."""

import logging
from smtplib import SMTPException, SMTPResponseException

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.accounts import directory
from intake.accounts.models import User
from intake.audit import actions as audit
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox
from intake.practice import actions
from intake.practice.models import CrisisRecord, Location, Organisation
from intake.web.ui.forms import form_page, posted

from . import crisis_lines
from .admin_forms import OrganisationForm, TestMessageForm
from .crisis_form import CrisisForm

log = logging.getLogger(__name__)


@require_safe
def admin_home(request: HttpRequest) -> HttpResponse:
    """What can be managed, and what needs somebody's attention."""
    everybody = [person for person in directory.people() if person.is_active]
    record = CrisisRecord.current()
    context = {
        "people_count": len(everybody),
        "without_site": [p for p in everybody if directory.sees_no_patients(p)],
        "site_count": Location.objects.count(),
        "has_open_site": Location.objects.filter(is_open=True).exists(),
        "has_recipient": directory.has_alert_recipient(),
        "unwatched": list(directory.unwatched_sites()),
        "confirmed_at": record and record.confirmed_at,
        "is_confirmed": _is_confirmed(record),
        **_failing(),
    }
    return render(request, "staff/admin/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(posted(request), instance=Organisation.current())
    if form.is_valid():
        actions.save_organisation(organisation=form.instance, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("staff:organisation")
    return form_page(request, "staff/admin/organisation.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def crisis(request: HttpRequest) -> HttpResponse:
    """Numbers for everybody, and words in the language that the address names."""
    record = CrisisRecord.objects.filter(pk=1).first() or CrisisRecord(pk=1)
    languages = dict(crisis_lines.LANGUAGES)
    asked = request.GET.get("language", "")
    language = asked if asked in languages else settings.LANGUAGE_CODE
    confirmed_at = record.confirmed_at
    form = CrisisForm(posted(request), instance=record, language=language)
    if form.is_valid():
        actions.save_crisis_record(
            record=form.record(),
            confirmed=form.cleaned_data["confirmed"],
            by=request.user,
        )
        messages.success(request, _("Saved."))
        return redirect(request.get_full_path())
    context = {
        "languages": languages.items(),
        "language": language,
        "confirmed_at": confirmed_at,
        "is_confirmed": _is_confirmed(record),
        "is_shown": language in record.languages,
    }
    return form_page(request, "staff/admin/crisis.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def test_message(request: HttpRequest) -> HttpResponse:
    """Send a message while the administrator waits, and say how it went."""
    form = TestMessageForm(posted(request))
    if form.is_valid():
        to = form.cleaned_data["to"]
        problem = _send_test(to, by=request.user)
        if problem is None:
            messages.success(request, _sent(to))
            return redirect("staff:test_message")
        form.add_error("to", problem)
    context = {"server": settings.EMAIL_HOST, "folder": settings.EMAIL_FILE_PATH}
    return form_page(request, "staff/admin/test_message.html", form, **context)


def _send_test(to: str, by: User) -> str | None:
    """Send one; what went wrong in words, or None."""
    try:
        with audit.unit():
            audit.record("message.tested", by=by)
            messaging.send_now(to=to, template="test", language=get_language() or "en")
    except SMTPResponseException as refusal:
        said = refusal.smtp_error
        answer = said.decode(errors="replace") if isinstance(said, bytes) else said
        log.warning("test message refused", extra={"code": refusal.smtp_code})
        return _("The mail server refused it: {code} {answer}").format(
            code=refusal.smtp_code, answer=answer
        )
    except SMTPException as problem:
        return _("The mail server refused it: {answer}").format(answer=problem)
    except OSError as problem:
        return _("The mail server cannot be reached: {answer}").format(answer=problem)
    return None


def _sent(to: str) -> str:
    if settings.EMAIL_HOST:
        return _("The mail server took a message to {address}.").format(address=to)
    return _("The message was written to a file, because no mail server is set.")


def _failing() -> dict[str, int]:
    """How many e-mails and how many texts could not be sent yet."""
    channels = list(Outbox.objects.failing().values_list("channel", flat=True))
    return {
        "failing_count": channels.count(Outbox.Channel.EMAIL),
        "failing_texts": channels.count(Outbox.Channel.TEXT),
    }


def _is_confirmed(record: CrisisRecord | None) -> bool:
    return record is not None and record.is_confirmed(timezone.now())
