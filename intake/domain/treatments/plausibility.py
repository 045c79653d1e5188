"""What in a treatment history is hardly possible, to be asked about and not refused.

Memory is kind to nobody: a dose in micrograms, a year that was another one, two years
for a medicine begun last spring. Whoever says that it is right is believed, and a
clinician sees it marked. All limits are generous conventions of this project [P].
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from intake.domain.medicines.names import fold

from .doses import doses_of
from .resistance import Note
from .trials import Trial, Value

MOST_MG = 5000  # a day, of an agent whose doses the table does not have
WEEK = timedelta(weeks=1)
YEAR_DIGITS, DAY_DIGITS = len("2019"), len("2019-05-17")
FIRST = "-01-01"


@dataclass(frozen=True)
class Doubt:
    """Something that is hardly possible: the fact to look at, and why."""

    fact: str
    note: Note


def doubts(trial: Trial, on: date, born_on: date | None = None) -> tuple[Doubt, ...]:
    """What is hardly possible in one trial.

    Args:
        trial: As it was told, with nothing left out.
        on: Today.
        born_on: Of the patient; without it a start before birth is not noticed.
    """
    checks = (
        _dose(trial),
        _started(trial, born_on),
        *_too_long(trial, on),
        _whole(trial),
    )
    return tuple(doubt for doubt in checks if doubt)


def repeats(trial: Trial, others: Iterable[Trial]) -> Doubt | None:
    """The same agent begun at the same time, or at times that are not known."""
    if any(_is_same(trial, other) for other in others):
        return _doubt("agent", "doubt.same_again", trial)
    return None


def overlapping(trials: Mapping[str, Trial]) -> Iterator[Note]:
    """Antidepressants that were taken together for certain, neither one added."""
    alone = [trial for trial in trials.values() if _stands_alone(trial)]
    for one, other in combinations(alone, 2):
        if one.agent != other.agent and _overlap(one, other):
            yield Note("doubt.overlap", {"drug": _name(one), "other": _name(other)})


def _dose(trial: Trial) -> Doubt | None:
    known = doses_of(trial.agent) if trial.agent else None
    ceiling = known.ceiling if known else MOST_MG
    if trial.dose is None or trial.dose <= ceiling:
        return None
    return _doubt("dose", "doubt.dose", trial, dose=trial.dose, ceiling=ceiling)


def _started(trial: Trial, born_on: date | None) -> Doubt | None:
    if born_on is None or trial.started is None:
        return None
    if latest_day(trial.started) >= born_on:
        return None
    return _doubt("started", "doubt.before_birth", trial, started=trial.started)


def _too_long(trial: Trial, on: date) -> Iterator[Doubt]:
    """Longer than the time since its earliest possible start, by over a week."""
    if trial.started is None:
        return
    possible = (on - _earliest(trial.started)) / WEEK + 1
    for fact in ("weeks_at_highest", "weeks_total"):
        weeks = getattr(trial, fact)
        if weeks is not None and weeks > possible:
            yield _doubt(
                fact, "doubt.too_long", trial, weeks=weeks, started=trial.started
            )
            return


def _whole(trial: Trial) -> Doubt | None:
    at_highest, total = trial.weeks_at_highest, trial.weeks_total
    if at_highest is None or total is None or at_highest <= total:
        return None
    return _doubt(
        "weeks_total", "doubt.whole", trial, weeks=at_highest, most_weeks=total
    )


def _is_same(one: Trial, other: Trial) -> bool:
    names = [
        each.agent.code if each.agent else fold(each.name) for each in (one, other)
    ]
    return bool(names[0]) and names[0] == names[1] and one.started == other.started


def _stands_alone(trial: Trial) -> bool:
    is_counted = trial.agent is not None and trial.agent.is_antidepressant
    return is_counted and trial.added_to is False


def _overlap(one: Trial, other: Trial) -> bool:
    """There is a day on which both were taken for certain."""
    spans = [span for span in map(_certain_span, (one, other)) if span]
    if len(spans) < len((one, other)):
        return False
    return max(start for start, _end in spans) < min(end for _start, end in spans)


def _certain_span(trial: Trial) -> tuple[date, date] | None:
    """From the latest start that is possible to the earliest end."""
    weeks = trial.weeks_total or trial.weeks_at_highest
    if trial.started is None or weeks is None:
        return None
    return latest_day(trial.started), _earliest(trial.started) + weeks * WEEK


def _earliest(started: str) -> date:
    """The first day that a year or month may mean."""
    return date.fromisoformat((started + FIRST)[:DAY_DIGITS])


def latest_day(day: str) -> date:
    """The last day that a year, a month or a day may mean."""
    first = date.fromisoformat((day + FIRST)[:DAY_DIGITS])
    if len(day) == DAY_DIGITS:
        return first
    if len(day) == YEAR_DIGITS:
        return first.replace(month=12, day=31)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def _name(trial: Trial) -> str:
    return trial.agent.generic if trial.agent else trial.name


def _doubt(fact: str, why: str, trial: Trial, **values: Value) -> Doubt:
    return Doubt(fact, Note(why, {"agent": _name(trial)} | values))
