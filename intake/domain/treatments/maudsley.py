"""Maudsley Staging Method: five parts of resistance, 3 to 15 points, more is worse.

Source: Fekadu A et al. A multidimensional tool to quantify treatment resistance in
depression: the Maudsley staging method. J Clin Psychiatry 2009;70(2):177-184 [R]; parts
and points as tabled in BMC Psychiatry 2018 (table 3) and PMC7392234 (table 1) [V].

For depression only; descriptive, not a gate. Severity is a clinician's rating: the map
from the PHQ-9 is an unvalidated project convention and its result is provisional.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

DURATION_MONTHS = ((12, 1), (24, 2))  # up to so many months, points; longer scores 3
FAILED_DRUGS = ((2, 1), (4, 2), (6, 3), (10, 4))  # up to so many drugs; more scores 5
BANDS = ((6, "mild"), (10, "moderate"), (15, "severe"))  # up to so many points
PHQ9_SEVERITY = ((9, 1), (14, 2), (19, 3), (27, 4))  # up to so many points


class Severity(IntEnum):
    """Severity at baseline, worth its number in points."""

    SUBSYNDROMAL = 1
    MILD = 2
    MODERATE = 3
    SEVERE = 4
    SEVERE_WITH_PSYCHOSIS = 5


@dataclass(frozen=True)
class Course:
    """What the method needs beside the failed drugs; ``None`` is unknown.

    Attributes:
        episode_months: Duration of the current episode.
        severity: As rated, or provisional when mapped from the PHQ-9.
        augmentation: Any augmentation of four weeks or more, or a combination.
        ect: Electroconvulsive therapy was used.
    """

    episode_months: float | None = None
    severity: Severity | None = None
    augmentation: bool | None = None
    ect: bool | None = None
    severity_is_provisional: bool = False


@dataclass(frozen=True)
class Maudsley:
    """The stage. Total and band are ``None`` while a part is missing.

    ``total`` counts the drugs that failed for certain, ``highest`` also those whose
    trial is indeterminate; both are shown when they differ.
    """

    total: int | None
    highest: int | None
    band: str | None
    highest_band: str | None
    parts: Mapping[str, int | None]
    missing: tuple[str, ...]
    provisional: bool


def stage(course: Course, definite: int, maximum: int | None = None) -> Maudsley | None:
    """Stage the resistance; ``None`` when no drug has failed for certain.

    Args:
        course: Duration, severity, augmentation and ECT.
        definite: Different antidepressants that failed an adequate trial.
        maximum: The same with indeterminate trials; ``definite`` when not given.
    """
    if not definite:
        return None
    most = definite if maximum is None else maximum
    parts = {
        "duration": _points(DURATION_MONTHS, course.episode_months, beyond=3),
        "severity": course.severity and int(course.severity),
        "failures": _points(FAILED_DRUGS, definite, beyond=5),
        "augmentation": None
        if course.augmentation is None
        else int(course.augmentation),
        "ect": None if course.ect is None else int(course.ect),
    }
    total = _total(parts)
    highest = _total(parts | {"failures": _points(FAILED_DRUGS, most, beyond=5)})
    return Maudsley(
        total=total,
        highest=highest,
        band=_band(total),
        highest_band=_band(highest),
        parts=parts,
        missing=tuple(name for name, points in parts.items() if points is None),
        provisional=course.severity_is_provisional,
    )


def severity_from_phq9(total: int) -> Severity:
    """A provisional, unvalidated severity from a PHQ-9 total of 0 to 27.

    It cannot see psychosis. Give it with ``severity_is_provisional``.

    Raises:
        ValueError: The total is not 0 to 27.
    """
    if not 0 <= total <= PHQ9_SEVERITY[-1][0]:
        raise ValueError(f"A PHQ-9 total is 0 to 27, not {total}.")
    return Severity(next(points for upto, points in PHQ9_SEVERITY if total <= upto))


def _points(
    steps: tuple[tuple[int, int], ...], figure: float | None, beyond: int
) -> int | None:
    if figure is None:
        return None
    return next((points for upto, points in steps if figure <= upto), beyond)


def _total(parts: Mapping[str, int | None]) -> int | None:
    known = [points for points in parts.values() if points is not None]
    return sum(known) if len(known) == len(parts) else None


def _band(total: int | None) -> str | None:
    if total is None:
        return None
    return next(band for upto, band in BANDS if total <= upto)
