"""Which translations readers see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .models import FRAME, PARTS, Translation
from .sentences import sentences
from .shipped import part_sentences

Status = Translation.Status

MAIN = "en"  # in which pages are written
# Languages of the portal beside English, with their own names.
LANGUAGES = {"es": "Español"}


def code_of(page) -> str:
    """Under what the translations of a page are kept."""
    return getattr(page, "article_code", "index")


def frame_words(language: str) -> Mapping[str, str] | None:
    """The words around every page, once somebody stands for all of them."""
    return offered(language).get(FRAME)


def words_of_part(language: str, part: str) -> Mapping[str, str] | None:
    """The words of a room with those around every page, once both are reviewed."""
    found = published(language, FRAME, part) if language in LANGUAGES else {}
    if not all(_is_part_whole(found, code) for code in (FRAME, part)):
        return None
    return {**found[FRAME], **found[part]}


def parts_in(language: str) -> list[str]:
    """The rooms that readers may enter in this language."""
    found = published(language, *PARTS)
    if not _is_part_whole(found, FRAME):
        return []
    return [code for code in PARTS if _is_part_whole(found, code)]


def _is_part_whole(found: Mapping[str, Mapping[str, str]], code: str) -> bool:
    return is_whole(found.get(code, {}), part_sentences(code))


def words_for(page, language: str) -> Mapping[str, str] | None:
    """A page's words that readers may see, or None.

    None also when the English page says one sentence that they do not.
    """
    words = published(language, code_of(page)).get(code_of(page))
    return words if words is not None and is_whole(words, sentences(page)) else None


@dataclass(frozen=True)
class StoodFor:
    """Whose words readers see in another language: two people, with their days."""

    translator: str
    translated_at: datetime
    reviewer: str
    reviewed_at: datetime


def stood_for(page, language: str) -> StoodFor | None:
    """Who stands for the words of a page that were reviewed last."""
    rows = Translation.objects.filter(language=language, code=code_of(page))
    named = rows.filter(status__in=[Status.HUMAN, Status.REVIEWED]).order_by("-pk")
    steps = list(named.values_list("status", "name", "at"))
    reviews = [place for place, step in enumerate(steps) if step[0] == Status.REVIEWED]
    if not reviews:
        return None
    _reviewed, reviewer, reviewed_at = steps[reviews[0]]
    _human, translator, translated_at = steps[reviews[0] + 1]
    return StoodFor(translator, translated_at, reviewer, reviewed_at)


def is_whole(words: Mapping[str, str], needed: list[str]) -> bool:
    return all(words.get(text) for text in needed)


def published(language: str, *codes: str) -> dict[str, Mapping[str, str]]:
    """The reviewed words by code, of these pages or all, as they were reviewed."""
    rows = Translation.objects.filter(
        language=language, status__in=[Status.REVIEWED, Status.TAKEN_DOWN]
    )
    if codes:
        rows = rows.filter(code__in=codes)
    newest = rows.order_by("code", "-pk").distinct("code")
    return {row.code: row.words for row in newest if row.status == Status.REVIEWED}


def offered(language: str) -> dict[str, Mapping[str, str]]:
    """All reviewed words; none while the frame around pages is not whole."""
    found = published(language)
    return found if _is_part_whole(found, FRAME) else {}
