"""The last word before answers are sent: that they are right."""

from typing import NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.questionnaires.actions import Words
from intake.web.ui.forms import PlainForm

ATTEST, NAME = "_attest", "_name"
LONGEST_NAME = 200  # characters
OWN_WORDS = _(
    "These answers are mine and as true as I know. I know that a clinician will read "
    "them."
)


class Signed(NamedTuple):
    """How a name is asked for."""

    label: str | Promise
    help_text: str | Promise
    autocomplete: str


AS_TYPED = Signed(
    _("Your full name, as your signature"),
    _("Typed as you would sign a paper. It is kept with what you agreed to."),
    "name",
)
ON_PAPER = Signed(
    _("The name that is signed on the paper"), _("As far as it can be read."), "off"
)


class AttestForm(PlainForm):
    """One statement to agree to, with a name under it that may be left out.

    The statement alone counts, as it does on the phone, and for whoever sends a form
    without the name because it was not asked for before.

    Args:
        words: What it says.
        signed: How the name is asked for; None where there is nobody to sign.
    """

    def __init__(
        self,
        *args,
        words: str | Promise = OWN_WORDS,
        signed: Signed | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        needed = _("Please confirm before you send.")
        self.fields[ATTEST] = forms.ChoiceField(
            label=words,
            choices=[("yes", _("Yes, this is so"))],
            widget=forms.RadioSelect,
            error_messages={"required": needed, "invalid_choice": needed},
        )
        if signed is not None:
            self.fields[NAME] = forms.CharField(
                label=signed.label,
                help_text=signed.help_text,
                required=False,
                max_length=LONGEST_NAME,
                widget=forms.TextInput(attrs={"autocomplete": signed.autocomplete}),
            )
        self.helper.layout = self.helper.build_default_layout(self)

    @property
    def words(self) -> Words:
        """What was agreed to, in the language of the page."""
        return Words(str(self.fields[ATTEST].label), get_language() or "en")

    @property
    def name(self) -> str:
        """The name under it; empty where it was left out."""
        return " ".join(self.cleaned_data.get(NAME, "").split())
