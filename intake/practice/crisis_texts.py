"""The sentences that people in danger read: which there are, and what they may hold.

They stand in the crisis record by language, beside the numbers. ``{line}``, ``{text}``
and ``{emergency}`` stand for its numbers; a sentence never holds a number itself.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

MAIN_LANGUAGE = "en"
PLACE = re.compile(r"\{(\w*)\}")


@cache
def shipped() -> dict[str, Any]:
    """The record that ships, as plain data."""
    file = resources.files("intake.content").joinpath("crisis", "us.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def shipped_texts(language: str) -> Mapping[str, str]:
    """The sentences that ship in a language; none where it does not."""
    return shipped()["words"].get(language, {}).get("texts", {})


def names() -> tuple[str, ...]:
    """Every sentence that a page may need, in the order of reading."""
    return tuple(shipped_texts(MAIN_LANGUAGE))


def places(text: str) -> frozenset[str]:
    """The numbers that a sentence speaks of."""
    return frozenset(PLACE.findall(text))


def problems(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What keeps sentences from being shown: each name, with a code.

    ``missing``: it is not there. ``number``: it has not the same numbers as the one
    that ships, so that somebody would not learn whom to call. ``digits``: it holds a
    number, which would stay when the record's changes.
    """
    for name, text in shipped_texts(MAIN_LANGUAGE).items():
        said = texts.get(name, "")
        if not said.strip():
            yield name, "missing"
        elif places(said) != places(text):
            yield name, "number"
        elif re.search(r"\d{3}", said):
            yield name, "digits"


class Texts:
    """Sentences with the numbers in them, read by name: ``crisis.say.thanks``.

    Args:
        texts: The sentences of one language; what is missing is said in English.
        numbers: By the name of the place.
    """

    def __init__(self, texts: Mapping[str, str], numbers: Mapping[str, str]):
        self._texts = {**shipped_texts(MAIN_LANGUAGE), **texts}
        self._numbers = numbers

    def __getitem__(self, name: str) -> str:
        return PLACE.sub(self._number, self._texts[name])

    def _number(self, place: re.Match[str]) -> str:
        return self._numbers.get(place[1], "")
