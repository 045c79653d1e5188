"""Answers under another wording: which of them say there what they said before."""

from intake.domain.answer import Answer

from .answers import check
from .items import Item

MEANING = ("type", "repeats", "dimension", "catalogue", "instrument")


def carries(before: Item, after: Item, answer: Answer) -> bool:
    """Whether an answer to one question can be read as an answer to another.

    The two must take the same kind of answer, and the later one this answer. One that
    does not carry is not known under the later wording: it is never read as a value
    that nobody gave.
    """
    same = all(getattr(before, name) == getattr(after, name) for name in MEANING)
    return same and check(after, answer) is None
