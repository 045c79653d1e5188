"""Forms for an attempt to reach a patient, and for giving an alert to a colleague."""

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.accounts.models import User
from intake.safety.contacts import Attempt
from intake.safety.models import Alert, AlertEvent
from intake.web.staff.cases.case_forms import LONGEST
from intake.web.ui.forms import PlainForm

SOON = timedelta(minutes=5)  # a clock that is a little fast

Channel, Result = AlertEvent.Channel, AlertEvent.Result


class ContactForm(PlainForm):
    """How, when, and what came of it."""

    channel = forms.ChoiceField(
        label=_("How"),
        choices=Channel.choices,
        initial=Channel.PHONE,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how.")),
    )
    result = forms.ChoiceField(
        label=_("What came of it"),
        choices=[pair for pair in Result.choices if pair[0] != Result.NO_CONTACT],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose what came of it.")
        ),
    )
    when = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        help_text=_("Leave it empty if it was just now. Clinic time."),
        error_messages={"invalid": _("Write a date and a time.")},
    )
    said = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was said, and what was agreed."),
    )

    def __init__(self, *args, alert: Alert, **kwargs):
        super().__init__(*args, **kwargs)
        self.alert = alert
        self.fields["said"].optional = self.fields["when"].optional = False

    def clean_when(self):
        when = self.cleaned_data["when"] or timezone.now()
        if when > timezone.now() + SOON:
            raise forms.ValidationError(_("This time has not come yet."))
        if when < self.alert.opened_at.replace(second=0, microsecond=0):
            raise forms.ValidationError(_("This is before the alert was opened."))
        return when

    def attempt(self, seen: int | None) -> Attempt:
        given = self.cleaned_data
        return Attempt(
            channel=given["channel"],
            result=given["result"],
            at=given["when"],
            note=given["said"],
            seen=seen,
        )


class HandOverForm(PlainForm):
    """To whom, and what they need to know."""

    to = forms.ChoiceField(
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose a colleague.")
        ),
    )
    note = forms.CharField(
        label=_("What they need to know"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, colleagues: Sequence[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.colleagues = {str(person.pk): person for person in colleagues}
        self.fields["note"].optional = False
        self.fields["to"].choices = [
            (key, _with_address(person)) for key, person in self.colleagues.items()
        ]

    def colleague(self) -> User:
        return self.colleagues[self.cleaned_data["to"]]


def _with_address(person: User) -> str:
    if person.email:
        return person.name
    told = _("{name} (has no e-mail address: tell them yourself)")
    return told.format(name=person.name)
