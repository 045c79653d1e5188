"""Who a patient is, as staff write it down."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.patients.identity import CHILD_YEARS
from intake.web.ui.about_you_form import AboutYouForm

from .filling import mode_field

TAKEN = _(
    "This address is in use here already. Leave it out, or ask the person to sign in "
    "with it."
)
PROVED = _(
    "The patient signs in with this address and changes it on their own page. If they "
    "cannot open its mail any more, ask for another address on the page before."
)
SECOND = _(
    "Others answered here too, so a clinician confirms another address. Ask for it on "
    "the page before."
)
TAKEN_BACK = _(
    "They took back that they accepted the privacy notice. They can accept it again on "
    "their own page; until then nothing is begun or sent."
)
OF_STAFF = _(
    "Somebody who works here has this address. Leave it out: a colleague who is a "
    "patient signs in with it without our help."
)
LABELS = {
    "preferred_name": _("What should we call them?"),
    "state": _("State where they live"),
    "language": _("Language they prefer"),
    "emergency_relation": _("How do they know this person?"),
    "site": _("Which of your sites would they come to?"),
    "privacy": _(
        "I read the points above out and the person accepts the privacy notice, or "
        "they signed it on paper."
    ),
}
ERRORS = {
    "first_name": _("Write the first name."),
    "last_name": _("Write the last name."),
    "birth_date": _("Write the date of birth."),
    "phone": _("Write a phone number where we can reach them."),
    "privacy": _("Nothing can be written down before they accept the privacy notice."),
}


class PersonForm(AboutYouForm):
    """The same as a patient's own page, in words for whoever asks."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_(
            "With it they can go on online. Nothing is sent there before they have "
            "signed in with a code and their date of birth. Spell it back to them."
        ),
        error_messages={"invalid": _("Write an address like name@example.com.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            if name in ERRORS:
                field.error_messages["required"] = ERRORS[name]

    def layout_parts(self) -> dict[str, object]:
        parts = super().layout_parts()
        legends = {"name": _("Name"), "about": _("About the person")}
        legends |= {"reach": _("How to reach them"), "privacy": _("Privacy")}
        for name, legend in legends.items():
            parts[name].legend = legend
        parts["reach"].fields.append("email")
        return parts

    def refuse_child(self) -> None:
        raise forms.ValidationError(
            _(
                "Nothing may be kept about children under {years}. Tell the person "
                "kindly that this clinic treats adults."
            ).format(years=CHILD_YEARS)
        )


class NewcomerForm(PersonForm):
    """Somebody who is written down for the first time, and how."""

    mode = mode_field(_("How does this request come in?"))

    def layout_parts(self) -> dict[str, object]:
        return {"mode": "mode"} | super().layout_parts()
