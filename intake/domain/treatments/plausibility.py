"""What in a trial is hardly possible, to be asked about and not refused.

Memory is kind to nobody: a dose in micrograms, a year that was another one, two years
for a medicine begun last spring. Whoever says that it is right is believed, and a
clinician sees it marked. The limits are generous conventions of this project [P].
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .doses import doses_of
from .resistance import Note
from .timeline import Circumstances, flags
from .trials import Trial, Value

MOST_MG = 5000  # a day, of an agent whose doses the table does not have


@dataclass(frozen=True)
class Doubt:
    """Something that is hardly possible: the fact to look at, and why."""

    fact: str
    note: Note


def doubts(
    trial: Trial, others: Iterable[Trial], circumstances: Circumstances
) -> tuple[Doubt, ...]:
    """What is hardly possible in one trial, by itself and beside the others.

    Args:
        trial: As it was told, with nothing left out.
        others: The other trials of the same person.
        circumstances: What its times are held against.
    """
    facts = {
        "flag.before_birth": "started",
        "flag.too_long": _longer(trial),
        "flag.duplicate": "agent",
    }
    in_time = flags([trial, *others], circumstances)[0]
    noted = [Doubt(facts[note.why], note) for note in in_time if note.why in facts]
    return (*figures(trial), *noted)


def figures(trial: Trial) -> Iterator[Doubt]:
    """A dose far above any in use, and a whole that is shorter than its part."""
    name = trial.agent.generic if trial.agent else trial.name
    known = doses_of(trial.agent) if trial.agent else None
    ceiling = known.ceiling if known else MOST_MG
    if trial.dose is not None and trial.dose > ceiling:
        high: dict[str, Value] = {"agent": name, "dose": trial.dose, "ceiling": ceiling}
        yield Doubt("dose", Note("doubt.dose", high))
    at_highest, total = trial.weeks_at_highest, trial.weeks_total
    if at_highest is not None and total is not None and at_highest > total:
        short: dict[str, Value] = {
            "agent": name,
            "weeks": at_highest,
            "most_weeks": total,
        }
        yield Doubt("weeks_total", Note("doubt.whole", short))


def _longer(trial: Trial) -> str:
    """Which of the two times is the longer one."""
    at_highest, total = trial.weeks_at_highest, trial.weeks_total
    is_whole = total is not None and total > (at_highest or 0)
    return "weeks_total" if is_whole else "weeks_at_highest"
