"""Which translations readers see."""

from collections.abc import Mapping

from .models import FRAME, Translation
from .sentences import sentences
from .shipped import frame_sentences

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


def words_for(page, language: str) -> Mapping[str, str] | None:
    """A page's words that readers may see, or None.

    None also when the English page says one sentence that they do not.
    """
    words = published(language, code_of(page)).get(code_of(page))
    return words if words is not None and is_whole(words, sentences(page)) else None


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
    return found if is_whole(found.get(FRAME, {}), frame_sentences()) else {}
