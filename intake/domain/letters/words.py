"""The words that letters are drafted from, one file a language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent.parent / "content" / "letters"
ENGLISH = "en"
OUTCOMES = ("eligible", "conditional", "more_information", "not_now", "not_suitable")
PARTS = [
    "hello",
    "thanks",
    "why",
    "conditions",
    "alternatives",
    "change",
    "next",
    "return_on",
    "wrong",
]


class UnusableWords(ValueError):
    """A file of words lacks something, or says it twice."""


@dataclass(frozen=True)
class Entry:
    """One thing that may be chosen for a letter.

    ``label`` is for clinicians, ``text`` for patients; ``change`` says to them what
    would change it, where something would.
    """

    code: str
    label: str
    text: str
    change: str = ""


@dataclass(frozen=True)
class LetterWords:
    """Everything that a letter in one language is made of."""

    language: str
    routes: Mapping[str, str]
    outcomes: Mapping[str, str]
    parts: Mapping[str, str]
    following: Mapping[str, str]
    conditions: Mapping[str, Entry]
    reasons: Mapping[str, Entry]
    alternatives: Mapping[str, Entry]
    is_reviewed: bool


def read_words(data: Mapping[str, Any]) -> LetterWords:
    """Words from plain data.

    Raises:
        UnusableWords: a part is missing, or a code stands there twice.
    """
    try:
        words = LetterWords(
            language=data["language"],
            routes=data["routes"],
            outcomes=data["outcomes"],
            parts=data["parts"],
            following=data["next"],
            conditions=_entries(data["conditions"]),
            reasons=_entries(data["reasons"]),
            alternatives=_entries(data["alternatives"]),
            is_reviewed=bool(data["reviewed_by"]),
        )
    except (KeyError, TypeError) as missing:
        raise UnusableWords(f"lacks {missing}") from None
    _check(words)
    return words


def _entries(rows: list[dict[str, str]]) -> dict[str, Entry]:
    entries = [Entry(**row) for row in rows]
    codes = [entry.code for entry in entries]
    for code in codes:
        if codes.count(code) > 1:
            raise UnusableWords(f"{code} stands there twice")
    return {entry.code: entry for entry in entries}


def _check(words: LetterWords) -> None:
    lacking = [
        *(name for name in PARTS if name not in words.parts),
        *(name for name in OUTCOMES if name not in words.outcomes),
        *(name for name in OUTCOMES if name not in words.following),
    ]
    if lacking:
        raise UnusableWords("lacks " + ", ".join(lacking))


@cache
def shipped_words() -> dict[str, LetterWords]:
    """The words of every file, by language."""
    return words_in(FOLDER)


def words_in(folder: Path) -> dict[str, LetterWords]:
    """The words of every file in a folder, by language."""
    found = [_load(path) for path in sorted(folder.glob("*.toml"))]
    return {words.language: words for words in found}


def _load(path: Path) -> LetterWords:
    with path.open("rb") as file:
        return read_words(tomllib.load(file))


def words_for(
    language: str, known: Mapping[str, LetterWords] | None = None
) -> LetterWords:
    """Words in a patient's language where they have been reviewed, else in English."""
    known = shipped_words() if known is None else known
    found = known.get(language)
    return found if found is not None and found.is_reviewed else known[ENGLISH]
