"""The questionnaires that ship, read from ``intake/content/questionnaires``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from intake.domain.instruments import sealed_instruments

from .definition import Definition, read_definition

FOLDER = Path(__file__).parents[2] / "content" / "questionnaires"


@cache
def load_definitions() -> Mapping[str, Definition]:
    """Every questionnaire that ships, by code.

    Raises:
        DefinitionError: A file cannot be read; every problem of it is listed.
    """
    return {path.stem: read_file(path) for path in sorted(FOLDER.glob("*.toml"))}


def read_file(path: Path) -> Definition:
    """Read one authored file with the instruments that ship.

    Raises:
        DefinitionError: It cannot be read; every problem is listed.
        tomllib.TOMLDecodeError: It is not TOML; the message has line and column.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return read_definition(data, sealed_instruments(), path.name)
