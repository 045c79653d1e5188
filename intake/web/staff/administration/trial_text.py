"""A text message that an administrator sends to see whether it arrives."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.messaging import actions as messaging
from intake.messaging import gateway
from intake.web.ui.forms import form_page, posted

from .admin_forms import TestTextForm

CHANNEL = "text"


@require_http_methods(["GET", "HEAD", "POST"])
def trial_text(request: HttpRequest) -> HttpResponse:
    """Send one while the administrator waits, and say how it went."""
    form = TestTextForm(posted(request))
    if form.is_valid():
        problem = _send_test(form.cleaned_data["to"], by=request.user)
        if problem is None:
            messages.success(request, _("The gateway took the text."))
            return redirect("staff:trial_text")
        form.add_error("to", problem)
    current = gateway.Gateway.current()
    host = current.host if current else ""
    return form_page(request, "staff/admin/trial_text.html", form, host=host)


def _send_test(to: str, by: User) -> str | None:
    """Send one; what went wrong in words, or None."""
    try:
        with audit.unit():
            audit.record("message.tested", by=by, channel=CHANNEL)
            language = get_language() or "en"
            messaging.text_now(to=to, template="test", language=language)
    except gateway.NoGateway:
        return _("No gateway is set, so no text can be sent.")
    except gateway.Refused as refusal:
        answer = _("The gateway refused it, with status {status}.")
        return answer.format(status=refusal.status)
    except gateway.Unreachable as problem:
        answer = _("The gateway cannot be reached: {problem}")
        return answer.format(problem=problem)
    return None
