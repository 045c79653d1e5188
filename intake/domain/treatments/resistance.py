"""How resistant the depression is to treatment, from the trials of a confirmed list.

Treatment-resistant depression is major depression without adequate response to at least
two adequate antidepressant trials in the current episode (Spravato US label, EMA). That
the same drug counts once, and that two drugs of one class count as two, are project
conventions; a payer may require two classes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.domain.medicines.names import fold

from .agents import related_drugs
from .trials import DEFAULT_RULES, Judgement, Outcome, Rules, Trial, Value, judge

NEEDED = 2  # failed adequate trials
AUGMENTATION_WEEKS = 4


class Status(StrEnum):
    """Whether the depression counts as treatment-resistant."""

    MET = "met"
    POSSIBLE = "possible"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Note:
    """Something a clinician should know about the count, as a code and values."""

    why: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Resistance:
    """The count of failed adequate trials, and how each trial was judged.

    ``definite`` counts different drugs that failed; ``maximum`` adds the drugs whose
    trial is indeterminate. ``judgements`` are in the order of the trials.
    """

    definite: int
    maximum: int
    status: Status
    judgements: tuple[Judgement, ...]
    notes: tuple[Note, ...]


def summarise(trials: Iterable[Trial], rules: Rules = DEFAULT_RULES) -> Resistance:
    """Count the trials of a list that the patient has confirmed, or an empty one.

    While a list is not confirmed its resistance is unknown: do not call this then.
    """
    trials = tuple(trials)
    judgements = tuple(judge(trial, rules) for trial in trials)
    judged = tuple(zip(trials, judgements, strict=True))
    failed = _drugs(judged, Outcome.FAILED_ADEQUATE)
    unclear = _drugs(judged, Outcome.INDETERMINATE)
    counted = failed | unclear
    return Resistance(
        definite=len(failed),
        maximum=len(counted),
        status=_status(len(failed), len(counted)),
        judgements=judgements,
        notes=(*_repeats(judged), *_related(counted)),
    )


def augmentations(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """The trials of an agent that counts as augmentation."""
    return tuple(
        trial for trial in trials if trial.agent and trial.agent.is_augmentation
    )


def used_augmentation(trials: Iterable[Trial]) -> bool | None:
    """Whether any augmentation of four weeks, or a combination, was taken.

    Only what was taken for depression in the current episode counts. ``None`` when a
    trial may count but its weeks, purpose or episode are not known.
    """
    verdicts = [_is_augmentation(trial) for trial in trials]
    if True in verdicts:
        return True
    return None if None in verdicts else False


Judged = Sequence[tuple[Trial, Judgement]]


def _status(definite: int, maximum: int) -> Status:
    if definite >= NEEDED:
        return Status.MET
    return Status.POSSIBLE if maximum >= NEEDED else Status.NOT_MET


def _drugs(judged: Judged, outcome: Outcome) -> frozenset[str]:
    """The different drugs of the trials with this outcome."""
    return frozenset(
        _identity(trial, place)
        for place, (trial, judgement) in enumerate(judged)
        if judgement.outcome is outcome
    )


def _identity(trial: Trial, place: int) -> str:
    """What counts once: the drug, else the name written, else the trial by itself."""
    if trial.agent:
        return trial.agent.drug
    return fold(trial.name) or f"#{place}"


def _repeats(judged: Judged) -> Iterator[Note]:
    counted = [
        trial.agent.drug
        for trial, judgement in judged
        if trial.agent
        and judgement.outcome in (Outcome.FAILED_ADEQUATE, Outcome.INDETERMINATE)
    ]
    for drug in sorted(set(counted)):
        if counted.count(drug) > 1:
            yield Note("note.same_drug", {"drug": drug})


def _related(counted: frozenset[str]) -> Iterator[Note]:
    for one, other in related_drugs():
        if {one, other} <= counted:
            yield Note("note.related_drugs", {"drug": one, "other": other})


def _is_augmentation(trial: Trial) -> bool | None:
    conditions = (_was_added(trial), _long_enough(trial), _is_relevant(trial))
    if False in conditions:
        return False
    return None if None in conditions else True


def _was_added(trial: Trial) -> bool | None:
    """To another treatment; an unknown agent may itself be an augmentation."""
    if trial.agent is None:
        return trial.added_to or None
    if trial.agent.is_augmentation:
        return True
    return trial.added_to if trial.agent.is_antidepressant else False


def _long_enough(trial: Trial) -> bool | None:
    weeks = (trial.weeks_at_highest, trial.weeks_total)
    if any(known is not None and known >= AUGMENTATION_WEEKS for known in weeks):
        return True
    return None if trial.weeks_total is None else False


def _is_relevant(trial: Trial) -> bool | None:
    if "other" in (trial.indication, trial.episode):
        return False
    return None if None in (trial.indication, trial.episode) else True
