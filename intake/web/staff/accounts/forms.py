"""Forms for signing in, for passwords, and for the accounts of staff."""

from crispy_forms.layout import HTML, Fieldset
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.accounts.actions import StaffDetails
from intake.accounts.directory import LOGIN, is_last_administrator, is_login_taken
from intake.accounts.models import User
from intake.accounts.roles import DESCRIPTIONS, Role
from intake.practice.models import Location
from intake.web.ui.forms import PlainForm, Revised
from intake.web.ui.passkey_field import asked

from .mobile import dialed

LONGEST_PASSWORD = 200
TAKEN = _("Somebody already signs in with this name. Choose another.")
MEMORABLE = _(
    "At least 12 characters. Three or four words in a row are easy to remember and "
    "hard to guess."
)


def text_input(**attrs: str) -> forms.TextInput:
    """One line for a name or an address, which nobody's keyboard should correct."""
    plain = {"autocapitalize": "none", "spellcheck": "false"}
    return forms.TextInput(attrs={**plain, **attrs})


def password_field(label, autocomplete: str, required, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": required},
        **kwargs,
    )


class SignInForm(PlainForm):
    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=254,
        widget=text_input(autocomplete="username"),
        error_messages={"required": _("Write your sign-in name.")},
    )
    password = password_field(
        _("Password"), "current-password", _("Write your password.")
    )


class ForgotForm(PlainForm):
    login = forms.CharField(
        label=_("Sign-in name or e-mail address"),
        max_length=254,
        widget=text_input(autocomplete="username"),
        error_messages={"required": _("Write your sign-in name or e-mail address.")},
    )


# Browsers keep a password under the name that stands beside it.
WHOSE = HTML(
    '<input hidden readonly autocomplete="username" value="{{ form.user.login }}">'
)


class NewPasswordForm(PlainForm):
    """A password, typed twice, for an account."""

    new_password = password_field(
        _("New password"),
        "new-password",
        _("Write a new password."),
        help_text=MEMORABLE,
    )
    repeated = password_field(
        _("The same password again"), "new-password", _("Write the password again.")
    )

    template_layout = (WHOSE, "new_password", "repeated")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new_password(self) -> str:
        password = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password

    def clean_repeated(self) -> str:
        repeated = self.cleaned_data["repeated"]
        if repeated != self.data.get(self.add_prefix("new_password")):
            raise forms.ValidationError(_("The two passwords are not the same."))
        return repeated


class ChangePasswordForm(NewPasswordForm):
    """The same with the present password; the view checks that one."""

    password = password_field(
        _("Your present password"), "current-password", _("Write your password.")
    )
    template_layout = (WHOSE, "password", "new_password", "repeated")
    field_order = ("password", "new_password", "repeated")


def role_choices() -> list[tuple[str, str]]:
    return [
        (role.value, format_html("<b>{}</b><br>{}", role.label, DESCRIPTIONS[role]))
        for role in Role
    ]


class PersonForm(Revised, PlainForm):
    """Who somebody is, what they may do, and where."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As patients and colleagues know them, such as Dr. Ana Silva."),
        error_messages={"required": _("Write a name.")},
    )
    login = forms.RegexField(
        LOGIN,
        label=_("Sign-in name"),
        max_length=64,
        help_text=_("Such as ana.silva. Capital letters make no difference."),
        widget=text_input(autocomplete="off"),
        error_messages={
            "required": _("Write a sign-in name."),
            "invalid": _(
                "Use at least two letters or digits, without spaces and accents. "
                "These may stand between them: . _ - @ +"
            ),
        },
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Their sign-in link is sent there. Without one, you hand it over."),
        error_messages={"invalid": _("Write an address like name@example.com.")},
    )
    mobile = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_(
            "Alerts come as a text too, if the clinic has a text gateway. The text "
            "names nobody. Without a country code it is a number of the United States."
        ),
    )
    roles = forms.MultipleChoiceField(
        label=_("What may they do?"),
        choices=role_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    sites = forms.ModelMultipleChoiceField(
        label=_("Where do they work?"),
        queryset=Location.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see only the patients of these sites."),
    )
    password = asked(
        _("Your own password"),
        help_text=_("Or the six digits that your authenticator app shows."),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    template_layout = (
        Fieldset(_("Who"), "name", "login", "email", "mobile"),
        Fieldset(_("Roles and sites"), "roles", "sites"),
    )
    needs_proof = (Fieldset(_("Show that it is you"), "password"),)

    def __init__(
        self,
        *args,
        person: User | None = None,
        is_proved: bool = True,
        **kwargs,
    ):
        self.person = person
        if not is_proved:
            self.template_layout = (*self.template_layout, *self.needs_proof)
        super().__init__(*args, initial=person and _values(person), **kwargs)

    def _all(self):
        """What is stored of a person; the proof is not."""
        return ((name, field) for name, field in super()._all() if name != "password")

    def clean_login(self) -> str:
        login = self.cleaned_data["login"]
        if is_login_taken(login, besides=self.person):
            raise forms.ValidationError(TAKEN)
        return login

    def clean_mobile(self) -> str:
        return dialed(self.cleaned_data["mobile"])

    def clean_roles(self) -> list[str]:
        roles = self.cleaned_data["roles"]
        drops = self.person and Role.ADMINISTRATOR not in roles
        if drops and is_last_administrator(self.person):
            raise forms.ValidationError(
                _("Nobody else could manage people then. Name another one first.")
            )
        return roles

    def details(self) -> StaffDetails:
        return StaffDetails(
            name=self.cleaned_data["name"],
            login=self.cleaned_data["login"],
            email=self.cleaned_data["email"],
            mobile=self.cleaned_data["mobile"],
            roles=tuple(self.cleaned_data["roles"]),
            sites=tuple(self.cleaned_data["sites"]),
        )


def _values(person: User) -> dict:
    return {
        "name": person.name,
        "login": person.login,
        "email": person.email,
        "mobile": person.mobile,
        "roles": sorted(person.roles),
        "sites": sorted(person.site_ids()),
    }
