"""Notes for a clinician on how medicines and ketamine act on each other.

By class, from ``classes.toml``, and on several medicines at once, from
``combined.toml``. Notes are never shown to patients and advise nobody to stop anything.
"""

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from .table import FOLDER, UNKNOWN, MedicineClass, load_classes

WITHOUT_RULE = "NONE"
RECALLED = "R"
CITED = re.compile(
    r"(?P<what>.*?)\s*\b(?P<mark>V2|V|R|P)(?P<more>\s+\(.*\))?", re.DOTALL
)


@dataclass(frozen=True)
class Citation:
    """A source with its mark.

    The mark says how well it is known: V read, V2 read in a secondary copy, R recalled,
    P a convention of this project. ``text`` is empty where there is only a mark.
    """

    text: str
    mark: str


@dataclass(frozen=True)
class Combined:
    """A note on several medicines together.

    It stands where every class of ``all_of`` is among those taken, and ``at_least`` of
    the medicines belong to one of ``all_of`` or ``any_of``.
    """

    code: str
    name: str
    mechanism: str
    handling: str
    source: str
    all_of: frozenset[str]
    any_of: frozenset[str]
    at_least: int

    def involved(self, taken: Sequence[Collection[str]]) -> tuple[int, ...]:
        """The places of the medicines that it is about; empty where it does not hold.

        Args:
            taken: The classes of each medicine.
        """
        wanted = self.all_of | self.any_of
        places = [n for n, classes in enumerate(taken) if wanted.intersection(classes)]
        present = {code for classes in taken for code in classes}
        holds = self.all_of <= present and len(places) >= self.at_least
        return tuple(places) if holds else ()


def notable(classes: Collection[str]) -> tuple[MedicineClass, ...]:
    """The classes of a medicine that a clinician should read, the gravest first."""
    known = load_classes()
    kept = [known[code] for code in classes if code not in (WITHOUT_RULE, UNKNOWN)]
    return tuple(sorted(kept, key=lambda each: (each.signal, -each.caution, each.code)))


def citations(source: str) -> tuple[Citation, ...]:
    """The sources of a class or note, their keys spelled out."""
    return tuple(_citation(part.strip()) for part in re.split(r"[;,]", source))


def _citation(part: str) -> Citation:
    found = CITED.fullmatch(part)
    if found is None:
        raise ValueError(f"a source without a mark: {part}")
    key, _space, section = found["what"].partition(" ")
    text = load_sources().get(key)
    if text is None:
        return Citation(found["what"] + (found["more"] or ""), found["mark"])
    return Citation(f"{text}, section {section}" if section else text, found["mark"])


def is_recalled(source: str) -> bool:
    """Some of it is from memory, for somebody to read again."""
    return any(cited.mark == RECALLED for cited in citations(source))


@cache
def load_sources() -> dict[str, str]:
    """What the keys of sources stand for."""
    with (FOLDER / "classes.toml").open("rb") as file:
        return dict(tomllib.load(file)["sources"])


@cache
def load_combined() -> tuple[Combined, ...]:
    """The notes on several medicines, in the order of the file."""
    with (FOLDER / "combined.toml").open("rb") as file:
        rows = tomllib.load(file)["combined"]
    return tuple(
        Combined(
            code=row["code"],
            name=row["name"],
            mechanism=row["mechanism"],
            handling=row["handling"],
            source=row["source"],
            all_of=frozenset(row.get("all_of", ())),
            any_of=frozenset(row.get("any_of", ())),
            at_least=row.get("at_least", 1),
        )
        for row in rows
    )
