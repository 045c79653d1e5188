"""The questions of a version with the reasons why they are asked.

Addresses of patient pages say nothing about health, so a question's place on the page
of reasons is called after a digest of its link id, which stays the same in every
version.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Any

from intake.domain.questionnaire.conditions import Outline
from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.items import Item, Wording, in_language
from intake.domain.questionnaire.pages import Page
from intake.domain.questionnaire.reasons import reason_of
from intake.questionnaires.models import definition_of
from intake.questionnaires.taking import active_version

from .explains import topic_of

DIGITS = 10


def anchor(link_id: str) -> str:
    """The id of a question's place on the page."""
    return f"q-{sha256(link_id.encode()).hexdigest()[:DIGITS]}"


@lru_cache(maxsize=16)
def reasons_shown(version_id: int, language: str) -> tuple[dict[str, Any], ...]:
    """The sections of a version with its questions and their reasons.

    Returns:
        ``{id, label, text, pages}`` each, with pages ``{title, reasons}`` and reasons
        ``{why, questions, instrument, attribution, explained_by}``; the last are codes
        of articles. Questions that stand together and share a reason share the entry.
    """
    return tuple(_Reasons(definition_of(version_id), language).sections())


def reasons_of(version_id: int, language: str) -> Iterator[dict[str, Any]]:
    """The same reasons, one after the other."""
    for section in reasons_shown(version_id, language):
        for page in section["pages"]:
            yield from page["reasons"]


def asked_now_about(code: str) -> tuple[dict[str, str], ...]:
    """What patients are asked now that an article explains, in English."""
    version = active_version()
    return asked_about(version.pk, "en", code) if version else ()


@lru_cache(maxsize=64)
def asked_about(
    version_id: int, language: str, code: str
) -> tuple[dict[str, str], ...]:
    """What an article explains: each topic with the place of its first question."""
    found = {}
    for reason in reasons_of(version_id, language):
        for question in reason["questions"]:
            topic = question["topic"]
            if topic and code in topic.pages:
                place = {"label": topic.label, "anchor": question["anchor"]}
                found.setdefault(topic.code, place)
    return tuple(found.values())


@lru_cache(maxsize=16)
def lines_of(version_id: int) -> tuple[str, ...]:
    """What a signature covers: each question and each reason, in every language."""
    return tuple(
        line
        for language in definition_of(version_id).languages
        for reason in reasons_of(version_id, language)
        for line in (*(each["text"] for each in reason["questions"]), reason["why"])
    )


@lru_cache(maxsize=16)
def digest_of(version_id: int) -> str:
    """Changes with each question and each reason, and with nothing else."""
    return sha256("\n".join(lines_of(version_id)).encode()).hexdigest()


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
            questions = [self._question(item) for item in run]
            topics = [each["topic"] for each in questions if each["topic"]]
            yield {
                "why": why,
                "questions": questions,
                "instrument": self._words(placed.get("title", {})),
                "attribution": self._words(placed.get("attribution", {})),
                "explained_by": list(
                    dict.fromkeys(code for topic in topics for code in topic.pages)
                ),
            }

    def _shares(self, item: Item) -> tuple[str, str]:
        return self._words(reason_of(self.placed[item.link_id])), item.instrument or ""

    def _question(self, item: Item) -> dict[str, Any]:
        return {
            "id": item.link_id,
            "anchor": anchor(item.link_id),
            "text": self._words(item.text),
            "topic": topic_of(item),
        }

    def _words(self, wording: Wording) -> str:
        return in_language(wording, self.language)
