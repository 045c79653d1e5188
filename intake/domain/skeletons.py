"""Instruments whose words may not be carried: what staff need to enter a score.

A file of the tier ``skeleton`` holds ids, our own labels of the concepts, ranges and
where it comes from. The scoring is in :mod:`intake.domain.scoring`. Words of the
instrument are refused, whatever the setting that they stand in: a label names a
concept, it asks nothing and addresses nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from intake.domain.instruments import (
    IDENTITY,
    Entry,
    Tier,
    instrument_files,
    read_entry,
    read_loinc,
)
from intake.domain.questionnaire.items import Wording
from intake.domain.questionnaire.reading import DefinitionError, Read, Reader
from intake.domain.scoring import INSTRUMENTS

WORDS = (
    "attribution",
    "each",
    "follow_up",
    "help",
    "languages",
    "notice",
    "options",
    "state_texts",
    "stem",
    "text",
    "why",
)
YES_NO = "yes_no"
LONGEST_LABEL = 60  # characters: a concept, not a question
ADDRESSING = re.compile(r"\b(i|i'm|me|my|myself|you|your|yourself)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Concept:
    """One item by what it is about, in our words.

    It takes 0 to ``most`` points, or yes and no where ``most`` is None. One that is
    asked ``after`` a yes to another may stay open otherwise.
    """

    link_id: str
    label: Wording
    most: int | None = None
    after: str = ""
    loinc: str = ""


@dataclass(frozen=True)
class Skeleton:
    """An instrument without its words."""

    code: str
    version: str
    title: Wording
    time_frame: str
    source: str
    licence: str
    licence_basis: str
    items: tuple[Concept, ...]
    entry: Entry
    loinc: Mapping[str, str]


@cache
def load_skeletons() -> Mapping[str, Skeleton]:
    """Every instrument whose words do not ship, by code.

    Raises:
        DefinitionError: A file cannot be read; every problem of it is listed.
    """
    return {
        code: read_skeleton(data, f"{code}.toml")
        for code, data in instrument_files().items()
        if data.get("tier") == Tier.SKELETON
    }


BLOCKS = ("tier", "loinc", "entry", "items")
CONCEPT: dict[str, Read] = {
    "link_id": Reader.string,
    "label": Reader.wording,
    "most": Reader.whole,
    "after": Reader.string,
    "loinc": Reader.string,
}


def read_skeleton(data: Mapping[str, Any], where: str) -> Skeleton:
    """Read one instrument that has no words.

    Args:
        data: The plain data of its file.
        where: The name of the file, for the messages.

    Raises:
        DefinitionError: It cannot be read, is not complete or holds words; every
            problem is listed.
    """
    reader = Reader()
    _settings(reader, data, (*IDENTITY, *BLOCKS), "instrument")
    for name in (*IDENTITY, "entry", "items"):
        if name not in data:
            reader.refuse("instrument", f"the setting '{name}' is missing.")
    head = dict.fromkeys(IDENTITY, "") | reader.values(IDENTITY, data, "instrument")
    rows = reader.rows(data.get("items", []), "items")
    skeleton = Skeleton(
        **head,
        items=tuple(_concept(reader, row, n) for n, row in enumerate(rows, start=1)),
        entry=read_entry(reader, data) or Entry(hint={}),
        loinc=read_loinc(reader, data),
    )
    if not reader.problems:
        _check(reader, skeleton)
    if reader.problems:
        raise DefinitionError(reader.problems_in(where))
    return skeleton


def _settings(
    reader: Reader, data: Mapping[str, Any], known: tuple[str, ...], place: str
) -> None:
    """Refuse settings that are not known, and words for what they are."""
    for name in data:
        if name in WORDS:
            reader.refuse(place, f"a skeleton holds no words: '{name}' may not stand.")
    others = {name: value for name, value in data.items() if name not in WORDS}
    reader.known_settings(others, known, place)


def _concept(reader: Reader, data: Any, number: int) -> Concept:
    table = reader.table(data, f"item {number}")
    place = str(table.get("link_id", f"item {number}"))
    _settings(reader, table, (*CONCEPT, "answers"), place)
    for name in ("link_id", "label"):
        if name not in table:
            reader.refuse(place, f"the setting '{name}' is missing.")
    if ("most" in table) == ("answers" in table):
        reader.refuse(place, "it takes either points ('most') or 'answers'.")
    if "answers" in table:
        reader.one_of(table["answers"], (YES_NO,), f"{place} answers")
    return Concept(
        **{"link_id": "", "label": {}, **reader.values(CONCEPT, table, place)}
    )


def _check(reader: Reader, skeleton: Skeleton) -> None:
    for item in skeleton.items:
        for label in item.label.values():
            _check_label(reader, item.link_id, label)
    code = skeleton.code
    if code not in INSTRUMENTS:
        reader.refuse("code", f"there is no scoring for '{code}'.")
        return
    names = tuple(item.link_id for item in skeleton.items)
    if names != INSTRUMENTS[code].ITEMS:
        scored = ", ".join(INSTRUMENTS[code].ITEMS)
        reader.refuse("items", f"expected the items {scored} in this order.")
    after = {item.after for item in skeleton.items if item.after}
    for name in (*skeleton.entry.beside, *sorted(after)):
        if name not in names:
            reader.refuse("items", f"there is no item '{name}'.")


def _check_label(reader: Reader, place: str, label: str) -> None:
    if len(label) > LONGEST_LABEL:
        reader.refuse(place, f"a label has at most {LONGEST_LABEL} characters.")
    if "?" in label or ADDRESSING.search(label):
        reader.refuse(place, "a label names a concept; it asks and addresses nobody.")
