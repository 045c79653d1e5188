"""What comes with one post, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Response
from intake.safety.actions import Noted


class UnknownPlace(ValueError):
    """The questionnaire has no such page, or no such question on it."""


@dataclass(frozen=True)
class Place:
    """Where answers belong: a page, a list as a whole, or one row of a list."""

    page: str
    row: str = ""


@dataclass(frozen=True)
class Posted:
    """What came with one post.

    ``accepted`` is false when something on the page was refused; the answers given
    here are then the ones that can be kept. ``revision`` is the version number that
    the person was looking at. ``leaving`` says that they stop for now.
    """

    data: Mapping[str, Any]
    revision: int
    accepted: bool = True
    leaving: bool = False
    removed: bool = False


@dataclass(frozen=True)
class Saved:
    """What became of a post.

    On a ``conflict`` another tab or device was first: nothing was stored, and ``now``
    holds what is there instead. ``noted`` is what the answers did to the alert.
    """

    now: Filled
    noted: Noted | None = None
    conflict: bool = False

    @property
    def response(self) -> Response:
        return self.now.response

    @property
    def needs_help_page(self) -> bool:
        return self.noted is not None and self.noted.needs_help_page
