"""Forms of the review."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.safety.models import Alert
from intake.web.ui.forms import PlainForm

LONGEST = 10_000  # characters


class ObservationForm(PlainForm):
    """A fact that only staff can state."""

    fact = forms.ChoiceField(
        label=_("What you observed"),
        error_messages={"required": _("Choose what you observed.")},
    )
    value = forms.ChoiceField(
        label=_("Does it apply?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )

    def __init__(self, *args, facts: Mapping[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = list(facts.items())


class AlertForm(PlainForm):
    """How an alert ended, or that somebody takes it on."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("Choose an outcome")), *Alert.Outcome.choices],
        help_text=_("Needed to close the alert."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        help_text=_("Whom you reached, when, and what was agreed."),
    )
    no_contact = forms.CharField(
        label=_("Why no contact was needed"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput,
        help_text=_(
            "No contact with the patient is logged. If you close it as safe all the "
            "same, say why."
        ),
    )

    ACTIONS = ("acknowledge", "close")

    def __init__(self, *args, alert: Alert, action: str = "", **kwargs):
        self.action = action
        super().__init__(*args, **kwargs)
        if alert.is_contacted:
            del self.fields["no_contact"]
            self.helper.layout = self.helper.build_default_layout(self)
        for name in self.fields:
            self.fields[name].optional = False

    @property
    def lacks_a_reason(self) -> bool:
        """It is closed as safe, and nothing says how anybody knows."""
        is_safe = self.cleaned_data["outcome"] == Alert.Outcome.SAFE_PLAN
        asked = "no_contact" in self.fields
        return is_safe and asked and not self.cleaned_data["no_contact"]

    def whole_note(self) -> str:
        """The note, and why there was no contact."""
        parts = (self.cleaned_data["note"], self.cleaned_data.get("no_contact"))
        return "\n".join(part for part in parts if part)

    def clean(self):
        cleaned = super().clean()
        if self.action not in self.ACTIONS:
            raise forms.ValidationError(_("Press one of the two buttons."))
        closing = self.action == "close"
        if closing and not cleaned.get("outcome"):
            self.add_error("outcome", _("Choose an outcome to close the alert."))
        if closing and not cleaned.get("note"):
            self.add_error("note", _("Write what happened."))
        return cleaned
