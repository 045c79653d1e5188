"""The answers that count."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.domain.answer import Answer

from .items import Item


@dataclass(frozen=True)
class Active:
    """The answers that count, by link id, and the items that are shown.

    A list counts as unsure, as not asked while it is open, or as the value ``none`` or
    ``done``.
    """

    answers: Mapping[str, Answer]
    shown: frozenset[str]

    def is_shown(self, item: Item) -> bool:
        """The item's condition is met, and that of every group around it."""
        return item.link_id in self.shown
