"""The second step of signing in: proving a factor, or setting up the first one."""

from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.accounts import factors, passkeys
from intake.accounts.models import Factor, User
from intake.web.ui.forms import PlainForm, form_page, posted
from intake.web.ui.passkey_field import PasskeyMixin, asked, place_of, shown, state_of

from . import pending
from .onward import keeping_wish
from .setting_up import SetUpForm, app_context, is_set_up, passkey_question, show_codes


class SecondForm(PasskeyMixin, PlainForm):
    """A code of the app, one on paper, or what a passkey answered."""

    code = asked(
        gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy(
            "Six digits from your authenticator app, or one of your recovery codes."
        ),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    template_layout = ("code", "passkey")

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not (cleaned.get("code") or cleaned.get("passkey")) and not self.errors:
            self.add_error("code", _("Write a code."))
        return cleaned


def after_password(view):
    """Only for somebody whose password was right in this browser just now."""

    @sensitive_post_parameters("code", "passkey")
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        user = pending.user_of(request)
        if user is None:
            return redirect(keeping_wish("staff:sign_in", request))
        return view(request, user)

    return run


@after_password
def second(request: HttpRequest, user: User) -> HttpResponse:
    """Take the second factor and let the person in."""
    known = list(factors.of(user))
    if not known:
        return redirect(keeping_wish("staff:set_up", request))
    form = SecondForm(posted(request))
    if form.is_valid() and is_proved(request, user, form):
        return pending.finish(request, user, by_factor=True)
    question = _question(request, user, known)
    return form_page(request, "staff/second.html", form, question=question, person=user)


@after_password
def set_up(request: HttpRequest, user: User) -> HttpResponse:
    """Set up the first factor; the account opens with it, and codes are shown."""
    if factors.has_any(user):
        return redirect(keeping_wish("staff:second", request))
    form = SetUpForm(posted(request))
    if form.is_valid() and is_set_up(request, user, form):
        pending.finish(request, user, by_factor=True)
        return pending.remembered(request, show_codes(request, user), user)
    context = app_context(request, user) | {"person": user}
    question = passkey_question(request, user)
    return form_page(request, "staff/set_up.html", form, question=question, **context)


def is_proved(request: HttpRequest, user: User, form: SecondForm) -> bool:
    """Whether this is a factor of the person; else the form says why not."""
    answer, code = form.cleaned_data["passkey"], form.cleaned_data["code"]
    try:
        if answer:
            state = state_of(request)
            place = place_of(request)
            passkeys.prove(user=user, place=place, state=state, answer=answer)
        else:
            factors.prove_by_code(user=user, written=code)
    except passkeys.NotProved:
        form.add_error("code", _("That passkey did not work. Use a code."))
    except factors.WrongCode:
        form.add_error(
            "code", _("This code does not work, or was used. Wait for the next one.")
        )
    except factors.TooManyTries:
        form.add_error("code", too_many_codes())
    return not form.errors


def too_many_codes() -> str:
    return _("There were too many wrong codes. Wait 15 minutes, then try again.")


def _question(request: HttpRequest, user: User, known: list[Factor]) -> str | None:
    """What the browser's passkeys are asked, where the person has some."""
    has_one = any(factor.kind == passkeys.PASSKEY for factor in known)
    place = place_of(request)
    if not has_one or not place.has_passkeys():
        return None
    return shown(request, passkeys.ask_for_proof(user, place))
