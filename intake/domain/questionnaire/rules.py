"""What a definition says beside its items: facts, alarms and pairs of numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from intake.domain.predicate import Predicate

from .items import Wording
from .reading import Read, Reader


@dataclass(frozen=True)
class FactRule:
    """How one fact is found: from an item, by a condition, or by a calculation.

    ``translate`` turns an answer's value or state into the value of the fact.
    ``unsure_when`` makes the fact unsure unless ``when`` is met. ``reads`` holds what a
    calculation needs, link ids among it.
    """

    name: str
    item: str | None = None
    when: Predicate | None = None
    unsure_when: Predicate | None = None
    calculate: str | None = None
    translate: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, Any] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """The stored form."""
        data = {
            "item": self.item,
            "when": self.when and self.when.to_data(),
            "unsure_when": self.unsure_when and self.unsure_when.to_data(),
            "calculate": self.calculate,
            "translate": dict(self.translate),
        }
        return {name: value for name, value in data.items() if value} | dict(self.reads)


@dataclass(frozen=True)
class Urgent:
    """Answers after which something must be said at once, whatever comes next.

    ``kind`` says what: ``emergency`` (call for an ambulance), ``heart`` or ``reading``
    (if it is happening now, call for one; else rest, measure again, call your doctor
    today).
    """

    code: str
    kind: str
    when: Predicate

    def to_data(self) -> dict[str, Any]:
        """The stored form."""
        return {"code": self.code, "kind": self.kind, "when": self.when.to_data()}


@dataclass(frozen=True)
class Above:
    """Two numbers of one page of which the first must be the greater one."""

    item: str
    than: str
    text: Wording

    def to_data(self) -> dict[str, Any]:
        """The stored form."""
        return {"item": self.item, "than": self.than, "text": dict(self.text)}


URGENT_KINDS = ("emergency", "heart", "reading")

FACT_READERS: dict[str, Read] = {
    "item": Reader.string,
    "when": Reader.condition,
    "unsure_when": Reader.condition,
    "translate": Reader.texts,
}
# What else a calculation reads is its own business and checked before publishing.
CALCULATED_READERS: dict[str, Read] = {
    "calculate": Reader.string,
    "translate": Reader.texts,
}


def read_facts(reader: Reader, data: Any) -> dict[str, FactRule]:
    """Read the facts block, by the name of the fact; a text alone is a link id."""
    return {
        name: _read_fact(reader, name, row, f"facts.{name}")
        for name, row in reader.table(data, "facts").items()
    }


def _read_fact(reader: Reader, name: str, data: Any, place: str) -> FactRule:
    if isinstance(data, str):
        return FactRule(name, item=reader.string(data, place))
    table = reader.table(data, place)
    if "calculate" in table:
        values = reader.values(CALCULATED_READERS, table, place)
        reads = {key: table[key] for key in table if key not in CALCULATED_READERS}
        return FactRule(name, **values, reads=reads)
    reader.known_settings(table, tuple(FACT_READERS), place)
    if ("item" in table) == ("when" in table):
        reader.refuse(place, "needs one of item, when and calculate.")
    return FactRule(name, **reader.values(FACT_READERS, table, place))


def read_urgent(reader: Reader, data: Any) -> tuple[Urgent, ...]:
    """Read the alarms."""
    readers: dict[str, Read] = {
        "code": Reader.string,
        "kind": lambda reader, value, place: reader.one_of(value, URGENT_KINDS, place),
        "when": Reader.condition,
    }
    return tuple(
        Urgent(**row) for row in _complete_rows(reader, data, readers, "urgent")
    )


def read_above(reader: Reader, data: Any) -> tuple[Above, ...]:
    """Read the pairs of numbers."""
    readers: dict[str, Read] = {
        "item": Reader.string,
        "than": Reader.string,
        "text": Reader.wording,
    }
    return tuple(Above(**row) for row in _complete_rows(reader, data, readers, "above"))


def _complete_rows(
    reader: Reader, data: Any, readers: Mapping[str, Read], place: str
) -> list[dict[str, Any]]:
    """Rows that have every setting; the others are refused and left out."""
    rows = []
    for number, row in enumerate(reader.rows(data, place), start=1):
        where = f"{place} {number}"
        table = reader.table(row, where)
        reader.known_settings(table, tuple(readers), where)
        for name in readers:
            if name not in table:
                reader.refuse(where, f"the setting '{name}' is missing.")
        values = reader.values(readers, table, where)
        if all(values.get(name) for name in readers):
            rows.append(values)
    return rows
