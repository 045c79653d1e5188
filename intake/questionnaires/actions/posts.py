"""What comes with one post, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intake.domain.questionnaire.items import FALLBACK_LANGUAGE
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Mode, Response
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
    the person was looking at. ``leaving`` says that they stop for now. ``language`` is
    that of the page, ``mode`` how the answers came in, and ``read_out`` says that staff
    read the questions out as they stand.
    """

    data: Mapping[str, Any]
    revision: int
    accepted: bool = True
    leaving: bool = False
    removed: bool = False
    language: str = FALLBACK_LANGUAGE
    mode: str = Mode.SELF
    read_out: bool = False


@dataclass(frozen=True)
class Saved:
    """What became of a post.

    On a ``conflict`` another tab or device was first: nothing was stored, and ``now``
    holds what is there instead. ``noted`` is what the answers did to the alert.
    ``again`` names the answers of a post that was stored before, word for word.
    """

    now: Filled
    noted: Noted | None = None
    conflict: bool = False
    again: frozenset[str] = frozenset()

    @property
    def response(self) -> Response:
        return self.now.response

    @property
    def needs_help_page(self) -> bool:
        """Help comes before anything else that the patient sees.

        A risk answer sent again leads to help again: of a button pressed twice, the
        browser shows the second reply only.
        """
        if self.noted is None:
            return False
        concern = self.noted.concern
        is_again = concern.is_severe and bool(self.again & set(concern.link_ids))
        return is_again or self.noted.needs_help_page
