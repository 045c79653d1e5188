"""The last word before answers are sent: that they are right."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.questionnaires.actions import Words
from intake.web.ui.forms import PlainForm

ATTEST = "_attest"
OWN_WORDS = _(
    "These answers are mine and as true as I know. I know that a clinician will read "
    "them."
)


class AttestForm(PlainForm):
    """One statement to agree to.

    Args:
        words: What it says.
    """

    def __init__(self, *args, words: str | Promise = OWN_WORDS, **kwargs):
        super().__init__(*args, **kwargs)
        needed = _("Please confirm before you send.")
        self.fields[ATTEST] = forms.ChoiceField(
            label=words,
            choices=[("yes", _("Yes, this is so"))],
            widget=forms.RadioSelect,
            error_messages={"required": needed, "invalid_choice": needed},
        )
        self.helper.layout = self.helper.build_default_layout(self)

    @property
    def words(self) -> Words:
        """What was agreed to, in the language of the page."""
        return Words(str(self.fields[ATTEST].label), get_language() or "en")
