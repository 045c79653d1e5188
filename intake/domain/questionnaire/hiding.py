"""Why something is not asked any more, and which answers would bring it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from intake.domain.predicate import All, Any_, Comparison, Not, Predicate, Truth

from .active import Active
from .calculated import inputs
from .conditions import Outline

TELLING = ("=", "in", "contains")


@dataclass(frozen=True)
class Cause:
    """A question that is asked now, and the answers to it that would bring it back.

    ``values`` is empty where the condition does not name them.
    """

    link_id: str
    values: tuple[Any, ...] = ()


def causes(outline: Outline, now: Active, link_id: str) -> tuple[Cause, ...]:
    """The questions whose answers hide an item, in the order of its conditions.

    Where such a question is hidden itself, what hides that is named instead.
    """
    found: dict[str, list[Any]] = {}
    for name, values in _hidden_by(outline, now, link_id):
        known = found.setdefault(name, [])
        known += [value for value in values if value not in known]
    return tuple(Cause(name, tuple(values)) for name, values in found.items())


def _hidden_by(
    outline: Outline, now: Active, link_id: str
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    placed = outline.placed[link_id]
    for member in (*placed.around, placed.item):
        if member.enable_when is None:
            continue
        for name, values in _unmet(member.enable_when, now, Truth.MET):
            if name not in now.shown:
                yield from _hidden_by(outline, now, name)
            elif outline.placed[name].item.calculate:
                reads = inputs(outline.placed[name].item)
                yield from ((read, ()) for read in sorted(reads))
            else:
                yield name, values


def _unmet(
    condition: Predicate, now: Active, wanted: Truth
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The comparisons that are not as they would have to be."""
    if condition.judge(now.answers) is wanted:
        return
    match condition:
        case Comparison():
            yield condition.name, _values(condition) if wanted is Truth.MET else ()
        case Not(part):
            opposite = Truth.NOT_MET if wanted is Truth.MET else Truth.MET
            yield from _unmet(part, now, opposite)
        case All(parts) | Any_(parts):
            for part in parts:
                yield from _unmet(part, now, wanted)


def _values(comparison: Comparison) -> tuple[Any, ...]:
    if comparison.op not in TELLING:
        return ()
    return tuple(comparison.value) if comparison.op == "in" else (comparison.value,)
