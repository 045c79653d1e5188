"""Instruments that add up equal items: totals, ranges, bands, estimates."""

from dataclasses import dataclass, replace

from .answers import Answers, points
from .score import Score, half_up, reaches

MOST_MISSING_FOR_AN_ESTIMATE = 2


@dataclass(frozen=True)
class Band:
    """A named stretch of totals, both ends included."""

    low: int
    high: int
    name: str


@dataclass(frozen=True)
class Scale:
    """A summed scale, each item from 0 to ``most`` points.

    ``cut`` is the total from which the screen is positive. ``estimates`` allows an
    estimate from the mean of the answered items when one or two are missing.
    """

    instrument: str
    items: tuple[str, ...]
    most: int
    bands: tuple[Band, ...] = ()
    cut: int | None = None
    estimates: bool = False

    def score(self, answers: Answers) -> Score:
        """Total the items, or say what their total could still be.

        Raises:
            OffScale: A value is not a whole number from 0 to ``most``.
        """
        given = {item: points(answers, item, self.most) for item in self.items}
        missing = tuple(item for item, value in given.items() if value is None)
        low = sum(value for value in given.values() if value is not None)
        result = self.between(low, low + self.most * len(missing), missing)
        return replace(result, prorated=self._estimate(low, len(missing)))

    def between(self, low: int, high: int, missing: tuple[str, ...] = ()) -> Score:
        """What is known of a total from low to high; without a gap it is the total."""
        return Score(
            instrument=self.instrument,
            total=None if missing else low,
            low=low,
            high=high,
            band=self._band(low, high),
            positive=None if self.cut is None else reaches(self.cut, low, high),
            missing=missing,
        )

    def _band(self, low: int, high: int) -> str | None:
        names = [
            band.name for band in self.bands if band.low <= low <= high <= band.high
        ]
        return names[0] if names else None

    def _estimate(self, points_given: int, missing: int) -> int | None:
        if not self.estimates or not 0 < missing <= MOST_MISSING_FOR_AN_ESTIMATE:
            return None
        count = len(self.items)
        return half_up(points_given * count, count - missing)


def ids_used(
    answers: Answers, items: tuple[str, ...], own: tuple[str, ...]
) -> tuple[str, ...]:
    """For a short form: its own id where the answers use it, else the parent's."""
    return tuple(
        mine if mine in answers else item for item, mine in zip(items, own, strict=True)
    )
