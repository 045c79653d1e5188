"""Height and weight: one system of units in, metres or kilograms out.

The international foot and pound of 1959: 1 in = 0.0254 m, 1 lb = 0.45359237 kg.
"""

from collections.abc import Mapping
from typing import Any

UNITS: Mapping[str, Mapping[str, float]] = {
    "height": {"cm": 0.01, "ft": 0.3048, "in": 0.0254},
    "weight": {"kg": 1.0, "lb": 0.45359237},
}
SYSTEMS = {
    "height": (("ft", "in"), ("cm",)),
    "weight": (("lb",), ("kg",)),
}


class MixedUnits(ValueError):
    """Units of two systems, or a unit that the dimension does not have."""


def quantity(dimension: str, given: Mapping[str, float]) -> dict[str, Any]:
    """The value of an answer: ``si`` in metres or kilograms, and what was ``given``.

    Args:
        dimension: ``height`` or ``weight``.
        given: Numbers by unit, all of one system; inches may be left out.

    Raises:
        MixedUnits: No unit at all, units of two systems, or an unknown one.
    """
    if not any(given and set(given) <= set(system) for system in SYSTEMS[dimension]):
        raise MixedUnits(f"{dimension} takes units of one system, not {dict(given)!r}.")
    factors = UNITS[dimension]
    return {
        "si": sum(factors[unit] * number for unit, number in given.items()),
        "given": dict(given),
    }
