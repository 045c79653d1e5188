"""When trials were taken, and what in these times cannot be or needs a look.

A date is a year, or a year and a month, so that times are months of the calendar: the
year times twelve, and the month from 0. What is not exact counts in the patient's
favor: a trial of which only the year is known was begun in its first month when it is
asked whether it can have lasted so long, and in its last when it is asked whether it
was taken at the same time as another.

That two antidepressants overlap for two months is usual while one replaces the other;
the limit is a project convention.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from .resistance import Note
from .trials import Trial, Value

WEEKS_IN_MONTH = 365.25 / 12 / 7
MONTHS_IN_YEAR = 12
USUAL_OVERLAP = 2  # months


@dataclass(frozen=True)
class Span:
    """The time of a trial, in months of the calendar.

    Attributes:
        begin: The first month in which it may have been begun.
        vague: How many months later it may have been begun, too: 11 or 0.
        end: When it ended, counted from ``begin``; ``None`` when that is not known.
        ongoing: It is still taken; ``end`` is the present month then.
        at_least: The whole time is not known, only that at the highest dose.
    """

    begin: int
    vague: int
    end: float | None
    ongoing: bool
    at_least: bool


def month_of(day: date) -> int:
    """The month of a day, as spans count."""
    return day.year * MONTHS_IN_YEAR + day.month - 1


def weeks_of(trial: Trial) -> float | None:
    """How long it was taken, as far as that is known."""
    return trial.weeks_at_highest if trial.weeks_total is None else trial.weeks_total


def span_of(trial: Trial, on: date) -> Span | None:
    """The time of a trial; ``None`` without a start, or with one that is ahead."""
    begun = _begun(trial)
    if begun is None or begun[0] > month_of(on):
        return None
    begin, vague = begun
    ongoing = trial.ongoing is True
    end = month_of(on) + 1 if ongoing else _end(begin, trial)
    at_least = trial.weeks_total is None and not ongoing
    return Span(begin, vague, end, ongoing, at_least)


def _begun(trial: Trial) -> tuple[int, int] | None:
    """The first possible month, and how many more are possible."""
    if not trial.started:
        return None
    year, _, month = trial.started.partition("-")
    first = int(year) * MONTHS_IN_YEAR
    return (first + int(month) - 1, 0) if month else (first, MONTHS_IN_YEAR - 1)


def _end(begin: int, trial: Trial) -> float | None:
    weeks = weeks_of(trial)
    return None if weeks is None else begin + weeks / WEEKS_IN_MONTH


@dataclass(frozen=True)
class Circumstances:
    """What times are held against; ``None`` is unknown.

    Attributes:
        on: Today.
        born_on: The birth.
        episode_months: How long the present episode has lasted.
    """

    on: date
    born_on: date | None = None
    episode_months: float | None = None


def flags(
    trials: Sequence[Trial], circumstances: Circumstances
) -> tuple[tuple[Note, ...], ...]:
    """What needs a look, for each trial in turn; nothing is dropped for it."""
    found: list[list[Note]] = [
        list(_impossible(trial, circumstances)) for trial in trials
    ]
    for (one, first), (other, second) in combinations(enumerate(trials), 2):
        note = _together(first, second, circumstances.on)
        if note:
            found[one].append(_note(note, {"other": _name(second)}))
            found[other].append(_note(note, {"other": _name(first)}))
    return tuple(map(tuple, found))


def _impossible(trial: Trial, circumstances: Circumstances) -> Iterator[Note]:
    """Times that cannot be: ahead, before the birth, longer than the time since."""
    begun = _begun(trial)
    if begun is None:
        return
    first, last = begun[0], sum(begun)
    now, born_on = month_of(circumstances.on), circumstances.born_on
    values: dict[str, Value] = {"started": trial.started, "weeks": _longest(trial)}
    if first > now:
        yield _note("flag.ahead", values)
    elif _is_more(values["weeks"], (now + 1 - first) * WEEKS_IN_MONTH):
        yield _note("flag.too_long", values)
    if born_on and last < month_of(born_on):
        yield _note("flag.before_birth", values)
    if _is_before_episode(trial, last, circumstances):
        months = circumstances.episode_months
        yield _note("flag.before_episode", values | {"months": months})


def _is_before_episode(trial: Trial, last: int, circumstances: Circumstances) -> bool:
    months = circumstances.episode_months
    if months is None or trial.episode != "current":
        return False
    return last < month_of(circumstances.on) - months


def _longest(trial: Trial) -> float | None:
    known = [w for w in (trial.weeks_at_highest, trial.weeks_total) if w is not None]
    return max(known, default=None)


def _is_more(figure: Value, limit: float) -> bool:
    return isinstance(figure, int | float) and figure > limit


def _together(one: Trial, other: Trial, on: date) -> str:
    """Whether two trials may be one, or ran beside each other; empty for neither."""
    if not (one.agent and other.agent):
        return ""
    months = overlap(span_of(one, on), span_of(other, on))
    if one.agent.drug == other.agent.drug:
        return "flag.duplicate" if months > 0 or _is_alike(one, other) else ""
    both_count = one.agent.is_antidepressant and other.agent.is_antidepressant
    combined = one.added_to or other.added_to
    is_long = months > USUAL_OVERLAP
    return "flag.overlap" if both_count and is_long and not combined else ""


def _is_alike(one: Trial, other: Trial) -> bool:
    return (one.started, one.dose, one.weeks_at_highest) == (
        other.started,
        other.dose,
        other.weeks_at_highest,
    )


def overlap(one: Span | None, other: Span | None) -> float:
    """For how many months two trials were taken at the same time for certain."""
    if one is None or other is None or one.end is None or other.end is None:
        return 0
    begin = max(one.begin + one.vague, other.begin + other.vague)
    return max(0.0, min(one.end, other.end) - begin)


def _name(trial: Trial) -> str:
    return trial.agent.generic if trial.agent else trial.name


def _note(why: str, values: Mapping[str, Value]) -> Note:
    return Note(why, dict(values))
