"""From what was posted in an input to what it says, and from a number back to it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from intake.domain.answer import CHOSEN_STATES, SKIPPED, Answer, State, answered
from intake.domain.questionnaire.answers import Refusal
from intake.domain.questionnaire.items import Item

from .refusals import WORDS

NUL = "\0"
YEAR_DIGITS = 4


def read_code(item: Item, code: Any) -> Answer:
    """A posted code: a state, an option's value, or itself to be checked."""
    if not code:
        return SKIPPED
    if code in item.states:
        return Answer(State(code))
    values = {str(option.value): option.value for option in item.options}
    return answered(values.get(code, code))


def read_state(states: list[str], has_value: bool) -> Answer | None:
    """The state that was ticked beside an input."""
    if not states:
        return None
    if has_value or len(states) > 1:
        raise forms.ValidationError(_("Give an answer, or tick one box, not both."))
    if states[0] not in CHOSEN_STATES:
        raise forms.ValidationError(_("Choose one of the answers offered."))
    return Answer(State(states[0]))


def shown_state(answer: Answer) -> list[str]:
    return [str(answer.state)] if answer.state in CHOSEN_STATES else []


def plain_text(text: str) -> str:
    return text.strip()


def own_words(text: str) -> str:
    """What somebody wrote, kept as it is; only what is no text is refused.

    Browsers send the end of a line as two characters; the person typed one.
    """
    text = text.replace("\r\n", "\n")
    if NUL in text or not _is_unicode(text):
        raise forms.ValidationError(WORDS[Refusal.NOT_TEXT], code=Refusal.NOT_TEXT)
    return text


def _is_unicode(text: str) -> bool:
    """Whole characters, no halves of surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def digits(value: float) -> str:
    """A number as it would be typed, every digit of it."""
    plain = f"{Decimal(str(value)):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def number(text: str, *, whole: bool) -> int | float:
    """A number in ASCII digits with a point; commas between thousands are no number."""
    digits = text.removeprefix("-")
    allowed = set("0123456789") if whole else set("0123456789.")
    if not digits or not set(digits) <= allowed or len(digits) > 12:
        raise forms.ValidationError(
            _("Write a whole number in digits, such as 12.")
            if whole
            else _("Write a number in digits, such as 12 or 12.5.")
        )
    try:
        return int(text) if whole else float(text)
    except ValueError:
        raise forms.ValidationError(_("Write a number in digits.")) from None


def iso_date(parts: dict[str, str]) -> str:
    """The parts as an ISO date, cut off where the finer ones were left out."""
    if not parts["year"] or (parts["day"] and not parts["month"]):
        raise forms.ValidationError(_("Write the month, the day and the year."))
    if not all(part.isascii() and part.isdigit() for part in parts.values() if part):
        raise forms.ValidationError(_("Write the date in digits, such as 3 14 2024."))
    if len(parts["year"]) != YEAR_DIGITS:
        raise forms.ValidationError(_("Write the year with four digits."))
    numbers = [parts["year"]]
    numbers += [parts[key].zfill(2) for key in ("month", "day") if parts[key]]
    return "-".join(numbers)
