"""Height and weight: one system of units in, meters or kilograms out.

The international foot and pound of 1959: 1 in = 0.0254 m, 1 lb = 0.45359237 kg. All is
reckoned in decimals, so that nobody at a limit is moved over it by binary fractions.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

UNITS: Mapping[str, Mapping[str, Decimal]] = {
    "height": {"cm": Decimal("0.01"), "ft": Decimal("0.3048"), "in": Decimal("0.0254")},
    "weight": {"kg": Decimal(1), "lb": Decimal("0.45359237")},
}
SYSTEMS = {
    "height": (("ft", "in"), ("cm",)),
    "weight": (("lb",), ("kg",)),
}


class MixedUnits(ValueError):
    """Units of two systems, or a unit that the dimension does not have."""


def quantity(dimension: str, given: Mapping[str, float]) -> dict[str, Any]:
    """The value of an answer: ``si`` in meters or kilograms, and what was ``given``.

    Args:
        dimension: ``height`` or ``weight``.
        given: Numbers by unit, all of one system; inches may be left out.

    Raises:
        MixedUnits: No unit at all, units of two systems, or an unknown one.
    """
    if not any(given and set(given) <= set(system) for system in SYSTEMS[dimension]):
        raise MixedUnits(f"{dimension} takes units of one system, not {dict(given)!r}.")
    factors = UNITS[dimension]
    total = sum(factors[unit] * _exact(number) for unit, number in given.items())
    return {"si": float(total), "given": dict(given)}


def body_mass_index(weight_kg: float, height_m: float) -> float:
    """Kilograms by square meters, not rounded; the height is above 0."""
    return float(_exact(weight_kg) / _exact(height_m) ** 2)


def _exact(number: float) -> Decimal:
    return Decimal(str(number))
