"""The address one signs in with, and changing it."""

from contextlib import suppress
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.accounts import codes
from intake.accounts.proving import is_fresh
from intake.patients import addresses, lost_mailboxes
from intake.patients.identity import email_of
from intake.patients.models import Readdressing, ReaddressingEnd
from intake.web.ui.forms import PlainForm, form_page, posted
from intake.web.ui.known_browser import remember

from .letting_in import SIDE
from .opening import patient_of
from .sign_in import code_form_of

NEW_ADDRESS = "new_address"  # in the session: the code that was sent to it
AGAIN = "again"  # the button that leads to signing in anew
STOP = "stop"  # the button that keeps the address


class AddressForm(PlainForm):
    email = forms.EmailField(
        label=gettext_lazy("New e-mail address"),
        max_length=254,
        help_text=gettext_lazy("We send a code there, to see that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Write your new e-mail address."),
            "invalid": gettext_lazy("Write an e-mail address like name@example.com."),
        },
    )

    def __init__(self, *args: Any, known: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email.casefold() == self.known.casefold():
            raise forms.ValidationError(_("You sign in with this address already."))
        return email


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Show it; ask for a new one where the person signed in a moment ago."""
    patient = patient_of(request)
    known, waiting = email_of(patient), lost_mailboxes.waiting_of(patient)
    if waiting is not None and request.POST.get("_action") == STOP:
        return _stop(request, waiting)
    if request.POST.get("_action") == AGAIN:
        auth.logout(request)
        here = reverse("patient:address")
        return redirect(f"{reverse('patient:sign_in')}?next={here}")
    fresh = is_fresh(request.session)
    form = AddressForm(posted(request), known=known)
    if form.is_valid() and _asks_for_code(request, form):
        return redirect("patient:address_code")
    context = {
        "known": known,
        "is_fresh": fresh,
        "again": AGAIN,
        "waiting": waiting,
        "stop": STOP,
    }
    return form_page(request, "patient/address.html", form, **context)


def _stop(request: HttpRequest, waiting: Readdressing) -> HttpResponse:
    """Keep the address, whoever asked the clinic for another."""
    with suppress(lost_mailboxes.Answered):
        kind = ReaddressingEnd.Kind.STOPPED
        lost_mailboxes.end(readdressing=waiting, kind=kind, by=request.user)
        messages.success(request, _("Stopped. Your address stays as it is."))
    return redirect("patient:address")


def _asks_for_code(request: HttpRequest, form: AddressForm) -> bool:
    """Whether a code is on its way; else the form says why not."""
    if not is_fresh(request.session):
        form.add_error(None, _("Sign in again first. Then write the address here."))
        return False
    try:
        asked = codes.ask(
            address=form.cleaned_data["email"], language=get_language() or "en"
        )
    except OSError:  # the mail server
        form.add_error("email", _("We cannot send mail right now. Try again soon."))
        return False
    request.session[NEW_ADDRESS] = asdict(asked)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def address_code(request: HttpRequest) -> HttpResponse:
    """Take the code that was sent to the new address, which counts from then on."""
    if NEW_ADDRESS not in request.session:
        return redirect("patient:address")
    asked = codes.Asked(**request.session[NEW_ADDRESS])
    form = code_form_of(asked)(posted(request))
    if form.is_valid():
        email = _proved(asked, form)
        if email and _is_changed(request, email, form):
            del request.session[NEW_ADDRESS]
            request.session.cycle_key()
            messages.success(request, _("From now on you sign in with this address."))
            index = codes.address_index(email)
            return remember(request, redirect("patient:address"), index, SIDE)
    context = {"is_link": asked.link_sent_at is not None}
    return form_page(request, "patient/address_code.html", form, **context)


def _proved(asked: codes.Asked, form: forms.Form) -> str:
    """The address that this code was sent to; else the form says why not."""
    try:
        return codes.prove(asked=asked, digits=form.cleaned_data["code"])
    except codes.WrongCode:
        form.add_error("code", _("This is not the code we sent. Check it."))
    except codes.SpentCode:
        form.add_error("code", _("This code no longer works. Ask for a new one."))
    return ""


def _is_changed(request: HttpRequest, email: str, form: forms.Form) -> bool:
    this = request.session.session_key
    try:
        addresses.change(patient=patient_of(request), email=email, this=this)
    except addresses.AddressTaken:
        form.add_error(
            "code",
            _("Another record here has this address. Call us, so that we can help."),
        )
        return False
    return True
