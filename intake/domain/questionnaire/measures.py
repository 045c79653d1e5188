"""Height and weight: one system of units in, meters or kilograms out.

The international foot and pound of 1959: 1 in = 0.0254 m, 1 lb = 0.45359237 kg. All is
reckoned in decimals, so that nobody at a limit is moved over it by binary fractions.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

UNITS: Mapping[str, Mapping[str, Decimal]] = {
    "height": {"cm": Decimal("0.01"), "ft": Decimal("0.3048"), "in": Decimal("0.0254")},
    "weight": {"kg": Decimal(1), "lb": Decimal("0.45359237")},
}
SYSTEMS = {
    "height": (("ft", "in"), ("cm",)),
    "weight": (("lb",), ("kg",)),
}
LENGTHS: Mapping[str, Mapping[str, Fraction]] = {
    "weeks": {"weeks": Fraction(1), "months": Fraction(52, 12), "years": Fraction(52)},
    "months": {"months": Fraction(1), "years": Fraction(12)},
}
"""How many of its own unit each unit of a length of time is; a year has 52 weeks."""


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


def length_in(unit: str, number: float, given: str) -> int:
    """A length of time in whole units: half a year is 26 weeks.

    Raises:
        KeyError: The unit cannot be given in the other.
    """
    return round(Fraction(str(number)) * LENGTHS[unit][given])


def body_mass_index(weight_kg: float, height_m: float) -> float:
    """Kilograms by square meters, not rounded; the height is above 0."""
    return float(_exact(weight_kg) / _exact(height_m) ** 2)


def _exact(number: float) -> Decimal:
    return Decimal(str(number))
