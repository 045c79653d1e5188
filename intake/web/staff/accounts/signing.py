"""Signing: the password or a code once more, unless one was given just now."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.accounts import actions, factors
from intake.accounts.known import SIGNED_IN
from intake.accounts.models import User
from intake.accounts.proving import is_fresh, note_proof
from intake.web.ui.forms import PlainForm

from .accounts import too_many
from .second import too_many_codes

CODE = re.compile(r"\s*\d{3}\s?\d{3}\s*", re.ASCII)  # too short for a password


def password_field() -> forms.CharField:
    """Nothing is required here: whoever only looks needs no password."""
    field = forms.CharField(
        label=gettext_lazy("Your password"),
        help_text=gettext_lazy(
            "Your password is your signature. You gave it some time ago, so it is "
            "asked once more. Six digits from your authenticator app do as well."
        ),
        required=False,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field.optional = False
    return field


class SignedForm(PlainForm):
    """A form that ends with the signature, where it ``signs`` without a fresh proof."""

    def __init__(self, *args: Any, signs: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if signs:
            self.fields["password"] = password_field()
            self.helper.layout.append("password")


def needs_password(request: HttpRequest) -> bool:
    return not is_fresh(request.session)


def is_signed(request: HttpRequest, form: forms.Form, nothing: str = "") -> bool:
    """Whether this is the person; else the form says why not, by its ``password``."""
    if is_fresh(request.session):
        return True
    given = form.cleaned_data.get("password", "")
    if given:
        problem = _problem(request.user, given)
    else:
        problem = nothing or _("Sign with your password.")
    if problem:
        form.add_error("password", problem)
        return False
    note_proof(request.session)
    return True


def _problem(user: User, given: str) -> str:
    """Why this is neither the password nor a code of the app; nothing when it is."""
    if CODE.fullmatch(given):
        return _problem_of_code(user, given)
    try:
        right = actions.look_at_password(
            login=user.login,
            browser=SIGNED_IN,
            look=lambda: user.check_password(given),
        )
    except actions.TooManyFailures:
        return too_many()
    return "" if right else _("This is not your password.")


def _problem_of_code(user: User, given: str) -> str:
    try:
        factors.prove_by_code(user=user, written=given)
    except factors.WrongCode:
        return _("This code does not work, or was used. Wait for the next one.")
    except factors.TooManyTries:
        return too_many_codes()
    return ""
