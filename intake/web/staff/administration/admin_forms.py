"""Forms for the organisation, its sites and a test message."""

import re
import zoneinfo

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.practice.models import ROUTES, Location, Organisation
from intake.web.staff.accounts.mobile import dialed
from intake.web.ui.forms import PlainForm, PlainModelForm, Revised

NAME_TAKEN = _("Another site has this name.")
US_ZONES = [
    ("America/New_York", _("Eastern (New York)")),
    ("America/Chicago", _("Central (Chicago)")),
    ("America/Denver", _("Mountain (Denver)")),
    ("America/Phoenix", _("Mountain without summer time (Phoenix)")),
    ("America/Los_Angeles", _("Pacific (Los Angeles)")),
    ("America/Anchorage", _("Alaska (Anchorage)")),
    ("Pacific/Honolulu", _("Hawaii (Honolulu)")),
    ("America/Puerto_Rico", _("Atlantic (Puerto Rico)")),
]
# Beginnings of words that would say in the sender of a message what it is about.
TELLING = (
    "addict",
    "anxi",
    "depress",
    "esketamin",
    "infusion",
    "ketamin",
    "mental",
    "mood",
    "psych",
    "recovery",
    "spravato",
    "suicid",
    "trauma",
)
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
DIALED = re.compile(r"[0-9+() ./-]{2,40}", re.ASCII)
HEADER_BREAKERS = re.compile(r'[\r\n"<>\\,;@]')


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Those of the United States, then all others by name."""
    near = {name for name, _label in US_ZONES}
    names = sorted(zoneinfo.available_timezones() - near)
    others = [(name, name.replace("_", " ")) for name in names if "/" in name]
    return [(_("United States"), US_ZONES), (_("Elsewhere"), others)]


def checked_phone(phone: str, fewest: int = 7) -> str:
    """A number that can be dialed, or nothing; else refused."""
    digits = sum(character.isdigit() for character in phone)
    if phone and (digits < fewest or not DIALED.fullmatch(phone)):
        raise forms.ValidationError(_("Write a phone number, such as 555 010 0199."))
    return phone


class OrganisationForm(Revised, PlainModelForm):
    """What the clinic is called, offers and promises."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    routes_offered = forms.MultipleChoiceField(
        label=_("Treatments offered"),
        choices=ROUTES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Patients can ask only for these."),
        error_messages={"required": _("Choose at least one.")},
    )
    answer_within_days = forms.IntegerField(
        label=_("Answer within (working days)"),
        min_value=1,
        max_value=60,
        help_text=_("Patients see this as your promise."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Write a number of days."),
            "invalid": _("Write a whole number, such as 5."),
        },
    )
    remind_after_days = forms.IntegerField(
        label=_("Days between reminders"),
        min_value=1,
        max_value=30,
        help_text=_(
            "Who is asked something is reminded after this many days, and once more "
            "after as many again. After a third time the review goes on without it."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Write a number of days."),
            "invalid": _("Write a whole number, such as 5."),
        },
    )
    emergency_minutes = forms.IntegerField(
        label=_("Minutes of emergency access"),
        min_value=5,
        max_value=480,
        help_text=_("How long a clinician sees one record of another site."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    screen_minutes = forms.IntegerField(
        label=_("Minutes before an unfinished safety screen counts as unanswered"),
        min_value=5,
        max_value=120,
        help_text=_("After this time, clinicians are alerted as for a missing answer."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Write a number of minutes."),
            "invalid": _("Write a whole number, such as 15."),
        },
    )
    leave_address = forms.URLField(
        label=_("Where the quick exit leads"),
        assume_scheme="https",
        help_text=_(
            "Patients can leave a page at once for this address. Choose one that "
            "nobody wonders about, such as the weather."
        ),
        error_messages={
            "required": _("Write an address, such as https://www.weather.gov/."),
            "invalid": _("Write an address, such as https://www.weather.gov/."),
        },
    )
    template_layout = (
        Fieldset(_("The clinic"), "name", "discreet_name", "phone", "hours"),
        Fieldset(_("What you offer"), "routes_offered", "answer_within_days"),
        Fieldset(_("Questions to patients"), "remind_after_days"),
        Fieldset(
            _("Time and safety"), "time_zone", "screen_minutes", "emergency_minutes"
        ),
        Fieldset(_("Pages"), "leave_address", "accent"),
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "discreet_name",
            "phone",
            "hours",
            "time_zone",
            "routes_offered",
            "answer_within_days",
            "remind_after_days",
            "screen_minutes",
            "emergency_minutes",
            "leave_address",
            "accent",
        )
        widgets = {
            "name": forms.TextInput,
            "discreet_name": forms.TextInput,
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "hours": forms.TextInput,
            "accent": forms.TextInput(attrs={"spellcheck": "false"}),
        }
        help_texts = {
            "phone": _("Patients see it on pages and in letters."),
            "accent": _(
                "A # and six digits or letters a to f, such as #1f5f5b. Pages keep "
                "enough contrast whatever you choose."
            ),
        }
        error_messages = {
            "name": {"required": _("Write the name of the clinic.")},
            "discreet_name": {"required": _("Write a name for the sender.")},
        }

    def clean_discreet_name(self) -> str:
        name = self.cleaned_data["discreet_name"]
        if any(word.startswith(TELLING) for word in name.casefold().split()):
            raise forms.ValidationError(
                _("This tells others what the message is about. Choose another name.")
            )
        if HEADER_BREAKERS.search(name):
            raise forms.ValidationError(
                _("Leave out commas, semicolons, quotation marks and the signs < > @.")
            )
        return name

    def clean_phone(self) -> str:
        return checked_phone(self.cleaned_data["phone"])

    def clean_accent(self) -> str:
        accent = self.cleaned_data["accent"].lower()
        if accent and not COLOR.fullmatch(accent):
            raise forms.ValidationError(_("Write a color such as #1f5f5b."))
        return accent


class SiteForm(Revised, PlainModelForm):
    """One place where the clinic sees people."""

    class Meta:
        model = Location
        fields = ("name", "address", "phone", "is_open")
        widgets = {
            "name": forms.TextInput,
            "address": forms.Textarea(attrs={"rows": 3}),
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
        }
        help_texts = {
            "name": _("Patients choose among the names, so name the place."),
            "is_open": _("Take the tick away, and new patients cannot choose it."),
        }
        error_messages = {
            "name": {
                "required": _("Write a name."),
                "unique": NAME_TAKEN,
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_open"].optional = False

    def clean_name(self) -> str:
        """Names that differ only in capitals would be taken for each other."""
        name = self.cleaned_data["name"]
        others = Location.objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(NAME_TAKEN)
        return name

    def clean_phone(self) -> str:
        return checked_phone(self.cleaned_data["phone"])


class TestMessageForm(PlainForm):
    to = forms.EmailField(
        label=_("Send it to"),
        max_length=254,
        help_text=_("Your own address, for example."),
        error_messages={
            "required": _("Write an e-mail address."),
            "invalid": _("Write an address like name@example.com."),
        },
    )


class TestTextForm(PlainForm):
    to = forms.CharField(
        label=_("Send it to"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("Your own mobile number, for example."),
        error_messages={"required": _("Write a mobile number.")},
    )

    def clean_to(self) -> str:
        return dialed(self.cleaned_data["to"])
