"""The form of a decision."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from intake.decisions.letters import Signed
from intake.domain.letters.drafting import Choices
from intake.domain.letters.words import Entry, LetterWords
from intake.practice.models import ROUTES
from intake.review.actions import Verdict
from intake.review.models import Decision
from intake.web.staff.accounts.signing import password_field
from intake.web.staff.findings.overruling import Against
from intake.web.ui.date_field import WholeDateField
from intake.web.ui.forms import PlainForm

LONGEST = 10_000  # characters
LONGEST_LINE = 300
MOST_OWN = 10
DRAFTING, RECORDING = "draft", "record"
DRAFTED = "_drafted"  # the mark of the draft that the message was filled with
LATER = frozenset({Decision.Outcome.NOT_NOW, Decision.Outcome.NOT_SUITABLE})
CHOICE_FIELDS = (
    "conditions",
    "own_conditions",
    "reasons",
    "alternatives",
    "return_on",
    "rationale",
    DRAFTED,
    "message",
    "second_reader",
)


def _is_filled(value: Any) -> bool:
    """A date comes as its parts."""
    return any(value.values()) if isinstance(value, dict) else bool(value)


class Folded:
    """Fields behind a heading, open once something is chosen or wrong there."""

    def __init__(self, title: str, *names: str):
        self.title, self.names = title, names

    def render(self, form, context, **_kwargs) -> str:
        """Drawn by crispy, with the fields of ``names``."""
        fields = [form[name] for name in self.names]
        is_open = any(field.errors or _is_filled(field.value()) for field in fields)
        shown = {"title": self.title, "fields": fields, "is_open": is_open}
        return render_to_string(
            "staff/decisions/folded.html", context.flatten() | shown
        )


class DraftButton:
    """Writes the letter from what is chosen above it."""

    def render(self, _form, context, **_kwargs) -> str:
        """Drawn by crispy."""
        return render_to_string("staff/decisions/draft_button.html", context.flatten())


def _several(label: str, **kwargs) -> forms.MultipleChoiceField:
    field = forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )
    field.optional = False
    return field


class DecisionForm(PlainForm):
    """One outcome for each route that was asked for, the reasons, and the letter.

    Args:
        requested: The routes.
        words: The lists of conditions, reasons and alternatives.
        signs: Whether the password is asked for.
        against: What stands against going on.
        action: The button that was pressed; a draft needs the outcomes alone.
        today: No patient comes back before this day.
    """

    conditions = _several(_("Ask for"))
    own_conditions = forms.CharField(
        label=_("Something else to be done first"),
        help_text=_("In words for the patient, each on a line of its own."),
        required=False,
        max_length=MOST_OWN * LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reasons = _several(
        _("Reasons"), help_text=_("They go into the letter and are counted in reports.")
    )
    alternatives = _several(_("What may help instead or in the meantime"))
    return_on = WholeDateField(
        label=_("May come back from"),
        help_text=_(
            "From this day on the patient can ask again by themselves. They are asked "
            "only what may have changed."
        ),
        required=False,
    )
    rationale = forms.CharField(
        label=_("Why"),
        help_text=_("In plain words: the patient reads this with the letter."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        error_messages={"required": _("Say why.")},
    )
    message = forms.CharField(
        label=_("Message to the patient"),
        help_text=_(
            "In plain words: what was decided, why, what comes next, and what would "
            "change it."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=LONGEST,
        error_messages={"required": _("Write what the patient should read.")},
    )

    second_reader = forms.BooleanField(
        label=_("Ask a colleague to read the case too, before the patient hears of it"),
        required=False,
    )

    def __init__(
        self,
        *args,
        requested: Sequence[str],
        words: LetterWords,
        signs: bool,
        against: Against,
        today: date,
        **kwargs,
    ):
        self.requested, self.today, self.against = requested, today, against
        super().__init__(*args, **kwargs)
        self.drafted = self.data.get(DRAFTED, "") if self.is_bound else ""
        if self.drafted:
            self.fields[DRAFTED] = forms.CharField(
                required=False, widget=forms.HiddenInput
            )
        self._add_outcomes()
        for name in ("conditions", "reasons", "alternatives"):
            known: Iterable[Entry] = getattr(words, name).values()
            self.fields[name].choices = [(each.code, each.label) for each in known]
        for name in ("own_conditions", "return_on", "second_reader"):
            self.fields[name].optional = False
        if signs:
            self.fields["password"] = password_field()
        self.is_draft = self.is_bound and self.data.get("_action") == DRAFTING
        if self.is_draft:
            for name in ("rationale", "message"):
                self.fields[name].required = self.fields[name].optional = False
        self.helper.layout = self._layout()
        against.ask_for_reasons(self)

    def _add_outcomes(self) -> None:
        names = dict(ROUTES)
        for route in self.requested:
            self.fields[f"outcome_{route}"] = forms.ChoiceField(
                label=names[route],
                choices=Decision.Outcome.choices,
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"), _("Choose an outcome.")
                ),
            )
        order = [f"outcome_{route}" for route in self.requested]
        self.order_fields([*order, *CHOICE_FIELDS, "password"])

    def _layout(self) -> Layout:
        signs = ["password"] if "password" in self.fields else []
        return Layout(
            *(f"outcome_{route}" for route in self.requested),
            Folded(_("Conditions"), "conditions", "own_conditions"),
            Folded(_("Reasons"), "reasons"),
            Folded(_("Other help, and coming back"), "alternatives", "return_on"),
            "rationale",
            DraftButton(),
            *([DRAFTED] if self.drafted else []),
            "message",
            "second_reader",
            *signs,
        )

    def clean_own_conditions(self) -> tuple[str, ...]:
        lines = [" ".join(line.split()) for line in self._own().splitlines()]
        found = tuple(line for line in lines if line)
        if len(found) > MOST_OWN or any(len(line) > LONGEST_LINE for line in found):
            raise forms.ValidationError(
                _("Write at most 10 lines of at most 300 characters.")
            )
        return found

    def _own(self) -> str:
        return self.cleaned_data["own_conditions"]

    def clean_return_on(self) -> date | None:
        day = self.cleaned_data["return_on"]
        if day is not None and day <= self.today:
            raise forms.ValidationError(_("Write a day that is still to come."))
        return day

    def clean(self):
        cleaned = super().clean()
        if not self.is_draft:
            self.against.is_reasoned(self, self.outcomes())
        outcomes = set(self.outcomes().values())
        asked = cleaned.get("conditions") or cleaned.get("own_conditions")
        if asked and Decision.Outcome.CONDITIONAL not in outcomes:
            self.add_error(
                "conditions",
                _("Conditions need the outcome “Eligible on conditions” on a route."),
            )
        if cleaned.get("return_on") and not outcomes & LATER:
            self.add_error(
                "return_on",
                _("A day to come back needs the outcome “Not now” or “Not suitable”."),
            )
        return cleaned

    def outcomes(self) -> dict[str, str]:
        """The outcomes that were chosen, by route."""
        names = {route: f"outcome_{route}" for route in self.requested}
        return {
            route: self.cleaned_data[name]
            for route, name in names.items()
            if name in self.cleaned_data
        }

    def choices(self) -> Choices:
        names = ("conditions", "own_conditions", "reasons", "alternatives")
        chosen = {name: tuple(self.cleaned_data[name]) for name in names}
        return Choices(**chosen, return_on=self.cleaned_data["return_on"])

    def signed(self) -> Signed:
        verdict = Verdict(
            outcomes=self.outcomes(),
            rationale=self.cleaned_data["rationale"],
            message=self.cleaned_data["message"],
        )
        return Signed(verdict, self.choices(), self.against.reasons(self))

    @property
    def is_message_untouched(self) -> bool:
        """There is no message, or it is the last draft as it was."""
        typed = self.cleaned_data["message"]
        return not typed or mark_of(typed) == self.drafted


def mark_of(text: str) -> str:
    """The same for the same words, however their lines end."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]
