"""Setting up a factor: the square for the app, the passkey, and the codes on paper."""

import json

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.accounts import factors, passkeys
from intake.accounts.models import User
from intake.accounts.presence import device_words
from intake.practice.models import Organisation
from intake.web.ui.forms import PlainForm
from intake.web.ui.passkey_field import PasskeyMixin, asked, place_of, shown, state_of

from .onward import keeping_wish
from .pending import CODES, SECRET, found_again, put_away


class SetUpForm(PasskeyMixin, PlainForm):
    """The first code of an app, or a passkey that was just made."""

    code = asked(
        gettext_lazy("The six digits that the app shows now"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )
    template_layout = ("code", "passkey")

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not (cleaned.get("code") or cleaned.get("passkey")) and not self.errors:
            self.add_error("code", _("Write the six digits from the app."))
        return cleaned


def app_context(request: HttpRequest, user: User) -> dict:
    """The secret of a new app, as a square and in letters; the same until proved."""
    secret = found_again(request, SECRET)
    if secret is None:
        secret = factors.new_secret()
        put_away(request, SECRET, secret)
    issuer = Organisation.current().discreet_name
    address = factors.address_of(secret, account=user.login or "", issuer=issuer)
    return {"square": _drawn(address), "secret": factors.in_letters(secret)}


def passkey_question(request: HttpRequest, user: User) -> str | None:
    """What the browser is asked to make a passkey; nothing where it would refuse."""
    place = place_of(request)
    if not place.has_passkeys():
        return None
    account = user.login or Organisation.current().discreet_name
    return shown(request, passkeys.ask_for_new(user, place, account))


def is_set_up(request: HttpRequest, user: User, form: SetUpForm) -> bool:
    """Whether there is a new factor now; else the form says why not."""
    answer = form.cleaned_data["passkey"]
    if answer:
        return is_added(request, user, form, answer)
    try:
        factors.add_app(
            user=user,
            secret=found_again(request, SECRET) or factors.new_secret(),
            code=form.cleaned_data["code"],
            device=_device(request),
        )
    except factors.WrongCode:
        form.add_error(
            "code",
            _(
                "These are not the digits of this square. Take the newest ones, and "
                "see that the phone sets its clock by itself."
            ),
        )
        return False
    request.session.pop(SECRET, None)
    return True


def is_added(request: HttpRequest, user: User, form: forms.Form, answer: str) -> bool:
    """Whether the passkey is kept now; else the form says why not."""
    try:
        passkeys.add(
            user=user,
            place=place_of(request),
            state=state_of(request),
            answer=answer,
            device=_device(request),
        )
    except passkeys.NotProved:
        form.add_error(None, _("That passkey could not be added. Try again."))
        return False
    except passkeys.TooManyPasskeys:
        form.add_error(None, _("There are ten already. Remove one first."))
        return False
    return True


def show_codes(request: HttpRequest, user: User) -> HttpResponse:
    """Make ten codes and show them on the next page, until they are kept."""
    codes = factors.make_codes(user=user)
    put_away(request, CODES, json.dumps(codes).encode())
    return redirect(keeping_wish("staff:recovery_codes", request))


def _device(request: HttpRequest) -> str:
    return device_words(request.headers.get("User-Agent", ""))


def _drawn(address: str) -> str:
    """The square, drawn here: no other site learns the secret, and no file has it."""
    square = segno.make(address, error="m", micro=False)
    drawn = square.svg_inline(
        border=4, omitsize=True, light="#fff", svgclass="square", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by us, of lines alone
