"""Words that harm or mislead readers of health information, and what to write instead.

``HARMFUL`` follows the recommendations on safe messaging about suicide (Action Alliance
Framework for Successful Messaging; WHO, Preventing suicide: a resource for media
professionals, 2023) and person-first language on addiction. ``MISLEADING`` are words of
advertising, doses, and a claim of approval without its limit.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .reading_level import sentences


@dataclass(frozen=True)
class Remark:
    """``found`` as it stands in the text, ``code`` says which advice fits."""

    code: str
    found: str


HARMFUL = {
    "committed": r"\b(?:commit(?:s|ted|ting)?|completed?) suicide",
    "attempt": r"\b(?:successful|failed|unsuccessful) (?:suicide|attempt)",
    "epidemic": r"\bsuicide epidemic|epidemic of suicide",
    "cry": r"\bcry for help",
    "prevents": r"\b(?:ketamine|esketamine|spravato|it) (?:prevents|stops) suicide",
    "label": r"\baddicts?\b|\babusers?\b|\bjunk(?:ie|y)s?\b|\bsuffers? from",
    "tests": r"\b(?:clean|dirty) (?:test|urine|drug)",
}
MISLEADING = {
    "praise": (
        r"(?<!not )\bproven\b|breakthrough|groundbreaking|miracle|guarantee"
        r"|life-changing|game.changer|success rate|painless|\binstant|only hope"
    ),
    "cure": r"\bcures?\b|\bcured\b",
    "safe": r"is safe\b(?! to go)|safe and effective|completely safe|perfectly safe",
    "failed": r"\bfailed\b",
    "dose": r"\d\s*(?:mg|mcg|µg|milligrams?|ml)\b|mg/kg",
}
APPROVED = re.compile(r"\bketamine\b.*approved|approved.*\bketamine\b", re.IGNORECASE)
LIMIT = re.compile(r"\bnot\b|anesthetic", re.IGNORECASE)
LONGEST = 30  # words in a sentence


def harmful(text: str) -> list[Remark]:
    """What must not be published."""
    return list(_found(HARMFUL, text))


def misleading(text: str) -> list[Remark]:
    """What an editor should look at again."""
    return [*_found(MISLEADING, text), *_approved(text), *_long(text)]


def _found(patterns: dict[str, str], text: str) -> Iterable[Remark]:
    for code, pattern in patterns.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield Remark(code, match[0])


def _approved(text: str) -> Iterable[Remark]:
    for words in sentences(text):
        sentence = " ".join(words)
        if APPROVED.search(sentence) and not LIMIT.search(sentence):
            yield Remark("approved", sentence)


def _long(text: str) -> Iterable[Remark]:
    for words in sentences(text):
        if len(words) > LONGEST:
            yield Remark("long", " ".join(words[:8]) + " …")
