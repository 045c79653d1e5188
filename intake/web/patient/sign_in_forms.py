"""Forms for signing in with a code."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.web.ui.forms import PlainForm


class SharedForm(PlainForm):
    """Whether the device is one's own, asked where somebody is let in."""

    shared = forms.BooleanField(
        label=_("Other people use this phone or computer"),
        required=False,
        help_text=format_lazy(
            _(
                "Closing the browser then signs you out, and so do {minutes} minutes "
                "in which you do nothing. What you saved is kept."
            ),
            minutes=settings.SIGNED_IN["patient_shared"][0] // 60,
        ),
    )


class SignInForm(SharedForm):
    field_order = ("email", "shared")
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send you a code. You need no password."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write an e-mail address like name@example.com."),
        },
    )


class CodeForm(PlainForm):
    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
        error_messages={"required": _("Write the six digits from our message.")},
    )

    def clean_code(self) -> str:
        return "".join(c for c in self.cleaned_data["code"] if c.isdigit())


class LettersForm(PlainForm):
    """What stands in the message beside a link, for whoever reads mail elsewhere."""

    code = forms.CharField(
        label=_("Twelve letters and digits"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
        error_messages={
            "required": _("Write the letters and digits from our message.")
        },
    )
