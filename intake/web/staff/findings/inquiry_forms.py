"""The form with which a clinician asks somebody outside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.domain.inquiries import load_kinds
from intake.findings.inquiries import Asked
from intake.web.ui.forms import PlainForm

LONGEST_NAME = 120
LONGEST_WORDS = 1_000
MOST_DAYS = 60


class InquiryForm(PlainForm):
    """What is asked, of whom, and for how long."""

    kind = forms.ChoiceField(
        label=_("What do you need?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose what you need.")
        ),
    )
    name = forms.CharField(
        label=_("Who is it for?"),
        help_text=_("Such as: Dr. Ana Rivera."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write a name.")},
    )
    organisation = forms.CharField(
        label=_("Practice, hospital or laboratory"),
        max_length=LONGEST_NAME,
        required=False,
    )
    words = forms.CharField(
        label=_("What else should they know?"),
        help_text=_(
            "They see this and the question, with the patient's name. Write no more "
            "about the patient than they need."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
        required=False,
    )
    days = forms.IntegerField(
        label=_("For how many days should the link work?"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=14,
        error_messages={"required": _("Write a number of days.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = load_kinds().values()
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds]

    def asked(self, finding: str) -> Asked:
        return Asked(finding=finding, **self.cleaned_data)
