"""Placing sealed instruments in a questionnaire.

Wording, order, options and points of an instrument travel together. A questionnaire
says where an instrument stands, which part of it, under which condition, and whether a
question may stay open; it can change nothing else.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .items import Item, ItemType
from .reading import ITEM_READERS, SETTINGS, Read, Reader

Instruments = Mapping[str, Mapping[str, Any]]
"""Plain data of each instrument by code: ``title``, ``version``, ``attribution``, the
``stem`` above its ``items``, and the items themselves in the form of all items. One
that has no ``items`` may not be shown."""

NO_WORDS = "'{code}' has no words that patients may be shown; staff enter its score."

PLACING: dict[str, Read] = {
    "enable_when": Reader.condition,
    "only": Reader.strings,
    "optional": Reader.strings,
    "always": Reader.strings,
    "required": Reader.flag,
    "soft_required": Reader.flag,
}


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
    """The instrument as a group: its stem above the questions that stand here.

    ``only`` names a part of it. ``required`` and ``soft_required`` hold for all but the
    ``optional`` questions; ``always`` names those asked whatever their own condition.
    """
    code = reader.string(table["instrument"], f"{place} instrument")
    link_id = reader.string(table.get("link_id", code or "?"), f"{place} link_id")
    reader.known_settings(table, ("instrument", "link_id", *PLACING), link_id)
    placing = reader.values(PLACING, table, link_id)
    group = Item(
        link_id,
        ItemType.GROUP,
        instrument=code,
        enable_when=placing.get("enable_when"),
    )
    if code not in instruments:
        reader.refuse(link_id, f"there is no instrument '{code}'.")
        return group
    sealed = instruments[code]
    if "items" not in sealed:
        reader.refuse(link_id, NO_WORDS.format(code=code))
        return group
    items = read_items(reader, sealed["items"], {}, code)
    _refuse_strangers(reader, items, placing, link_id)
    return replace(
        group,
        text=reader.wording(sealed["stem"], link_id) if "stem" in sealed else {},
        items=tuple(
            replace(item, instrument=code, **_answering(item, placing))
            for item in items
            if item.link_id in placing.get("only", (item.link_id,))
        ),
    )


def _answering(item: Item, placing: Mapping[str, Any]) -> dict[str, Any]:
    """What the place decides about one question of the instrument."""
    wanted = item.asks and item.link_id not in placing.get("optional", ())
    always = item.link_id in placing.get("always", ())
    return {
        "required": wanted and placing.get("required", False),
        "soft_required": wanted and placing.get("soft_required", False),
        "enable_when": None if always else item.enable_when,
    }


def _refuse_strangers(
    reader: Reader, items: tuple[Item, ...], placing: Mapping[str, Any], place: str
) -> None:
    known = {item.link_id for item in items}
    for setting in ("only", "optional", "always"):
        for name in placing.get(setting, ()):
            if name not in known:
                reader.refuse(place, f"the instrument has no question '{name}'.")
