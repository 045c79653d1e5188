"""What depends on what: questions whose being asked rests on other answers."""

from collections.abc import Collection

from .conditions import Outline, Placed
from .definition import Definition


def dependants(definition: Definition, names: Collection[str]) -> frozenset[str]:
    """Items that are shown or hidden by one of the named ones, not through others.

    What stands in a group or in the rows of a list depends on the group's condition
    too; a group itself is not among them.
    """
    wanted = frozenset(names)
    return frozenset(
        name
        for name, placed in Outline(definition).placed.items()
        if _takes_an_answer(placed) and placed.looks_at & wanted
    )


def all_dependants(definition: Definition, names: Collection[str]) -> frozenset[str]:
    """The named items and everything that depends on them, through others too."""
    found: frozenset[str] = frozenset(names)
    while new := dependants(definition, found) - found:
        found |= new
    return found


def _takes_an_answer(placed: Placed) -> bool:
    return placed.item.asks or placed.item.is_list
