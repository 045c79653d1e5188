"""The form by which staff enter the score of an instrument."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.domain.answer import Answer, State, answered
from intake.domain.questionnaire.items import in_language
from intake.domain.score_entry import EntryForm, choices, stated
from intake.domain.skeletons import Concept
from intake.questionnaires.score_entry import Entered, EnteredScore, Given
from intake.web.staff.reading import page_language
from intake.web.ui.date_field import WholeDateField
from intake.web.ui.forms import PlainForm
from intake.web.ui.question_form import Note, Stem

LANGUAGES = {
    "en": _("English"),
    "es": _("Spanish"),
    "other": _("Another language"),
}
SAID = {"yes": _("Yes"), "no": _("No")}
NO_ANSWER = {
    State.SKIPPED: _("Not answered"),
    State.DECLINED: _("Preferred not to say"),
}
LONGEST_REASON = 2_000  # characters


def item_label(item: Concept) -> str:
    """An item with its number, where it has one."""
    number = item.link_id.partition("_")[2]
    label = in_language(item.label, page_language())
    return f"{number}. {label}" if number[:1].isdigit() else label


class ScoreForm(PlainForm):
    """When and how an instrument was asked, and what was answered."""

    given_on = WholeDateField(
        label=_("On which day was it asked, or filled in?"),
        help_text=_("Month, day and year."),
    )
    given = forms.ChoiceField(
        label=_("How do you have the answers?"),
        choices=Given.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose how you have the answers.")
        ),
    )
    language = forms.ChoiceField(
        label=_("In which language was it asked?"),
        choices=list(LANGUAGES.items()),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose the language.")
        ),
    )
    reason = forms.CharField(
        label=_("What was wrong, and how do you know?"),
        help_text=_("For the record. Both entries are kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say what was wrong.")},
    )

    def __init__(
        self, *args: Any, entry: EntryForm, corrects: EnteredScore | None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.entry, self.corrects = entry, corrects
        if corrects is None:
            del self.fields["reason"]
        else:
            self.initial = _shown(corrects)
        if entry.total_name:
            self.fields[entry.total_name] = _total_field(entry)
        for item in entry.items:
            self.fields[item.link_id] = _item_field(item)
        self.helper.layout = Layout(*self._layout())

    def _layout(self) -> list:
        entry = self.entry
        total = [entry.total_name] if entry.total_name else []
        items = [Field(item.link_id, wrapper_class="beside") for item in entry.items]
        reason = ["reason"] if self.corrects else []
        hint = Note(in_language(entry.entry.hint, page_language()))
        return [
            *("given_on", "given", "language"),
            *(hint, *total, Stem(_("What was answered"), *items)),
            *reason,
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        answers = self.answers()
        entry = self.entry
        if entry.total_name in self.errors:
            return cleaned
        if entry.total_name and not answers:
            self.add_error(entry.total_name, _("Enter the items, or the total."))
        elif self._has_both(answers):
            self.add_error(
                entry.total_name, _("Enter either the items or the total, not both.")
            )
        else:
            self._name_silent(answers)
        return cleaned

    def _has_both(self, answers: Mapping[str, Answer]) -> bool:
        beside = {self.entry.total_name, *self.entry.entry.beside}
        return self.entry.total_name in answers and any(
            answer.state is State.ANSWERED
            for name, answer in answers.items()
            if name not in beside
        )

    def _name_silent(self, answers: Mapping[str, Answer]) -> None:
        for name in self.entry.due(answers):
            if name not in answers and name not in self.errors:
                self.add_error(name, _("Choose an answer, or say that there is none."))

    def answers(self) -> dict[str, Answer]:
        """What was entered: the items, or the total and what stands beside it."""
        total = self.cleaned_data.get(self.entry.total_name)
        said = {
            item.link_id: stated(self.cleaned_data.get(item.link_id, ""), item.most)
            for item in self.entry.items
        }
        found = {name: answer for name, answer in said.items() if answer is not None}
        if total is not None:
            found[self.entry.total_name] = answered(total)
        return found

    def entered(self) -> Entered:
        """What the action takes."""
        corrects = self.corrects
        return Entered(
            instrument=self.entry.code,
            answers=self._without_idle_items(),
            given_on=self.cleaned_data["given_on"],
            given=self.cleaned_data["given"],
            language=self.cleaned_data["language"],
            corrects=corrects.record.pk if corrects else None,
            reason=self.cleaned_data.get("reason", ""),
        )

    def _without_idle_items(self) -> dict[str, Answer]:
        """Beside a total, that an item has no answer says nothing."""
        answers = self.answers()
        if self.entry.total_name not in answers:
            return answers
        beside = {self.entry.total_name, *self.entry.entry.beside}
        return {name: answer for name, answer in answers.items() if name in beside}


def _total_field(entry: EntryForm) -> forms.IntegerField:
    field = forms.IntegerField(
        label=_("Total, in place of the items (0 to {most})").format(
            most=entry.entry.total
        ),
        min_value=0,
        max_value=entry.entry.total,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            _("Write a whole number from 0 to {most}.").format(most=entry.entry.total),
        ),
    )
    field.optional = False
    return field


def _item_field(item: Concept) -> forms.ChoiceField:
    words = [(value, SAID.get(value, value)) for value in choices(item.most)]
    field = forms.ChoiceField(
        label=item_label(item),
        choices=[("", _("Choose")), *words, *NO_ANSWER.items()],
        required=False,
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )
    field.optional = False
    return field


def _shown(score: EnteredScore) -> dict[str, Any]:
    """What is corrected, as the inputs show it."""
    values: dict[str, date | str | int] = {
        name: str(answer.value if answer.state is State.ANSWERED else answer.state)
        for name, answer in score.answers.items()
    }
    return values | {
        "given_on": score.given_on,
        "given": score.data["given"],
        "language": score.record.language,
    }
