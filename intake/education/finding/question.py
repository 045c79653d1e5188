"""What a reader typed, as the words to look for.

Words that pages call by another name bring these names along. Nothing here is kept:
what people ask about their health is theirs.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LONGEST = 1000  # characters that are looked at
MOST_WORDS = 20
WORD = re.compile(r"[\w]+(?:['’][\w]+)?")
FOLDER = resources.files("intake.content.portal")


@dataclass(frozen=True)
class Vocabulary:
    """How readers of one language speak: ``means`` by what they say."""

    means: Mapping[str, tuple[str, ...]]
    suggest: tuple[str, ...]

    @property
    def longest(self) -> int:
        """Words in the longest thing that readers say."""
        return max((len(said.split()) for said in self.means), default=1)


@dataclass(frozen=True)
class Term:
    """One thing that is looked for: any of ``means``."""

    said: str
    means: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """Its first words, in lower case."""
    plain = text[:LONGEST].lower().replace("’", "'").replace("-", " ")
    return WORD.findall(plain)[:MOST_WORDS]


def terms_of(words: Sequence[str], vocabulary: Vocabulary) -> list[Term]:
    """What to look for, each once; the longest saying first."""
    terms, place = [], 0
    while place < len(words):
        said = _said(words[place:], vocabulary)
        terms.append(Term(said, vocabulary.means.get(said, (said,))))
        place += len(said.split())
    return list(dict.fromkeys(terms))


@cache
def vocabulary(language: str) -> Vocabulary:
    """That of a language; an empty one where nobody has written it."""
    file = FOLDER.joinpath(language, "search.toml")
    if not file.is_file():
        return Vocabulary({}, ())
    return _from(tomllib.loads(file.read_text(encoding="utf-8")))


def _from(data: dict[str, Any]) -> Vocabulary:
    means = {
        said: tuple(same["means"]) for same in data["same"] for said in same["said"]
    }
    return Vocabulary(means, tuple(data["suggest"]))


def _said(words: Sequence[str], vocabulary: Vocabulary) -> str:
    for count in range(min(vocabulary.longest, len(words)), 1, -1):
        phrase = " ".join(words[:count])
        if phrase in vocabulary.means:
            return phrase
    return words[0]
