"""Placing sealed instruments in a questionnaire.

Wording, order, options and points of an instrument travel together. A questionnaire
says where an instrument stands, which part of it, under which condition, and whether a
question may stay open; it can change nothing else.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .items import Item, ItemType
from .reading import ITEM_READERS, SETTINGS, Reader

Instruments = Mapping[str, Mapping[str, Any]]
"""Plain data of each instrument by code: ``title``, ``version``, ``attribution``, the
``stem`` above its ``items``, and the items themselves in the form of all items."""

ANSWERING = {
    name: ITEM_READERS[name]
    for name in ("required", "soft_required", "states", "sensitive", "why")
}
CONDITION = {"enable_when": ITEM_READERS["enable_when"]}
SETTINGS_OF_PLACING = ("instrument", "only", "link_id", *CONDITION, *ANSWERING)


def read_items(
    reader: Reader, data: Any, instruments: Instruments, place: str
) -> tuple[Item, ...]:
    """Read a list of items; a sealed instrument is placed where it is named."""
    return tuple(
        _read_item(reader, row, instruments, f"{place} item {number}".strip())
        for number, row in enumerate(reader.rows(data, place or "items"), start=1)
    )


def _read_item(reader: Reader, data: Any, instruments: Instruments, place: str) -> Item:
    table = reader.table(data, place)
    if "instrument" in table and "type" not in table:
        return _place(reader, table, instruments, place)
    link_id = reader.string(table.get("link_id"), f"{place} link_id")
    where = link_id or place
    reader.known_settings(table, SETTINGS, where)
    kind = reader.one_of(table.get("type"), tuple(ItemType), f"{where} type")
    items = read_items(reader, table.get("items", ()), instruments, where)
    values = reader.values(ITEM_READERS, table, where)
    return Item(link_id, ItemType(kind or "display"), items=items, **values)


def _place(
    reader: Reader, table: Mapping[str, Any], instruments: Instruments, place: str
) -> Item:
    """The instrument as a group: its stem above the questions that stand here."""
    code = reader.string(table["instrument"], f"{place} instrument")
    link_id = reader.string(table.get("link_id", code or "?"), f"{place} link_id")
    reader.known_settings(table, SETTINGS_OF_PLACING, link_id)
    group = Item(
        link_id,
        ItemType.GROUP,
        instrument=code,
        **reader.values(CONDITION, table, link_id),
    )
    if code not in instruments:
        reader.refuse(link_id, f"there is no instrument '{code}'.")
        return group
    sealed = instruments[code]
    answering = reader.values(ANSWERING, table, link_id)
    items = tuple(
        replace(item, instrument=code, **answering)
        for item in read_items(reader, sealed["items"], {}, code)
    )
    if "only" in table:
        items = _part(reader, items, table["only"], link_id)
    stem = reader.wording(sealed["stem"], link_id) if "stem" in sealed else {}
    return replace(group, text=stem, items=items)


def _part(
    reader: Reader, items: tuple[Item, ...], only: Any, place: str
) -> tuple[Item, ...]:
    """The named questions, in the order of the instrument."""
    names = reader.strings(only, f"{place} only")
    known = {item.link_id for item in items}
    for name in names:
        if name not in known:
            reader.refuse(place, f"the instrument has no question '{name}'.")
    return tuple(item for item in items if item.link_id in names)
