"""Which answers hold a finding: with another value of one of them it would change."""

from collections.abc import Iterator, Mapping
from typing import Any

from intake.domain.answer import from_plain
from intake.domain.predicate import Comparison, Not, Predicate, Truth

UP, DOWN = (">", ">="), ("<", "<=")


def holding(when: Predicate, facts: Mapping[str, Any]) -> tuple[Comparison, ...]:
    """The comparisons of a condition that these facts meet.

    Of a value between two bounds only the bound named first counts: below the lower one
    the finding is gone, above the upper one a graver finding stands in its place.

    Args:
        when: The condition of a criterion that applies.
        facts: The plain values of the finding: a value, the codes of a set, a state's
            code, or None where nothing is known.
    """
    known = {name: from_plain(value) for name, value in facts.items()}
    ways: dict[str, tuple[str, ...]] = {}
    return tuple(
        part
        for part in _straight(when)
        if part.name in known
        and _is_first_way(part, ways)
        and part.judge(known) is Truth.MET
    )


def _straight(when: Predicate) -> Iterator[Comparison]:
    """Every comparison that is not inside a reverse."""
    if isinstance(when, Comparison):
        yield when
    elif not isinstance(when, Not):
        for part in when.parts:
            yield from _straight(part)


def _is_first_way(part: Comparison, ways: dict[str, tuple[str, ...]]) -> bool:
    way = next((ops for ops in (UP, DOWN) if part.op in ops), None)
    return way is None or ways.setdefault(part.name, way) is way
