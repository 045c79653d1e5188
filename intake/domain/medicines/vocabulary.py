"""Words that may stand beside the name of a medicine without being one."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .names import is_number

FILE = Path(__file__).with_name("vocabulary.toml")
KINDS = ("units", "times", "joining", "releases", "salts")


@cache
def _form_words() -> dict[str, str]:
    with FILE.open("rb") as file:
        forms = tomllib.load(file)["forms"]
    return {word: form for form, group in forms.items() for word in group}


@cache
def _units() -> frozenset[str]:
    with FILE.open("rb") as file:
        return frozenset(tomllib.load(file)["units"])


def is_measure(word: str) -> bool:
    """A number or the unit of one."""
    return is_number(word) or word in _units()


@cache
def _plain_words() -> frozenset[str]:
    with FILE.open("rb") as file:
        data = tomllib.load(file)
    return frozenset(word for kind in KINDS for word in data[kind])


def form_of(word: str) -> str | None:
    """The form that a folded word names: "spray" is nasal, "capsule" oral."""
    return _form_words().get(word)


def forms_in(words: Iterable[str]) -> frozenset[str]:
    """Every form that the words name."""
    return frozenset(form for word in words if (form := form_of(word)))


def is_accompanying(word: str) -> bool:
    """A number, unit, form, time word or "and": no medicine can hide behind it."""
    return is_number(word) or word in _plain_words() or form_of(word) is not None
