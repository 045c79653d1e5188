"""Whether somebody who asks a question may be in danger, or cares for somebody who is.

All of the question is listened to, in every language at once, however long it is: who
is in need writes in their own language, and often says it last. What is listened for
stands in ``danger.toml``.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

FILE = resources.files("intake.content.portal").joinpath("danger.toml")
# What nobody types by hand is listened to at its beginning and its end.
EITHER_END = 5000  # characters
APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
WORD = re.compile(r"[^\W_]+")


def danger_heard(text: str, language: str) -> str:
    """The language in which it is spoken of; empty where it is not.

    Args:
        language: that of the page, which is listened to first.
    """
    plain = plain_words(text)
    heard = _sayings()
    for each in sorted(heard, key=lambda code: code != language):
        if any(saying.search(plain) for saying in heard[each]):
            return each
    return ""


def plain_words(text: str) -> str:
    """Its words with one space between, in small letters without accents."""
    if len(text) > 2 * EITHER_END:
        text = f"{text[:EITHER_END]} {text[-EITHER_END:]}"
    letters = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(WORD.findall(bare))


@cache
def _sayings() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {language: tuple(_patterns(heard)) for language, heard in data.items()}


def _patterns(heard: dict[str, Any]) -> Iterator[re.Pattern[str]]:
    yield re.compile(rf"\b(?:{_any_of(heard['alone'])})\b")
    for pair in heard["together"]:
        one, other = _any_of(pair["one"]), _any_of(pair["other"])
        between = rf" (?:\w+ ){{0,{pair['apart']}}}"
        yield re.compile(rf"\b(?:{one})\b{between}(?:{other})\b")
        yield re.compile(rf"\b(?:{other})\b{between}(?:{one})\b")


def _any_of(sayings: Iterable[str]) -> str:
    return "|".join(re.escape(saying).replace(r"\*", r"\w*") for saying in sayings)
