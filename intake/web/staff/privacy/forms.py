"""Forms of the privacy officer."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.rights.requests import of_number, record_number
from intake.web.staff.accounts.signing import password_field
from intake.web.ui.date_field import WholeDateField
from intake.web.ui.forms import PlainForm

LONGEST = 2000


def _number_field(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the number of the record.")},
    )


class NumberForm(PlainForm):
    """A record, by its number; ``patient`` is whose it is."""

    patient: Patient | None = None
    number = _number_field(
        gettext_lazy("Number of the record"),
        gettext_lazy(
            "The reference of a case, such as K7QM-XP4R. The patient has it on their "
            "page."
        ),
    )

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        self.patient = of_number(number)
        if self.patient is None:
            raise forms.ValidationError(_("No record has this number."))
        if self.patient.erased_at is not None:
            raise forms.ValidationError(_("This record is erased already."))
        return number


class HoldForm(NumberForm):
    """Why a record must be kept, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("Why it must be kept"),
        help_text=gettext_lazy("Privacy officers read this, and nobody else."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why.")},
    )
    until = WholeDateField(
        label=gettext_lazy("Until and including"),
        error_messages={"required": gettext_lazy("Give a day.")},
    )

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < Organisation.current().today():
            raise forms.ValidationError(_("Choose a day that is not over."))
        return until


class EraseForm(PlainForm):
    """The number once more, and the signature."""

    number = _number_field(
        gettext_lazy("Number of the record"),
        gettext_lazy("Type it once more. What is erased does not come back."),
    )
    password = password_field()

    def __init__(self, *args: Any, patient: Patient, signs: bool, **kwargs: Any):
        self.patient = patient
        super().__init__(*args, **kwargs)
        if not signs:
            del self.fields["password"]
        self.helper.layout = Layout(*self.fields)

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if of_number(number) != self.patient:
            message = _("This is not its number. It is {number}.")
            raise forms.ValidationError(
                message.format(number=record_number(self.patient))
            )
        return number


class DeclineForm(PlainForm):
    """The reason that the patient reads."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is not erased"),
        help_text=gettext_lazy(
            "The patient reads these words. Say what is kept, for how long, and whom "
            "to ask."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say why, for the patient.")},
    )
