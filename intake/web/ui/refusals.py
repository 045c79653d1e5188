"""Why an answer was not accepted, in words that say what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.domain.questionnaire.answers import LONGEST, Refusal
from intake.domain.questionnaire.items import Item

MISSING = "missing"  # the code of an error that only says so
ANSWER_NEEDED = _("Please choose or write an answer.")

WORDS = {
    Refusal.STATE_NOT_OFFERED: _("Choose one of the answers offered."),
    Refusal.NOT_OFFERED: _("Choose one of the answers offered."),
    Refusal.NOT_ALONE: _("Choose this one alone, or the others."),
    Refusal.NOT_A_NUMBER: _("Write a number in digits, such as 12 or 12.5."),
    Refusal.NOT_WHOLE: _("Write a whole number in digits, such as 12."),
    Refusal.NOT_TEXT: _("This text has a character we cannot keep."),
    Refusal.NOT_A_DATE: _("Write a date that exists, such as 3 14 2024."),
    Refusal.NEEDS_DAY: _("Write the month, the day and the year."),
    Refusal.IN_FUTURE: _("This date is in the future."),
    Refusal.NOT_A_TIME: _("Write a time, such as 14:30."),
    Refusal.NOT_A_MEASURE: _("Please check the numbers."),
    Refusal.NOT_A_LINK: _("Write an address that begins with https://."),
    Refusal.NOT_ABOVE: _("The first number must be greater than the second."),
}


def in_words(refusal: Refusal, item: Item) -> str | Promise:
    """The sentence for a refusal, with the limits of the item."""
    if refusal is Refusal.TOO_SMALL:
        return _out_of_range(item)
    if refusal is Refusal.TOO_LARGE:
        return _out_of_range(item)
    if refusal is Refusal.TOO_LONG:
        most = item.max_length or LONGEST.get(item.type, 255)
        return _("Please shorten this to {most} characters.").format(most=most)
    return WORDS[refusal]


def _out_of_range(item: Item) -> str | Promise:
    if item.dimension or item.minimum is None or item.maximum is None:
        return _("Please check this number.")
    return _("Write a number from {low} to {high}.").format(
        low=f"{item.minimum:g}", high=f"{item.maximum:g}"
    )
