"""The stored form of items: plain data that can be read back and hashed."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from .items import Item, Option


def item_to_data(item: Item) -> dict[str, Any]:
    """Everything about an item that is not the default."""
    return _changed(item)


def _changed(thing: Item | Option) -> dict[str, Any]:
    values = ((field, getattr(thing, field.name)) for field in fields(thing))
    return {
        field.name: _plain(value) for field, value in values if value != _default(field)
    }


def _default(field: "Field[Any]") -> Any:
    return {} if field.default_factory is not MISSING else field.default


def _plain(value: Any) -> Any:
    if isinstance(value, Item | Option):
        return _changed(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if hasattr(value, "to_data"):
        return value.to_data()
    return str(value) if isinstance(value, str) else value
