"""Which answers lead to which pages, and the questions before the talk on consent."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from intake.domain.answer import Answer
from intake.domain.predicate import Predicate, Truth, read_predicate

FOLDER = resources.files("intake.content.portal")


@dataclass(frozen=True)
class Reason:
    page: str
    because: str
    when: Predicate


@dataclass(frozen=True)
class Option:
    code: str
    text: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """One of ``options`` is right; ``reply`` says the fact to whoever chose another."""

    code: str
    page: str
    text: str
    reply: str
    options: tuple[Option, ...]

    def option(self, code: str) -> Option | None:
        return next((each for each in self.options if each.code == code), None)


@cache
def reasons() -> tuple[Reason, ...]:
    return tuple(
        Reason(row["page"], row["because"], read_predicate(row["when"], row["page"]))
        for row in _read("because.toml")["because"]
    )


@cache
def for_everybody() -> tuple[str, ...]:
    """Codes of the pages that everybody reads before the talk."""
    return tuple(row["page"] for row in _read("because.toml")["everybody"])


@cache
def questions() -> tuple[Question, ...]:
    return tuple(
        Question(**{**row, "options": tuple(Option(**each) for each in row["options"])})
        for row in _read("en/teach_back.toml")["question"]
    )


def because(known: Mapping[str, Answer]) -> dict[str, list[str]]:
    """Codes of pages that answers lead to, with the reasons; unknown is no reason."""
    found: dict[str, list[str]] = {}
    for reason in reasons():
        if reason.when.judge(known) is Truth.MET:
            found.setdefault(reason.page, []).append(reason.because)
    return found


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))
