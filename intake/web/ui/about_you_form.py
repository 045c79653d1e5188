"""The form on which a patient, or staff for one, says who they are."""

from dataclasses import fields

from crispy_forms.layout import HTML, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.domain.age import age_in_years
from intake.patients.identity import CHILD_YEARS, Identity
from intake.patients.models import Patient
from intake.practice.models import Location

from .date_field import WholeDateField
from .forms import PlainForm, Revised
from .question_widgets import PartialDateWidget
from .states import US_STATES

SEXES = [
    ("female", _("Female")),
    ("male", _("Male")),
    ("other", _("Another, or not listed")),
    ("declined", _("Prefer not to say")),
]
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
LANGUAGES = [("en", "English"), ("es", "Español")]
OLDEST = 120  # years
FEWEST_DIGITS, MOST_DIGITS = 7, 15  # of a phone number


class AboutYouForm(Revised, PlainForm):
    """The record of the patient, and the privacy notice.

    Args:
        on: today at the clinic.
        sites: those that take new patients; one alone is not asked for.
        notice: the version that is shown and accepted.
        accepted: whether that was done before.
    """

    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Write your first name.")},
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Write your last name.")},
    )
    preferred_name = forms.CharField(
        label=_("What should we call you?"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        help_text=_("If it differs from your first name."),
    )
    birth_date = WholeDateField(
        label=_("Date of birth"),
        widget=PartialDateWidget("bday"),
        error_messages={
            "required": _("Write your date of birth."),
            "invalid": _("Write a date that exists, such as 3 14 1985."),
        },
    )
    sex = forms.ChoiceField(
        label=_("Sex recorded for your care"),
        choices=SEXES,
        widget=forms.RadioSelect,
        help_text=_("Some limits in medicine differ by sex. That is why we ask."),
        error_messages={"required": _("Choose an answer.")},
    )
    state = forms.ChoiceField(
        label=_("State where you live"),
        choices=[("", _("Choose a state")), *US_STATES],
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
        error_messages={"required": _("Choose a state.")},
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Write a phone number where we can reach you.")},
    )
    may_leave_message = forms.ChoiceField(
        label=_("May we leave a message at this number?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("We never say what it is about."),
        error_messages={"required": _("Choose an answer.")},
    )
    language = forms.ChoiceField(
        label=_("Language you prefer"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        initial="en",
        error_messages={"required": _("Choose a language.")},
    )
    emergency_name = forms.CharField(
        label=_("Emergency contact: name"), required=False, max_length=100
    )
    emergency_relation = forms.CharField(
        label=_("How do you know this person?"), required=False, max_length=100
    )
    emergency_phone = forms.CharField(
        label=_("Emergency contact: phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    site = forms.ModelChoiceField(
        label=_("Which of our sites would you come to?"),
        queryset=Location.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a site.")},
    )
    privacy = forms.BooleanField(
        label=_("I have read the privacy notice and accept it."),
        error_messages={"required": _("Please read and accept the privacy notice.")},
    )

    def __init__(self, *args, on, sites, notice, accepted=False, **kwargs):
        self.on, self.notice = on, notice
        left_out = {
            "site": len(sites) <= 1,
            "privacy": accepted,
        }
        parts = self.layout_parts().items()
        self.template_layout = tuple(
            part for name, part in parts if not left_out.get(name)
        )
        super().__init__(*args, **kwargs)
        for name, is_left_out in left_out.items():
            if is_left_out:
                del self.fields[name]
        if "site" in self.fields:
            self.fields["site"].queryset = sites

    def layout_parts(self) -> dict[str, object]:
        """What stands on the page, in order, by a name for each part."""
        contact_note = HTML("{% include 'components/emergency_contact_note.html' %}")
        notice = HTML("{% include 'components/privacy_points.html' %}")
        return {
            "name": Fieldset(
                _("Your name"), "first_name", "last_name", "preferred_name"
            ),
            "about": Fieldset(_("About you"), "birth_date", "sex", "state", "language"),
            "reach": Fieldset(_("How to reach you"), "phone", "may_leave_message"),
            "emergency": Fieldset(
                _("Someone we may call in an emergency"),
                contact_note,
                "emergency_name",
                "emergency_relation",
                "emergency_phone",
            ),
            "site": "site",
            "privacy": Fieldset(_("Your privacy"), notice, "privacy"),
        }

    @property
    def revision(self) -> str:
        """Marks the notice too: nobody accepts one that they were not shown."""
        return f"{super().revision}-{self.notice.number}"

    def clean_birth_date(self):
        born_on = self.cleaned_data["birth_date"]
        if born_on > self.on:
            raise forms.ValidationError(_("This date is in the future."))
        if self.on.year - born_on.year > OLDEST:
            raise forms.ValidationError(_("Please check the year."))
        if age_in_years(born_on, self.on) < CHILD_YEARS:
            self.refuse_child()
        return born_on

    def refuse_child(self) -> None:
        """Somebody who is known already is no child; a new one is turned away."""
        if self.initial:
            raise forms.ValidationError(_("Please call us, so that we can correct it."))

    def clean_phone(self):
        return _checked_phone(self.cleaned_data["phone"])

    def clean_emergency_phone(self):
        phone = self.cleaned_data["emergency_phone"]
        return _checked_phone(phone) if phone else ""

    def identity(self) -> Identity:
        data = {name: self.cleaned_data[name] for name in IDENTITY_FIELDS}
        return Identity(born_on=self.cleaned_data["birth_date"], **data)


IDENTITY_FIELDS = tuple(
    field.name for field in fields(Identity) if field.name != "born_on"
)


def initial_of(identity: Identity, patient: Patient) -> dict[str, object]:
    """What the form shows of somebody who is known."""
    return identity.to_data() | {
        "birth_date": identity.born_on,
        "site": patient.site_id,
    }


def _checked_phone(phone: str) -> str:
    digits = [mark for mark in phone if mark.isascii() and mark.isdigit()]
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        raise forms.ValidationError(
            _("Write a phone number with its area code, such as 555 010 0199.")
        )
    return phone.strip()
