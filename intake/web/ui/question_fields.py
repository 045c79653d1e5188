"""From an item to the field that asks it, and from what was posted to an answer.

A new item type is one small class and one line in ``FIELDS``.
"""

from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.answer import CHOSEN_STATES, SKIPPED, Answer, State, answered
from intake.domain.questionnaire.answers import Refusal, check
from intake.domain.questionnaire.catalogues import load_catalogues
from intake.domain.questionnaire.items import OTHER, Item, ItemType, in_language
from intake.domain.questionnaire.measures import (
    LENGTHS,
    MixedUnits,
    length_in,
    quantity,
)
from intake.domain.treatments.agents import load_agents

from .picker import Picker
from .posted_values import (
    digits,
    iso_date,
    number,
    own_words,
    plain_text,
    read_code,
    read_state,
    shown_state,
)
from .question_widgets import (
    NumberWidget,
    OpenChoiceWidget,
    PartialDateWidget,
    QuantityWidget,
    Suggestions,
    TextWidget,
    from_iso,
)
from .refusals import ANSWER_NEEDED, MISSING, in_words
from .why import why_url

STATE_WORDS = {
    State.UNSURE: gettext_lazy("Not sure"),
    State.DECLINED: gettext_lazy("Prefer not to say"),
    State.NOT_APPLICABLE: gettext_lazy("Does not apply to me"),
}
HEADINGS = {
    "antidepressants": gettext_lazy("Antidepressants"),
    "added_to_antidepressants": gettext_lazy("Added to an antidepressant"),
    "ketamine": gettext_lazy("Ketamine"),
    "other_treatments": gettext_lazy("Other treatments"),
}


class AnswerField(forms.Field):
    """Asks one item; its cleaned value is an :class:`Answer`."""

    def __init__(self, item: Item, language: str, on: date):
        self.item, self.language, self.on = item, language, on
        super().__init__(
            required=False,
            label=in_language(item.text, language),
            help_text=in_language(item.help, language),
            widget=self.make_widget(),
        )
        self.why = in_language(item.why, language)
        self.why_url = why_url(item.link_id)
        self.optional = not (item.required or item.soft_required)
        self.soft = item.soft_required
        self.widget.states = self.state_choices()

    def make_widget(self) -> forms.Widget:
        raise NotImplementedError

    def read(self, value: Any) -> Answer:
        """What was posted, as an answer; raises ValidationError if it has no sense."""
        raise NotImplementedError

    def show(self, answer: Answer) -> Any:
        """An answer, as the widget's value."""
        raise NotImplementedError

    def state_choices(self) -> list[tuple[str, str]]:
        return [(str(state), self._state_words(state)) for state in self.item.states]

    def _state_words(self, state: State) -> str:
        own = self.item.state_texts.get(state)
        return in_language(own, self.language) if own else STATE_WORDS[state]

    def clean(self, value: Any) -> Answer:
        answer = self.read(value)
        refusal = check(self.item, answer, self.on, catalogues())
        if refusal is not None:
            raise forms.ValidationError(in_words(refusal, self.item), code=refusal)
        if self.item.required and answer.state is State.SKIPPED:
            raise forms.ValidationError(ANSWER_NEEDED, code=MISSING)
        return answer


class ChoiceField(AnswerField):
    """One of several options, states among them; many options become a list."""

    MOST_RADIOS = 12

    def make_widget(self) -> forms.Widget:
        if self.item.catalogue == "agents":
            return forms.Select(choices=agent_choices(self.item, self.language))
        options = option_choices(self.item, self.language)
        if len(options) > self.MOST_RADIOS:
            return forms.Select(choices=[("", _("Choose")), *options])
        return forms.RadioSelect(choices=[*options, *self.state_choices()])

    def read(self, value: Any) -> Answer:
        return read_code(self.item, value)

    def show(self, answer: Answer) -> Any:
        if answer.state is State.ANSWERED:
            return str(answer.value)
        return str(answer.state) if answer.state in CHOSEN_STATES else None


class PickerField(ChoiceField):
    """A row of a table, recognised in what is written beside it or looked for.

    Whether anything is missing is seen where the name is seen, in the form.
    """

    def make_widget(self) -> forms.Widget:
        return Picker(self.item, option_choices(self.item, self.language))

    def clean(self, value: Any) -> Answer:
        answer = self.read(value)
        if check(self.item, answer, self.on, catalogues()) is not None:
            refusal = Refusal.NOT_OFFERED
            raise forms.ValidationError(in_words(refusal, self.item), code=refusal)
        return answer


class BooleanField(ChoiceField):
    """Yes or no."""

    def make_widget(self) -> forms.Widget:
        words = [("yes", _("Yes")), ("no", _("No"))]
        return forms.RadioSelect(choices=[*words, *self.state_choices()])


class SeveralField(AnswerField):
    """Any number of options; exclusive ones and states stand alone."""

    def __init__(self, item: Item, language: str, on: date):
        super().__init__(item, language, on)
        self.exclusive = [str(o.value) for o in item.options if o.exclusive]

    def make_widget(self) -> forms.Widget:
        options = option_choices(self.item, self.language)
        return forms.CheckboxSelectMultiple(choices=[*options, *self.state_choices()])

    def read(self, value: Any) -> Answer:
        read = [read_code(self.item, code) for code in value or []]
        if not read:
            return SKIPPED
        states = [answer for answer in read if answer.state is not State.ANSWERED]
        if states and len(read) > 1:
            raise forms.ValidationError(_("Choose this one alone, or the others."))
        return states[0] if states else answered([answer.value for answer in read])

    def show(self, answer: Answer) -> Any:
        if answer.state is State.ANSWERED:
            return [str(code) for code in answer.value]
        return [str(answer.state)] if answer.state in CHOSEN_STATES else []


class OpenChoiceField(ChoiceField):
    """Options, or one's own words."""

    def make_widget(self) -> forms.Widget:
        options = option_choices(self.item, self.language)
        if OTHER not in dict(options):
            options.append((OTHER, _("Something else")))
        return OpenChoiceWidget(choices=[*options, *self.state_choices()])

    def read(self, value: Any) -> Answer:
        if value.get("chosen") != OTHER:
            return read_code(self.item, value.get("chosen"))
        words = own_words(value.get("other", ""))
        if not words.strip():
            raise forms.ValidationError(_("Say which, in your own words."))
        return answered({OTHER: words})

    def show(self, answer: Answer) -> Any:
        if answer.state is State.ANSWERED and isinstance(answer.value, dict):
            return {"chosen": OTHER, "other": answer.value[OTHER]}
        return {"chosen": super().show(answer)}


class NumberField(AnswerField):
    """A whole or decimal number, or a state."""

    whole = True

    def make_widget(self) -> forms.Widget:
        units = tuple(LENGTHS.get(self.item.unit or "", ()))
        return NumberWidget(whole=self.whole, units=units)

    def read(self, value: Any) -> Answer:
        typed = plain_text(value["typed"])
        if state := read_state(value["states"], bool(typed)):
            return state
        return answered(self._number(typed, value.get("unit"))) if typed else SKIPPED

    def _number(self, typed: str, unit: str | None) -> int | float:
        """The number, in the unit in which it counts."""
        own = self.item.unit
        if own is None or unit not in LENGTHS[own] or unit == own:
            return number(typed, whole=self.whole)
        return length_in(own, number(typed, whole=False), unit)

    def show(self, answer: Answer) -> Any:
        typed = digits(answer.value) if answer.state is State.ANSWERED else ""
        return {"typed": typed, "states": shown_state(answer)}


class DecimalField(NumberField):
    whole = False


class DateField(AnswerField):
    """A date; the day, and then the month, may be left out where the item says so."""

    def __init__(self, item: Item, language: str, on: date):
        super().__init__(item, language, on)
        if item.partial:
            hint = _("If you do not know the day or the month, leave it empty.")
            if item.to_the_month:
                hint = _("If you do not know the month, leave it empty.")
            self.help_text = f"{self.help_text} {hint}".strip()

    def make_widget(self) -> forms.Widget:
        return PartialDateWidget(has_day=not self.item.to_the_month)

    def read(self, value: Any) -> Answer:
        parts = {key: plain_text(value[key]) for key in ("year", "month", "day")}
        if state := read_state(value["states"], any(parts.values())):
            return state
        return answered(iso_date(parts)) if any(parts.values()) else SKIPPED

    def show(self, answer: Answer) -> Any:
        typed = from_iso(answer.value) if answer.state is State.ANSWERED else {}
        return typed | {"states": shown_state(answer)}


class QuantityField(AnswerField):
    """A height or a weight, stored in metres or kilograms and as it was given."""

    def make_widget(self) -> forms.Widget:
        return QuantityWidget(str(self.item.dimension))

    def read(self, value: Any) -> Answer:
        typed = {
            key: plain_text(text)
            for key, text in value.items()
            if key != "states" and plain_text(text)
        }
        if state := read_state(value["states"], bool(typed)):
            return state
        if not typed:
            return SKIPPED
        given = {key: number(text, whole=False) for key, text in typed.items()}
        try:
            return answered(quantity(str(self.item.dimension), given))
        except MixedUnits:
            raise forms.ValidationError(
                _("Fill in one way of measuring, not both.")
            ) from None

    def show(self, answer: Answer) -> Any:
        given = answer.value["given"] if answer.state is State.ANSWERED else {}
        typed = {key: digits(value) for key, value in given.items()}
        return typed | {"states": shown_state(answer)}


class TextField(AnswerField):
    """One line of one's own words, kept as they are."""

    kind = "text"

    def make_widget(self) -> forms.Widget:
        catalogue = self.item.catalogue
        return TextWidget(self.kind, names_to_offer(catalogue) if catalogue else None)

    def read(self, value: Any) -> Answer:
        words = own_words(value["typed"])
        if state := read_state(value["states"], bool(words.strip())):
            return state
        return answered(words) if words.strip() else SKIPPED

    def show(self, answer: Answer) -> Any:
        typed = answer.value if answer.state is State.ANSWERED else ""
        return {"typed": typed, "states": shown_state(answer)}


class LongTextField(TextField):
    kind = "lines"


class LinkField(TextField):
    kind = "url"


class TimeField(TextField):
    kind = "time"


class DateTimeField(TextField):
    kind = "datetime-local"


FIELDS: dict[ItemType, type[AnswerField]] = {
    ItemType.BOOLEAN: BooleanField,
    ItemType.CHOICE: ChoiceField,
    ItemType.OPEN_CHOICE: OpenChoiceField,
    ItemType.INTEGER: NumberField,
    ItemType.DECIMAL: DecimalField,
    ItemType.DATE: DateField,
    ItemType.DATE_TIME: DateTimeField,
    ItemType.TIME: TimeField,
    ItemType.QUANTITY: QuantityField,
    ItemType.STRING: TextField,
    ItemType.TEXT: LongTextField,
    ItemType.URL: LinkField,
}


def field_for(item: Item, language: str, on: date) -> AnswerField:
    """The field that asks an item."""
    kind = SeveralField if item.takes_several else FIELDS[item.type]
    if item.named_by:
        kind = PickerField
    return kind(item, language, on)


def option_choices(item: Item, language: str) -> list[tuple[str, str]]:
    return [(str(o.value), in_language(o.text, language)) for o in item.options]


def agent_choices(item: Item, language: str) -> list:
    """The agents under their headings, and the item's own options first."""
    own = option_choices(item, language)
    return [("", _("Choose a medicine")), *own, *agent_groups()]


def agent_groups() -> list:
    """The agents to choose from, under their headings."""
    return [
        (HEADINGS[group.heading], [(agent.code, agent.label) for agent in group.agents])
        for group in load_agents().options()
    ]


def catalogues() -> dict[str, frozenset[str]]:
    """The codes that may be picked, by the name of the catalogue."""
    known = load_catalogues().items()
    return {name: frozenset(catalogue.labels) for name, catalogue in known}


@cache
def names_to_offer(catalogue: str) -> Suggestions:
    """Every name in a table, for the browser to offer.

    A list of the browser's own needs no script. The 1,366 names of medicines are 24 kB,
    so they stand only where one is asked for, in the shortest form there is.
    """
    names = ((name,) for name in load_catalogues()[catalogue].names)
    return Suggestions(f"{catalogue}-names", format_html_join("", "<option>{}", names))
