"""Why each question is asked, in words for the person who is asked."""

from collections.abc import Iterator

from .conditions import Outline, Placed
from .items import Wording
from .reading import Problem


def reason_of(placed: Placed) -> Wording:
    """The item's own reason, else that of the nearest group around it."""
    members = (placed.item, *reversed(placed.around))
    return next((member.why for member in members if member.why), {})


def silent_questions(outline: Outline) -> Iterator[Problem]:
    """Questions that neither say themselves why they are asked nor stand where it is
    said.
    """
    for placed in outline.placed.values():
        if placed.item.asks and not reason_of(placed):
            sentence = (
                "nothing says why it is asked; people are told for each question."
            )
            yield Problem(placed.item.link_id, sentence)
