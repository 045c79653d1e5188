"""Forms with which staff hold a history against a source."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.domain.treatments.agents import load_agents
from intake.review.medicines import KnownMedicine
from intake.review.models import SourceCheck
from intake.review.treatments import KnownTrial
from intake.web.staff.fact_words import (
    CHOICES,
    MEDICINE_FACTS,
    TRIAL_FACTS,
    codes_of,
    from_codes,
    value_words,
)
from intake.web.ui.forms import PlainForm
from intake.web.ui.question_fields import agent_groups
from intake.web.ui.question_form import Stem

LONGEST_WORDS = 2_000  # characters
LONGEST_NAME = 200
OTHER = "other"
SEEN = "seen_"
LIMITS = {"dose": 10_000, "weeks_at_highest": 5_200, "weeks_total": 5_200}
PERCENT = 100
MONTH = re.compile(r"(?P<year>\d{4})(-(?P<month>0[1-9]|1[0-2]))?")


class SourceForm(PlainForm):
    """What a source says about a row, fact by fact.

    A fact that is changed, or whose box is ticked, is stated; the others are left as
    they are. ``told`` and ``standing`` are codes by the name of the fact.
    """

    labels: Mapping[str, Any] = {}

    source = forms.ChoiceField(
        label=_("What did you look at?"),
        choices=SourceCheck.Source.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose what you looked at.")
        ),
    )
    words = forms.CharField(
        label=_("Which one, and what does it say?"),
        help_text=_(
            "For the record: whose list or letter, its date, and why it is right."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
        error_messages={"required": _("Say what you looked at.")},
    )

    def __init__(
        self,
        *args,
        told: Mapping[str, Any] | None,
        standing: Mapping[str, Any],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.told, self.standing = told, standing
        self.adds = not standing
        for name in self.labels:
            self._add_fact(name)
        groups = [self._drawn(name) for name in self.labels]
        stem = _("What the source says") if self.adds else _("Fact by fact")
        self.helper.layout = Layout("source", "words", Stem(stem, *groups))

    def _add_fact(self, name: str) -> None:
        field = self.fact_field(name)
        field.required, field.optional = False, False
        field.initial = self.standing.get(name, "")
        if self.told is not None:
            said = value_words(name, self.told.get(name, ""))
            field.help_text = _("The patient: {said}").format(said=said)
        self.fields[name] = field
        if not self.adds:
            label = format_html(
                '{}<span class="visually-hidden">: {}</span>',
                _("The source says so"),
                self.labels[name],
            )
            seen = forms.BooleanField(label=label, required=False)
            seen.optional = False
            self.fields[SEEN + name] = seen

    def _drawn(self, name: str) -> Div:
        beside = [] if self.adds else [SEEN + name]
        return Div(name, *self.more_inputs(name), *beside, css_class="fact-row")

    def fact_field(self, name: str) -> forms.Field:
        raise NotImplementedError

    def more_inputs(self, name: str) -> list[str]:
        return []

    def code(self, name: str) -> Any:
        """The code of a fact as it was entered; empty is not known."""
        value = self.cleaned_data.get(name)
        return "" if value is None else value

    def stated(self) -> dict[str, Any]:
        """The codes of what the source says."""
        codes = {name: self.code(name) for name in self.labels}
        return {
            name: code
            for name, code in codes.items()
            if code != self.standing.get(name, "")
            or (not self.adds and self.cleaned_data.get(SEEN + name))
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.stated():
            raise forms.ValidationError(
                _("Tick what the source says as it stands, or change what it does not.")
            )
        return cleaned


class TrialForm(SourceForm):
    """One trial of a treatment."""

    labels = TRIAL_FACTS

    def __init__(self, *args, known: KnownTrial | None, today: date, **kwargs):
        self.today = today
        standing = codes_of(known.standing) if known else {}
        told = codes_of(known.reported) if known and known.reported else None
        super().__init__(*args, told=told, standing=standing, **kwargs)
        self.fields["agent_name"] = forms.CharField(
            label=_("If it is not in the list, its name"),
            required=False,
            max_length=LONGEST_NAME,
        )
        self.fields["agent_name"].optional = False
        agent = standing.get("agent", "")
        if agent and load_agents().find(agent) is None:
            self.fields["agent"].initial = OTHER
            self.fields["agent_name"].initial = agent

    def more_inputs(self, name: str) -> list[str]:
        return ["agent_name"] if name == "agent" else []

    def fact_field(self, name: str) -> forms.Field:
        label = self.labels[name]
        if name == "agent":
            own = [("", _("Choose a medicine")), (OTHER, _("Not in this list"))]
            return _choice(label, [*own, *agent_groups()])
        if name in CHOICES:
            return _choice(label, [("", _("Not known")), *CHOICES[name].items()])
        if name == "started":
            return _text(label)
        return _number(label, LIMITS.get(name, PERCENT))

    def code(self, name: str) -> Any:
        value = super().code(name)
        if name == "agent" and value == OTHER:
            return self.cleaned_data.get("agent_name", "")
        return value

    def clean_started(self) -> str:
        """A year, or a year and a month; not ahead."""
        typed = self.cleaned_data["started"]
        if not typed:
            return ""
        if not MONTH.fullmatch(typed):
            raise forms.ValidationError(
                _("Write a year, or a year and a month, such as 2021 or 2021-03.")
            )
        if typed > self.today.isoformat()[: len(typed)]:
            raise forms.ValidationError(_("Write a time that is not ahead."))
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_other = cleaned.get("agent") == OTHER
        if is_other and not cleaned.get("agent_name"):
            self.add_error("agent_name", _("Write the name of the medicine."))
        elif self.adds and "agent" not in self.errors and not self.code("agent"):
            self.add_error("agent", _("Choose the medicine."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the source says, as it is stored."""
        return from_codes(self.stated())


class MedicineForm(SourceForm):
    """One medicine that is taken now."""

    labels = MEDICINE_FACTS

    def __init__(self, *args, known: KnownMedicine | None, **kwargs):
        standing = {"name": known.name, **known.stated} if known else {}
        told = {"name": known.said} if known and known.said else None
        super().__init__(*args, told=told, standing=standing, **kwargs)
        for name in MEDICINE_FACTS:
            if name != "name":
                self.fields[name].help_text = ""

    def fact_field(self, name: str) -> forms.Field:
        label = self.labels[name]
        if name == "taken":
            taken = [
                ("", _("Not stated")),
                ("yes", _("Yes")),
                ("no", _("Not any more")),
            ]
            return _choice(label, taken)
        return _text(label)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "name" not in self.errors and not cleaned.get("name"):
            self.add_error("name", _("Write the name of the medicine."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the source says, as it is stored."""
        return self.stated()


class TakeBackForm(PlainForm):
    """Why an earlier statement does not hold."""

    words = forms.CharField(
        label=_("Why does it not hold?"),
        help_text=_("For the record. What was stated is kept and shown as taken back."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
        error_messages={"required": _("Say why it does not hold.")},
    )


def _choice(label: Any, choices: list) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _number(label: Any, most: int) -> forms.FloatField:
    sentence = _("Write a number from 0 to {most}.").format(most=most)
    return PlainNumber(
        label=label,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), sentence),
    )


class PlainNumber(forms.FloatField):
    """A number that stands in its input without needless decimals."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:g}" if isinstance(value, float | int) else value
