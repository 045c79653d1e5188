"""What depends on what: questions whose being asked rests on other answers."""

from collections.abc import Collection

from .calculated import inputs
from .conditions import Outline, Placed
from .definition import Definition


def dependants(definition: Definition, names: Collection[str]) -> frozenset[str]:
    """Items that are shown or hidden by one of the named ones, not through others.

    What stands in a group or in the rows of a list depends on the group's condition
    too; a group itself is not among them. Nobody is asked what is calculated, so what
    looks at that depends on everything that it is worked out from.
    """
    placed = Outline(definition).placed
    wanted = frozenset(names)
    while new := {name for name in placed if _passes_on(placed[name], wanted)} - wanted:
        wanted |= new
    return frozenset(
        name
        for name in placed
        if placed[name].item.has_answer and placed[name].looks_at & wanted
    )


def rests_on(definition: Definition, names: Collection[str]) -> frozenset[str]:
    """What decides whether the named items are shown; of what is calculated, that
    which it is worked out from.
    """
    placed = Outline(definition).placed
    found: set[str] = set()
    waiting = [placed[name] for name in names if name in placed]
    while waiting:
        here = waiting.pop()
        reads = inputs(here.item) if here.item.calculate else frozenset()
        new = (here.looks_at | reads) - found
        found |= new
        waiting += [placed[n] for n in new if n in placed and placed[n].item.calculate]
    return frozenset(name for name in found if not placed[name].item.calculate)


def all_dependants(definition: Definition, names: Collection[str]) -> frozenset[str]:
    """The named items and everything that depends on them, through others too."""
    found: frozenset[str] = frozenset(names)
    while new := dependants(definition, found) - found:
        found |= new
    return found


def _passes_on(placed: Placed, names: frozenset[str]) -> bool:
    """A calculated item that is another when one of the named ones is."""
    item = placed.item
    return item.calculate is not None and bool((inputs(item) | placed.looks_at) & names)
