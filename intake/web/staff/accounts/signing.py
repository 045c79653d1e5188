"""Signing: the password once more, unless it was given just now."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.accounts import actions
from intake.accounts.proving import is_fresh, note_proof

from .accounts import too_many


def password_field() -> forms.CharField:
    """Nothing is required here: whoever only looks needs no password."""
    field = forms.CharField(
        label=gettext_lazy("Your password"),
        help_text=gettext_lazy(
            "Your password is your signature. You gave it some time ago, so it is "
            "asked once more."
        ),
        required=False,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field.optional = False
    return field


def needs_password(request: HttpRequest) -> bool:
    return not is_fresh(request.session)


def is_signed(request: HttpRequest, form: forms.Form) -> bool:
    """Whether this is the person; else the form says why not, by its ``password``."""
    if is_fresh(request.session):
        return True
    login, given = request.user.login, form.cleaned_data.get("password", "")
    if not given:
        form.add_error("password", _("Sign with your password."))
    elif actions.too_many_failures(login):
        form.add_error("password", too_many())
    elif not request.user.check_password(given):
        actions.note_failure(login)
        form.add_error("password", _("This is not your password. Nothing was signed."))
    else:
        note_proof(request.session)
        return True
    return False
