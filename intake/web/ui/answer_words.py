"""An answer in the words that the person saw."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.domain.answer import Answer, State
from intake.domain.questionnaire.answers import earliest_day
from intake.domain.questionnaire.catalogues import load_catalogues
from intake.domain.questionnaire.items import OTHER, Item, ItemType, in_language

from .posted_values import digits
from .question_fields import STATE_WORDS

LENGTHS = {
    "weeks": lambda count: ngettext("%d week", "%d weeks", count) % count,
    "months": lambda count: ngettext("%d month", "%d months", count) % count,
}
SHOWN_DIGITS = 1  # after the point, of what is calculated


def answer_words(item: Item, answer: Answer | None, language: str) -> str:
    """The answer as shown to people; empty when there is none."""
    if answer is None or answer.state in (State.SKIPPED, State.NOT_ASKED):
        return ""
    if answer.state is not State.ANSWERED:
        own = item.state_texts.get(answer.state)
        words = STATE_WORDS[answer.state]
        return in_language(own, language) if own else str(words)
    if isinstance(answer.value, list):
        return ", ".join(_value(item, value, language) for value in answer.value)
    return _value(item, answer.value, language)


def _value(item: Item, value, language: str) -> str:
    if option := item.option(value):
        return in_language(option.text, language)
    if isinstance(value, dict):
        return _compound(value)
    if item.type is ItemType.BOOLEAN:
        return _("Yes") if value == "yes" else _("No")
    if item.type is ItemType.DATE:
        return _date(value)
    if item.catalogue and item.is_single_choice:
        return load_catalogues()[item.catalogue].labels.get(value, str(value))
    if item.calculate and isinstance(value, float):
        return digits(round(value, SHOWN_DIGITS))
    return _number(item, value) if isinstance(value, int | float) else str(value)


def _number(item: Item, value: int | float) -> str:
    if item.unit:
        return LENGTHS[item.unit](value)
    words = digits(value)
    return _("%s mg") % words if item.strengths_of else words


def _compound(value: dict) -> str:
    if OTHER in value:
        return value[OTHER]
    return " ".join(f"{digits(n)} {unit}" for unit, n in value["given"].items())


def _date(value: str) -> str:
    shape = {4: "Y", 7: "F Y"}.get(len(value), "j F Y")
    day = earliest_day(value)
    return date_format(day, shape) if day else value
