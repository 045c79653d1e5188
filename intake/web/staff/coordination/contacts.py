"""Writing down an attempt to reach a patient about their case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.coordination import contacts
from intake.web.staff.cases.case_detail import case_of
from intake.web.ui.forms import posted

from .entry_page import entry_page, key_of
from .forms import ContactForm


@require_http_methods(["GET", "HEAD", "POST"])
def case_contact(request: HttpRequest, reference: str) -> HttpResponse:
    """One attempt: how, when, what came of it, and when one tries again."""
    case = case_of(request, reference)
    form = ContactForm(posted(request))
    if form.is_valid():
        attempt = form.attempt(key_of(request))
        contacts.log(case=case, attempt=attempt, by=request.user)
        messages.success(request, _("Recorded."))
        return redirect("staff:case_detail", reference=reference)
    return entry_page(request, case, form, "contact")
