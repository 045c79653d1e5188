"""Speaks another language around a page: its own words, then those of the libraries."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

NONE: Mapping[str, str] = MappingProxyType({})
_words: ContextVar[Mapping[str, str]] = ContextVar("words of the portal", default=NONE)


class Speech:
    """What Django asks for words of a language, with ours where a page is drawn.

    It stays in the place of the library's words: Django often looks away and back while
    a page is drawn, by the name of the language.
    """

    def __init__(self, library: Any):
        self.library = library

    def gettext(self, message: str) -> str:
        return _words.get().get(message) or self.library.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        said = _words.get().get(singular if number == 1 else plural)
        return said or self.library.ngettext(singular, plural, number)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.library, name)


@contextmanager
def speaking(language: str, words: Mapping[str, str] | None) -> Iterator[None]:
    """Draw what is inside in these words; in English without.

    No catalog: those are of the software, for every page, and nobody of the clinic has
    read them. These hold for the portal alone.
    """
    if words is None:
        yield
        return
    library = trans_real.translation(language)
    if not isinstance(library, Speech):
        trans_real._translations[language] = Speech(library)
    token = _words.set(words)
    try:
        with translation.override(language):
            yield
    finally:
        _words.reset(token)
