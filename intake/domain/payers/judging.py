"""A rule set held against a history: what is met, what is missing, what is unknown.

Unknown is never met. A list of treatments that the patient has not confirmed may lack
trials, so that what it lacks is unknown rather than missing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import partial, singledispatch

from intake.domain.answer import State
from intake.domain.predicate import Truth
from intake.domain.treatments.trials import Judgement, Value

from .counting import (
    Counted,
    augmented,
    count,
    failed,
    is_recent,
    judged,
    taken_now,
)
from .history import History, Measured, Tried
from .ruleset import (
    Answered,
    Augmentations,
    FailedTrials,
    OneOf,
    RecentScore,
    Requirement,
    RuleSet,
    Stated,
    TakingNow,
)


class Verdict(StrEnum):
    """How a requirement stands."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"


VERDICTS = {
    Truth.MET: Verdict.MET,
    Truth.NOT_MET: Verdict.MISSING,
    Truth.UNKNOWN: Verdict.UNKNOWN,
}


@dataclass(frozen=True)
class Standing:
    """How one requirement stands, and what it rests on.

    Attributes:
        requirement: What is asked for.
        verdict: Met, missing or unknown.
        why: The code of the reason.
        values: What a sentence about it may name.
        trials: The trials that count for it, by their places.
        open_trials: The trials that may count.
        options: Of a choice, how each option stands.
    """

    requirement: Requirement
    verdict: Verdict
    why: str
    values: Mapping[str, Value] = field(default_factory=dict)
    trials: tuple[int, ...] = ()
    open_trials: tuple[int, ...] = ()
    options: tuple["Standing", ...] = ()


@dataclass(frozen=True)
class Judged:
    """A rule set with the standing of each requirement, in its order."""

    rules: RuleSet
    standings: tuple[Standing, ...]

    def those(self, verdict: Verdict) -> tuple[Standing, ...]:
        """The requirements with this verdict."""
        return tuple(each for each in self.standings if each.verdict is verdict)


def judge(rules: RuleSet, history: History) -> Judged:
    """Hold a rule set against what is known of a patient."""
    standings = tuple(stand(each, history) for each in rules.requirements)
    return Judged(rules, standings)


@dataclass(frozen=True)
class TrialStanding:
    """How one trial stands to a requirement of failed trials, with the reason.

    ``is_recent`` is whether it lies in the years that count.
    """

    tried: Tried
    verdict: Verdict
    judgement: Judgement
    is_recent: Verdict


def each_trial(
    requirement: FailedTrials, history: History
) -> tuple[TrialStanding, ...]:
    """How every trial of a history stands to a requirement of failed trials."""
    return tuple(
        TrialStanding(
            tried,
            VERDICTS[failed(requirement, history, tried)],
            judged(requirement, tried.trial),
            VERDICTS[is_recent(tried.trial, requirement.years, history)],
        )
        for tried in history.tried
    )


@singledispatch
def stand(requirement: Requirement, history: History) -> Standing:  # noqa: ARG001
    """How one requirement stands."""
    raise TypeError(f"{type(requirement).__name__} cannot be judged.")


@stand.register
def _failed_trials(requirement: FailedTrials, history: History) -> Standing:
    counted = count(history, partial(failed, requirement, history))
    truth = _reaches(
        (counted.drugs, counted.most_drugs, requirement.count),
        (counted.classes, counted.most_classes, requirement.classes),
    )
    asked = {"count": requirement.count, "classes": requirement.classes}
    values = {"drugs": counted.drugs, "found_classes": counted.classes}
    return _of_trials(requirement, history, counted, truth, values | asked)


@stand.register
def _augmentations(requirement: Augmentations, history: History) -> Standing:
    counted = count(history, partial(augmented, requirement, history))
    truth = _reaches((counted.drugs, counted.most_drugs, requirement.count))
    values = {"drugs": counted.drugs, "count": requirement.count}
    return _of_trials(requirement, history, counted, truth, values)


@stand.register
def _taking_now(requirement: TakingNow, history: History) -> Standing:
    counted = count(history, partial(taken_now, requirement.weeks))
    truth = _reaches((counted.drugs, counted.most_drugs, 1))
    return _of_trials(requirement, history, counted, truth, {"count": 1})


@stand.register
def _recent_score(requirement: RecentScore, history: History) -> Standing:
    latest = list(_latest(requirement, history))
    if not latest:
        values: dict[str, Value] = {"instruments": requirement.instruments}
        return Standing(requirement, Verdict.MISSING, "score.none", values)
    found = [(_score(requirement, history, one), one) for one in latest]
    (truth, why), one = max(found, key=lambda each: each[0][0].value)
    return Standing(
        requirement, VERDICTS[truth], why, _score_values(requirement, history, one)
    )


@stand.register
def _answered(requirement: Answered, history: History) -> Standing:
    truth = requirement.when.judge(history.facts)
    names = dict.fromkeys(part.name for part in requirement.when.comparisons())
    given = {
        name: history.facts[name].value
        for name in names
        if name in history.facts and history.facts[name].state is State.ANSWERED
    }
    verdict = VERDICTS[truth]
    values: dict[str, Value] = {
        "facts": tuple(given),
        "answers": tuple(_plain(value) for value in given.values()),
        "missing": tuple(name for name in names if name not in given),
    }
    return Standing(requirement, verdict, f"answers.{verdict}", values)


def _plain(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


@stand.register
def _stated(requirement: Stated, history: History) -> Standing:  # noqa: ARG001
    return Standing(requirement, Verdict.UNKNOWN, "stated")


@stand.register
def _one_of(requirement: OneOf, history: History) -> Standing:
    options = tuple(stand(option, history) for option in requirement.options)
    verdicts = [option.verdict for option in options]
    order = (Verdict.MET, Verdict.UNKNOWN, Verdict.MISSING)
    verdict = next(one for one in order if one in verdicts)
    decisive = [option for option in options if option.verdict is verdict]
    return Standing(
        requirement,
        verdict,
        f"one_of.{verdict}",
        trials=_numbers(option.trials for option in decisive),
        open_trials=_numbers(option.open_trials for option in decisive),
        options=options,
    )


def _numbers(several: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted({number for numbers in several for number in numbers}))


Reached = tuple[int, int, int]  # found for certain, at most, asked for


def _reaches(*counts: Reached) -> Truth:
    """Met when every count is reached for certain; unknown while it may be."""
    if all(found >= asked for found, _most, asked in counts):
        return Truth.MET
    if all(most >= asked for _found, most, asked in counts):
        return Truth.UNKNOWN
    return Truth.NOT_MET


def _of_trials(
    requirement: Requirement,
    history: History,
    counted: Counted,
    truth: Truth,
    values: Mapping[str, Value],
) -> Standing:
    unconfirmed = truth is Truth.NOT_MET and not history.is_confirmed
    verdict = Verdict.UNKNOWN if unconfirmed else VERDICTS[truth]
    why = "trials.unconfirmed" if unconfirmed else f"trials.{verdict}"
    names: dict[str, Value] = {
        "names": _names(counted.certain),
        "open_names": _names(counted.possible),
    }
    return Standing(
        requirement,
        verdict,
        why,
        {**values, **names},
        trials=counted.numbers,
        open_trials=counted.open_numbers,
    )


def _names(trials: tuple[Tried, ...]) -> tuple[str, ...]:
    return tuple(f"{tried.number} ({tried.name or 'not named'})" for tried in trials)


def _latest(requirement: RecentScore, history: History) -> Iterable[Measured]:
    """The latest score of each instrument that may be used, not after the day."""
    for code in requirement.instruments:
        past = [s for s in history.scores if s.instrument == code]
        past = [score for score in past if score.on <= history.on]
        if past:
            yield max(past, key=lambda score: score.on)


def _score(
    requirement: RecentScore, history: History, score: Measured
) -> tuple[Truth, str]:
    within, least = requirement.within_weeks, requirement.at_least
    oldest = None if within is None else history.on - timedelta(weeks=within)
    if oldest is not None and score.on < oldest:
        return Truth.NOT_MET, "score.old"
    if score.total is None:
        too_low = least is not None and _is_less(score.highest, least)
        return (
            (Truth.NOT_MET, "score.low") if too_low else (Truth.UNKNOWN, "score.part")
        )
    if least is not None and score.total < least:
        return Truth.NOT_MET, "score.low"
    return Truth.MET, "score.met"


def _is_less(value: float | None, limit: float) -> bool:
    return value is not None and value < limit


def _score_values(
    requirement: RecentScore, history: History, score: Measured
) -> dict[str, Value]:
    return {
        "instrument": score.instrument,
        "total": score.total,
        "on": score.on.isoformat(),
        "days": (history.on - score.on).days,
        "at_least": requirement.at_least,
        "within_weeks": requirement.within_weeks,
    }
