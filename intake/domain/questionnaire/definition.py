"""A questionnaire as data: its pages, the facts its answers give, its alarms.

A definition is authored as TOML, where plain text is English, a sealed instrument is
named and placed, and what is usual may be left out. Published versions keep the stored
form: everything written out, so that a version never changes with the files it was made
from. :func:`read_definition` reads both; :meth:`Definition.to_data` writes the stored
one, and :func:`canonical_hash` is its fingerprint.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from .items import Item, ItemType, Option, Wording, in_language
from .pages import Page, pages_of
from .placing import Instruments, read_items
from .reading import DefinitionError, Problem, Read, Reader
from .rules import Above, FactRule, Urgent, read_above, read_facts, read_urgent
from .storing import item_to_data

__all__ = [
    "Above",
    "Definition",
    "DefinitionError",
    "FactRule",
    "Item",
    "ItemType",
    "Option",
    "Page",
    "Problem",
    "Urgent",
    "Wording",
    "canonical_hash",
    "in_language",
    "read_definition",
]


FORMAT = 1


@dataclass(frozen=True)
class Definition:
    """A questionnaire.

    ``screen`` are the link ids of the suicide screen: while one of them is shown and
    not yet saved, the screen is unfinished. ``watched`` are questions and lists whose
    changes clinicians are shown. ``instruments`` are title, version and attribution of
    the sealed instruments placed in it.
    """

    code: str
    title: Wording
    items: tuple[Item, ...]
    intro: Wording = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    facts: Mapping[str, FactRule] = field(default_factory=dict)
    urgent: tuple[Urgent, ...] = ()
    screen: tuple[str, ...] = ()
    watched: tuple[str, ...] = ()
    above: tuple[Above, ...] = ()
    instruments: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages in the order of asking, numbered from 1."""
        return pages_of(self.items)

    @cached_property
    def sections(self) -> Mapping[str, Wording]:
        """The part of the questionnaire that each page belongs to, by its link id.

        A part lasts until the next begins; before the first it is without words.
        """
        found: dict[str, Wording] = {}
        section: Wording = {}
        for page in self.pages:
            section = page.group.section or section
            found[page.link_id] = section
        return found

    @cached_property
    def section_numbers(self) -> Mapping[str, int]:
        """The number of the part, from 1, that each page belongs to."""
        found: dict[str, int] = {}
        parts = groupby(self.pages, key=lambda page: self.sections[page.link_id])
        for number, (_section, pages) in enumerate(parts, start=1):
            found |= {page.link_id: number for page in pages}
        return found

    def walk(self) -> Iterator[Item]:
        """Every item, groups and rows of lists included, in order."""
        for item in self.items:
            yield from item.walk()

    @cached_property
    def calculated(self) -> tuple[Item, ...]:
        """The items that are worked out and not asked."""
        return tuple(item for item in self.walk() if item.calculate)

    @cached_property
    def by_link_id(self) -> Mapping[str, Item]:
        """Every item by its link id."""
        return {item.link_id: item for item in self.walk()}

    def item(self, link_id: str) -> Item:
        """The item with this link id.

        Raises:
            KeyError: There is none.
        """
        return self.by_link_id[link_id]

    def page(self, number: int) -> Page:
        """The page with this number.

        Raises:
            KeyError: There is none.
        """
        if not 1 <= number <= len(self.pages):
            raise KeyError(number)
        return self.pages[number - 1]

    def page_of(self, link_id: str) -> Page:
        """The page on which a question or list stands.

        Raises:
            KeyError: There is none.
        """
        for page in self.pages:
            names = {item.link_id for part in page.items for item in part.walk()}
            if link_id in names | {page.group.link_id if page.is_list else None}:
                return page
        raise KeyError(link_id)

    def to_data(self) -> dict[str, Any]:
        """The stored form: plain data with everything written out."""
        data = {
            "format": FORMAT,
            "code": self.code,
            "title": dict(self.title),
            "intro": dict(self.intro),
            "languages": self.languages,
            "items": [item_to_data(item) for item in self.items],
            "facts": {name: rule.to_data() for name, rule in self.facts.items()},
            "urgent": [urgent.to_data() for urgent in self.urgent],
            "above": [above.to_data() for above in self.above],
            "screen": self.screen,
            "watched": self.watched,
            "instruments": dict(self.instruments),
        }
        filled = {name: value for name, value in data.items() if value}
        plain: dict[str, Any] = json.loads(json.dumps(filled))
        return plain


READERS: dict[str, Read] = {
    "code": Reader.string,
    "title": Reader.wording,
    "intro": Reader.wording,
    "languages": Reader.strings,
    "screen": Reader.strings,
    "watched": Reader.strings,
}
KEPT: dict[str, Read] = {
    "title": Reader.wording,
    "version": Reader.string,
    "attribution": Reader.wording,
}
BLOCKS = ("format", "items", "facts", "urgent", "above", "instruments")


def read_definition(
    data: Mapping[str, Any], instruments: Instruments, where: str = ""
) -> Definition:
    """Read a definition, authored or stored.

    Args:
        data: The plain data of a TOML file or of :meth:`Definition.to_data`.
        instruments: The sealed instruments that it may place; a stored definition
            holds its own and needs none.
        where: The name of the file, for the messages.

    Raises:
        DefinitionError: It cannot be read; every problem is listed.
    """
    reader = Reader()
    table = reader.table(data, "definition")
    reader.known_settings(table, (*READERS, *BLOCKS), "definition")
    for name in ("code", "title"):
        if name not in table:
            reader.refuse("definition", f"the setting '{name}' is missing.")
    items = read_items(reader, table.get("items", ()), instruments, "")
    values = reader.values(READERS, table, "definition")
    blocks: dict[str, Any] = {
        "facts": read_facts(reader, table.get("facts", {})),
        "urgent": read_urgent(reader, table.get("urgent", ())),
        "above": read_above(reader, table.get("above", ())),
        "instruments": _read_instruments(reader, table) or _placed(items, instruments),
    }
    if table.get("format", FORMAT) != FORMAT:
        reader.refuse("format", f"only format {FORMAT} can be read.")
    if reader.problems:
        raise DefinitionError(reader.problems_in(where))
    return Definition(items=items, **values, **blocks)


def _read_instruments(reader: Reader, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a stored definition keeps of the instruments placed in it."""
    rows = reader.table(data.get("instruments", {}), "instruments")
    found = {}
    for code, row in rows.items():
        place = f"instruments {code}"
        table = reader.table(row, place)
        reader.known_settings(table, tuple(KEPT), place)
        found[code] = reader.values(KEPT, table, place)
    return found


def _placed(items: tuple[Item, ...], instruments: Instruments) -> dict[str, Any]:
    """What must stay known of the instruments placed: all but their words."""
    codes = dict.fromkeys(part.instrument for item in items for part in item.walk())
    return {
        code: {
            name: instruments[code][name] for name in KEPT if name in instruments[code]
        }
        for code in codes
        if code and code in instruments
    }


def canonical_hash(data: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the data as JSON with sorted keys in UTF-8."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
