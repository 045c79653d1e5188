"""What a clinician fills in to sign an article, or to send it back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.web.staff.accounts.signing import SignedForm
from intake.web.ui.forms import PlainForm

LONGEST = 5_000  # characters


class SignForm(SignedForm):
    role = forms.CharField(
        label=_("Your role, as readers see it"),
        max_length=200,
        help_text=_("As “MD, psychiatrist”. Your name is that of your account."),
        error_messages={"required": _("Say what your role is.")},
    )
    interests = forms.CharField(
        label=_("Your interests, as readers see them"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Ties to makers of these drugs, or to others who gain; write “None” if "
            "you have none. Left empty, the page says that you did not say."
        ),
    )
    read = forms.BooleanField(
        label=_("I have read the whole page and stand for what it says."),
        error_messages={"required": _("Read the whole page before you sign it.")},
    )


class SendBackForm(PlainForm):
    remarks = forms.CharField(
        label=_("What should the editors change?"),
        help_text=_("Name the sentence, and say what is wrong or missing."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what should change.")},
    )
