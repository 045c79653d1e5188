"""Fixed forms on the patient side; questions have `page_form`."""

from crispy_forms.layout import HTML, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.patients.identity import CHILD_YEARS, Identity
from intake.practice.models import Location
from intake.web.ui.date_field import WholeDateField
from intake.web.ui.forms import PlainForm

from .states import US_STATES

SEXES = [
    ("female", _("Female")),
    ("male", _("Male")),
    ("other", _("Another, or not listed")),
    ("declined", _("Prefer not to say")),
]
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
LANGUAGES = [("en", "English"), ("es", "Español")]


class SignInForm(PlainForm):
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


class AboutYouForm(PlainForm):
    """The record of the patient, and the privacy notice."""

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
        help_text=_("If it differs from your first name."),
    )
    birth_date = WholeDateField(
        label=_("Date of birth"),
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
        label=_("Emergency contact: phone"), required=False, max_length=30
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

    def __init__(self, *args, on, sites, accepted=False, **kwargs):
        self.on = on
        self.template_layout = (
            Fieldset(_("Your name"), "first_name", "last_name", "preferred_name"),
            Fieldset(_("About you"), "birth_date", "sex", "state", "language"),
            Fieldset(_("How to reach you"), "phone", "may_leave_message"),
            Fieldset(
                _("Someone we may call in an emergency"),
                HTML("{% include 'patient/parts/emergency_contact_note.html' %}"),
                "emergency_name",
                "emergency_relation",
                "emergency_phone",
            ),
            *self._site_layout(sites),
            *self._privacy_layout(accepted),
        )
        super().__init__(*args, **kwargs)
        self._settle_site(sites)
        if accepted:
            del self.fields["privacy"]

    def _site_layout(self, sites):
        return ("site",) if len(sites) > 1 else ()

    def _privacy_layout(self, accepted):
        if accepted:
            return ()
        part = HTML("{% include 'patient/parts/privacy_notice.html' %}")
        return (Fieldset(_("Your privacy"), part, "privacy"),)

    def _settle_site(self, sites):
        if len(sites) > 1:
            self.fields["site"].queryset = sites
        else:
            del self.fields["site"]

    def clean_birth_date(self):
        born_on = self.cleaned_data["birth_date"]
        if born_on > self.on:
            raise forms.ValidationError(_("This date is in the future."))
        if self.on.year - born_on.year > 120:
            raise forms.ValidationError(_("Please check the year."))
        return born_on

    def clean_phone(self):
        return _checked_phone(self.cleaned_data["phone"])

    def clean_emergency_phone(self):
        phone = self.cleaned_data["emergency_phone"]
        return _checked_phone(phone) if phone else ""

    def identity(self) -> Identity:
        data = {name: self.cleaned_data[name] for name in IDENTITY_FIELDS}
        return Identity(born_on=self.cleaned_data["birth_date"], **data)


IDENTITY_FIELDS = (
    "first_name",
    "last_name",
    "preferred_name",
    "sex",
    "state",
    "phone",
    "may_leave_message",
    "language",
    "emergency_name",
    "emergency_phone",
    "emergency_relation",
)


def is_child(identity: Identity, on) -> bool:
    """Too young for an account of their own."""
    return identity.age(on) < CHILD_YEARS


def _checked_phone(phone: str) -> str:
    digits = [character for character in phone if character.isdigit()]
    if not 7 <= len(digits) <= 15:
        raise forms.ValidationError(
            _("Write a phone number with its area code, such as 555 010 0199.")
        )
    return phone.strip()
