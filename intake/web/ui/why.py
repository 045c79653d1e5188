"""The public page that says of each question why it is asked, and links to it.

Addresses of patient pages say nothing about health, so a question's place on that page
is called after a digest of its link id, which stays the same in every version.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.urls import reverse

from intake.domain.questionnaire.conditions import Outline
from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.items import Item, Wording, in_language
from intake.domain.questionnaire.pages import Page
from intake.domain.questionnaire.reasons import reason_of
from intake.questionnaires.models import definition_of

DIGITS = 10


def anchor(link_id: str) -> str:
    """The id of a question's place on the page."""
    return f"q-{sha256(link_id.encode()).hexdigest()[:DIGITS]}"


def why_url(link_id: str) -> str:
    """Where the page says why this question is asked."""
    return f"{reverse('why')}#{anchor(link_id)}"


@lru_cache(maxsize=16)
def reasons_shown(version_id: int, language: str) -> tuple[dict[str, Any], ...]:
    """The sections of a version with its questions and their reasons.

    Returns:
        ``{id, label, text, pages}`` each, with pages ``{title, reasons}`` and reasons
        ``{why, questions, instrument, attribution}``. Questions that stand together and
        share a reason share the entry.
    """
    return tuple(_Reasons(definition_of(version_id), language).sections())


class _Reasons:
    def __init__(self, definition: Definition, language: str):
        self.definition, self.language = definition, language
        self.placed = Outline(definition).placed

    def sections(self) -> Iterator[dict[str, Any]]:
        numbers = self.definition.section_numbers
        pages = groupby(self.definition.pages, key=lambda p: numbers[p.link_id])
        for number, run in pages:
            shown = list(run)
            label = self._words(self.definition.sections[shown[0].link_id])
            yield {
                "id": f"section-{number}",
                "label": label,
                "text": label,
                "pages": list(self._pages(shown)),
            }

    def _pages(self, pages: list[Page]) -> Iterator[dict[str, Any]]:
        """What the pages of one group ask stands under one title."""
        for title, run in groupby(pages, key=lambda page: self._words(page.title)):
            asked = [item for page in run for item in self._asked(page)]
            yield {"title": title, "reasons": list(self._reasons(asked))}

    def _asked(self, page: Page) -> tuple[Item, ...]:
        return (page.group, *page.questions) if page.is_list else page.questions

    def _reasons(self, asked: list[Item]) -> Iterator[dict[str, Any]]:
        for (why, code), run in groupby(asked, key=self._shares):
            placed = self.definition.instruments.get(code, {})
            yield {
                "why": why,
                "questions": [self._question(item) for item in run],
                "instrument": self._words(placed.get("title", {})),
                "attribution": self._words(placed.get("attribution", {})),
            }

    def _shares(self, item: Item) -> tuple[str, str]:
        return self._words(reason_of(self.placed[item.link_id])), item.instrument or ""

    def _question(self, item: Item) -> dict[str, str]:
        return {
            "id": item.link_id,
            "anchor": anchor(item.link_id),
            "text": self._words(item.text),
        }

    def _words(self, wording: Wording) -> str:
        return in_language(wording, self.language)
