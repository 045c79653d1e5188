"""The tables of medicines and of their classes.

``medicines.csv`` has one medicine a row with the basis of its classes, ``classes.toml``
the classes with mechanism, handling and source. Most rows are recalled pharmacology
(mark R): a pharmacist confirms them from :func:`to_confirm`.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

from .csv_rows import TableError, is_recalled, parts, read_rows
from .names import fold, slug

FOLDER = Path(__file__).parent
COLUMNS = ("generic", "brands", "classes", "basis")
UNKNOWN = "UNKNOWN"  # set by matching when a name is not recognised, never in the table


class Caution(IntEnum):
    """The worst severity that the shipped protocol gives a class, least first."""

    none = 0
    INF = 1
    CAU = 2
    MORE = 3
    CLR = 4
    CI = 5


@dataclass(frozen=True)
class MedicineClass:
    """What rules know a medicine by.

    A signal points to a condition by its usual use; ``points_to`` names the answers it
    may contradict. Signals are for clinicians and are never shown to patients.
    """

    code: str
    name: str
    mechanism: str
    handling: str
    caution: Caution
    source: str
    signal: bool
    points_to: tuple[str, ...]


@dataclass(frozen=True)
class Medicine:
    """One row: a medicine, its brands, its classes and why they are believed."""

    code: str
    generic: str
    brands: tuple[str, ...]
    classes: frozenset[str]
    basis: str

    @property
    def names(self) -> tuple[str, ...]:
        """The generic name, then every brand."""
        return (self.generic, *self.brands)

    @property
    def caution(self) -> Caution:
        """The most cautious of its classes."""
        known = load_classes()
        return max(known[code].caution for code in self.classes)


@cache
def load_classes() -> dict[str, MedicineClass]:
    """Every class by its code, in the order of the file."""
    with (FOLDER / "classes.toml").open("rb") as file:
        data = tomllib.load(file)
    return {
        code: MedicineClass(
            code=code,
            name=row["name"],
            mechanism=row.get("mechanism", ""),
            handling=row["handling"],
            caution=Caution[row["caution"]],
            source=row["source"],
            signal=row.get("signal", False),
            points_to=tuple(row.get("points_to", ())),
        )
        for code, row in data["classes"].items()
    }


@cache
def load_medicines() -> tuple[Medicine, ...]:
    """Every row of the shipped table, in its order."""
    return tuple(read_medicines(FOLDER / "medicines.csv"))


def read_medicines(path: Path) -> Iterator[Medicine]:
    """Read and check a table of medicines.

    Raises:
        TableError: A cell is empty or a class is unknown, or two rows share a name.
    """
    seen: dict[str, str] = {}
    for place, row in read_rows(path, COLUMNS):
        medicine = _medicine(row, place)
        for name in map(fold, medicine.names):
            if seen.setdefault(name, medicine.code) != medicine.code:
                raise TableError(f"{place}: {name} is also a name of {seen[name]}.")
        yield medicine


def _medicine(row: dict[str, str], place: str) -> Medicine:
    if not all(row[column] for column in ("generic", "classes", "basis")):
        raise TableError(f"{place}: generic, classes and basis must be filled in.")
    classes = frozenset(parts(row["classes"], ";"))
    if strange := classes - set(load_classes()) | classes & {UNKNOWN}:
        raise TableError(f"{place}: no such class: {', '.join(sorted(strange))}.")
    return Medicine(
        code=slug(row["generic"]),
        generic=row["generic"],
        brands=parts(row["brands"], "|"),
        classes=classes,
        basis=row["basis"],
    )


def to_confirm(medicines: Iterable[Medicine]) -> tuple[Medicine, ...]:
    """The rows of which any part is recalled, for a pharmacist to confirm."""
    return tuple(medicine for medicine in medicines if is_recalled(medicine.basis))


def without_signals(codes: Iterable[str]) -> frozenset[str]:
    """The classes that a patient may see."""
    known = load_classes()
    return frozenset(code for code in codes if not known[code].signal)


def count_by_class(entries: Iterable[Iterable[str]]) -> Counter[str]:
    """How many entries of a list belong to each class.

    The facts hold a set of classes, which cannot count, though three sedating medicines
    are worse than one.
    """
    return Counter(code for classes in entries for code in set(classes))
