"""The sentences of a page, and the page in other sentences.

Only words are translated. Numbers, facts, sources, pictures and the order of things are
those of the English page, so they cannot differ.
"""

import copy
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Locale

from intake.education.blocks import headings_of
from intake.education.finding.passages import parts_of

Change: TypeAlias = Callable[[str], str]

FIELDS = ("title", "intro", "summary", "key_points", "body", "unknowns", "questions")
# Of a block: what readers read. ``text`` is rich text.
RICH = "text"
# In the order in which they stand; the database keeps none.
WORDS = (
    *("heading", "people", "time", "before", "points", "point", "table", "columns"),
    *("values", "note", "missing", "after"),
    *("treatment", "comparison", "rows", "result", "caution", "question", "heard"),
    *("answer", "word", "forms", "meaning", "alt_text", "transcript", "caption"),
)
TAG = re.compile(r"(<[^>]+>)")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def sentences(page: models.Model) -> list[str]:
    """Every sentence or short text to translate, once, in the order of the page."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        found[text] = None
        return text

    for name in _fields(page):
        _mapped(_raw(page, name), note, name)
    return list(found)


def in_words(page, words: Mapping[str, str], language: str):
    """A copy of the page, never to be saved, in the words of another language."""
    other = copy.copy(page)
    other.locale = Locale(language_code=language)
    other.spoken = language
    for name in _fields(page):
        value = _mapped(_raw(page, name), lambda text: words.get(text, text), name)
        is_stream = isinstance(page._meta.get_field(name), StreamField)
        setattr(other, name, json.dumps(value) if is_stream else value)
    return other


def anchors(page, spoken) -> dict[str, str]:
    """The places of a page by those that its translated words would have.

    A link to a place then leads there in every language.
    """
    own, other = _places(page), _places(spoken)
    return dict(zip(other, own, strict=True))


def _places(page) -> list[str]:
    places = [heading["id"] for heading in headings_of(page.body)]
    return places + [place for place, *_rest in parts_of(page)]


def numbers(text: str) -> list[str]:
    """The numbers in a text, which every language has to keep."""
    return sorted(NUMBER.findall(text))


def _fields(page) -> Iterator[str]:
    names = {field.name for field in page._meta.get_fields()}
    return (name for name in FIELDS if name in names)


def _raw(page, name: str) -> Any:
    value = getattr(page, name)
    return value.get_prep_value() if hasattr(value, "get_prep_value") else value


def _mapped(value: Any, change: Change, key: str) -> Any:
    """The same value with its words changed; ``key`` says what the value is."""
    if isinstance(value, list):
        return [_mapped(each, change, key) for each in value]
    if isinstance(value, dict) and value.keys() >= {"type", "value"}:
        inner = key if value["type"] == "item" else value["type"]
        return {**value, "value": _mapped(value["value"], change, inner)}
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: (*WORDS, name).index(name))
        return {name: _mapped(value[name], change, name) for name in names}
    if not isinstance(value, str) or not value.strip():
        return value
    if key == RICH:
        return "".join(_rich(value, change))
    return change(value) if key in WORDS or key in FIELDS else value


def _rich(value: str, change: Change) -> Iterator[str]:
    """The words between the tags; what a translator types is never a tag."""
    for piece in TAG.split(value):
        words = piece.strip()
        if piece.startswith("<") or not words:
            yield piece
            continue
        before, after = (
            piece[: piece.index(words)],
            piece[piece.index(words) + len(words) :],
        )
        text = change(html.unescape(words))
        yield before + html.escape(text, quote=False) + after
