"""Translations that ship: drafts by a machine, which no reader sees until reviewed."""

import tomllib
from functools import cache
from importlib import resources

FOLDER = resources.files("intake.content.portal")


@cache
def draft(language: str, code: str) -> dict[str, str]:
    """The translated sentences by their English ones; empty when none shipped."""
    file = FOLDER.joinpath(language, "drafts", f"{code}.toml")
    if not file.is_file():
        return {}
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["sentences"]
    return {row["en"]: row["es"] for row in rows}


def codes(language: str) -> list[str]:
    """Of every draft."""
    folder = FOLDER.joinpath(language, "drafts")
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir())


def part_sentences(code: str) -> list[str]:
    """The words that stand around every page, or those of a room of the site."""
    return list(draft("es", code))
