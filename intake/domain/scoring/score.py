"""What scoring an instrument gives, and what it refuses."""

from dataclasses import dataclass


class OffScale(ValueError):
    """A value that the item does not have; ``item`` is the item's id."""

    def __init__(self, item: str, sentence: str) -> None:
        super().__init__(sentence)
        self.item = item


@dataclass(frozen=True)
class Score:
    """Points on one instrument; more are more severe. A notion it lacks is None.

    ``total`` exists only when every item that counts was answered; ``low`` and ``high``
    are the smallest and largest totals that the answers given still allow, both equal
    to the total when it exists. ``band`` and ``positive`` are stated only when they
    hold for the whole of that range. ``missing`` names the items without a value,
    declined ones among them. ``prorated`` is an estimate for a clinician's eyes: no
    rule may use it. ``safety`` is ``none``, ``follow_up`` or ``unknown``.
    """

    instrument: str
    total: int | float | None = None
    low: int | float | None = None
    high: int | float | None = None
    band: str | None = None
    positive: bool | None = None
    missing: tuple[str, ...] = ()
    prorated: int | None = None
    safety: str | None = None


def half_up(numerator: int, denominator: int = 1) -> int:
    """The nearest whole number, halves away from zero, for numbers from 0 up.

    Python's own ``round`` sends 4.5 to 4; published scoring sheets send it to 5.
    """
    return (2 * numerator + denominator) // (2 * denominator)


def reaches(cut: int, low: float, high: float) -> bool | None:
    """Whether a total from low to high is at or over the cut; None if it depends."""
    if low >= cut:
        return True
    return False if high < cut else None
