"""A fresh proof before something that weighs: exports, roles, factors."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.accounts import passkeys
from intake.accounts.proving import is_fresh, note_proof
from intake.web.ui.forms import PlainForm, form_page, posted
from intake.web.ui.passkey_field import PasskeyMixin, asked, place_of, shown, state_of

from .onward import home_or_wanted
from .signing import is_signed

View = Callable[..., HttpResponse]


class ConfirmForm(PasskeyMixin, PlainForm):
    password = asked(
        gettext_lazy("Your password"),
        help_text=gettext_lazy("Or the six digits that your authenticator app shows."),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    template_layout = ("password", "passkey")


def freshly_proved(view: View) -> View:
    """Ask for the password or a factor first, unless one was given just now."""

    @wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if is_fresh(request.session):
            return view(request, *args, **kwargs)
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('staff:confirm')}?{query}")

    return run


@sensitive_post_parameters("password", "passkey")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Take a fresh proof and go on."""
    form = ConfirmForm(posted(request))
    if form.is_valid() and _is_proved(request, form):
        return redirect(home_or_wanted(request, request.user))
    question = _question(request)
    return form_page(request, "staff/confirm.html", form, question=question)


def is_confirmed(request: HttpRequest, form: forms.Form) -> bool:
    """Whether a proof is fresh, or is in the form, which else says why not."""
    return is_signed(request, form, _("Write your password, or a code."))


def _is_proved(request: HttpRequest, form: ConfirmForm) -> bool:
    answer = form.cleaned_data["passkey"]
    if not answer:
        return is_confirmed(request, form)
    try:
        passkeys.prove(
            user=request.user,
            place=place_of(request),
            state=state_of(request),
            answer=answer,
        )
    except passkeys.NotProved:
        form.add_error("password", _("That passkey did not work."))
        return False
    note_proof(request.session)
    return True


def _question(request: HttpRequest) -> str | None:
    place = place_of(request)
    has_one = request.user.factors.filter(kind=passkeys.PASSKEY).exists()
    if not has_one or not place.has_passkeys():
        return None
    return shown(request, passkeys.ask_for_proof(request.user, place))
