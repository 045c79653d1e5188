"""Whether one trial counts for a requirement: it does, it does not, or nobody knows."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from intake.domain.answer import State
from intake.domain.medicines.names import fold
from intake.domain.predicate import Truth
from intake.domain.treatments.agents import Agent, load_agents
from intake.domain.treatments.trials import (
    Judgement,
    Outcome,
    Rules,
    Trial,
    judge,
)

from .history import History, Tried
from .ruleset import Augmentations, FailedTrials

Value = TypeVar("Value")

RESPONSE = 50  # percent from which a trial is a response, where a payer says nothing
MONTHS_A_YEAR = 12
OUTCOMES = {
    Outcome.FAILED_ADEQUATE: Truth.MET,
    Outcome.INDETERMINATE: Truth.UNKNOWN,
}


@dataclass(frozen=True)
class Counted:
    """The trials that count for certain, and those that may."""

    certain: tuple[Tried, ...]
    possible: tuple[Tried, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The places of those that count."""
        return tuple(tried.number for tried in self.certain)

    @property
    def open_numbers(self) -> tuple[int, ...]:
        """The places of those that may count."""
        return tuple(tried.number for tried in self.possible)

    @property
    def drugs(self) -> int:
        """How many different drugs count."""
        return len({_identity(tried) for tried in self.certain})

    @property
    def most_drugs(self) -> int:
        """How many may count at most."""
        return len({_identity(tried) for tried in (*self.certain, *self.possible)})

    @property
    def classes(self) -> int:
        """Of how many classes those are that count."""
        return len({_class(tried) for tried in self.certain})

    @property
    def most_classes(self) -> int:
        """Of how many classes they may be at most."""
        return len({_class(tried) for tried in (*self.certain, *self.possible)})


def count(history: History, counts: Callable[[Tried], Truth]) -> Counted:
    """Sort the trials of a history by whether they count."""
    judged = [(tried, counts(tried)) for tried in history.tried]
    return Counted(
        certain=tuple(tried for tried, truth in judged if truth is Truth.MET),
        possible=tuple(tried for tried, truth in judged if truth is Truth.UNKNOWN),
    )


def failed(requirement: FailedTrials, history: History, tried: Tried) -> Truth:
    """Whether a trial is one of the failed trials that are asked for."""
    outcome = judged(requirement, tried.trial).outcome
    truth = OUTCOMES.get(outcome, Truth.NOT_MET)
    return _least(truth, is_recent(tried.trial, requirement.years, history))


def judged(requirement: FailedTrials, trial: Trial) -> Judgement:
    """What came of a trial by the weeks, the response and the episode asked for."""
    at_most = requirement.improvement_at_most
    response = RESPONSE if at_most is None else math.nextafter(at_most, math.inf)
    if not requirement.current_episode:
        trial = replace(trial, episode="current")
    return judge(trial, Rules(weeks=requirement.weeks, response=response))


def augmented(requirement: Augmentations, history: History, tried: Tried) -> Truth:
    """Whether a trial is one of the added medicines that are asked for."""
    trial = tried.trial
    return _least(
        _was_added(trial),
        lasted(trial, requirement.weeks),
        _of(trial.indication, lambda purpose: purpose == "depression"),
        _of(trial.improvement, lambda percent: percent < RESPONSE),
        is_recent(trial, requirement.years, history),
    )


def taken_now(weeks: int, tried: Tried) -> Truth:
    """Whether it is an antidepressant by mouth, taken now and long enough."""
    trial = tried.trial
    return _least(_is_oral(trial), _of(trial.ongoing, bool), lasted(trial, weeks))


def lasted(trial: Trial, weeks: float) -> Truth:
    """Whether it was taken for these weeks, at any dose."""
    known = [w for w in (trial.weeks_at_highest, trial.weeks_total) if w is not None]
    if any(value >= weeks for value in known):
        return Truth.MET
    return Truth.UNKNOWN if trial.weeks_total is None else Truth.NOT_MET


def years_before(day: date, years: int) -> date:
    """The same day so many years before; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _least(*truths: Truth) -> Truth:
    return min(truths, key=lambda truth: truth.value)


def _of(value: Value | None, test: Callable[[Value], bool]) -> Truth:
    return Truth.UNKNOWN if value is None else Truth.of(test(value))


def _was_added(trial: Trial) -> Truth:
    """To another treatment; an agent that is not known may itself be one to add."""
    if trial.agent is None:
        return Truth.MET if trial.added_to else Truth.UNKNOWN
    if trial.agent.is_augmentation:
        return Truth.MET
    return _of(trial.added_to, bool) if trial.agent.is_antidepressant else Truth.NOT_MET


def _is_oral(trial: Trial) -> Truth:
    agent = trial.agent
    if agent is None:
        return Truth.UNKNOWN
    return Truth.of(agent.is_antidepressant and "transdermal" not in agent.code)


def is_recent(trial: Trial, years: int | None, history: History) -> Truth:
    """Whether any of it lies within so many years; a day that is not known may be."""
    if years is None:
        return Truth.MET
    since = years_before(history.on, years)
    begun = started_between(trial)
    if trial.ongoing or (begun and begun[0] >= since):
        return Truth.MET
    if trial.episode == "current" and _episode_is_within(years, history):
        return Truth.MET
    if begun is None or trial.weeks_total is None:
        return Truth.UNKNOWN
    first, last = (day + timedelta(weeks=trial.weeks_total) for day in begun)
    if last < since:
        return Truth.NOT_MET
    return Truth.MET if first >= since else Truth.UNKNOWN


def started_between(trial: Trial) -> tuple[date, date] | None:
    """The first and the last day on which it can have been begun; None: not known."""
    if not trial.started:
        return None
    year, _, month = trial.started.partition("-")
    if month:
        first = date(int(year), int(month), 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return date(int(year), 1, 1), date(int(year), 12, 31)


def _episode_is_within(years: int, history: History) -> bool:
    months = history.facts.get("episode_months")
    known = months is not None and months.state is State.ANSWERED
    return bool(known and months and months.value <= years * MONTHS_A_YEAR)


def _identity(tried: Tried) -> str:
    """What counts once: the drug, else the name written, else the trial by itself."""
    agent = tried.trial.agent
    return agent.drug if agent else fold(tried.trial.name) or f"#{tried.number}"


def _class(tried: Tried) -> str:
    """What counts as one class; a medicine that is not known may be of any."""
    agent = tried.trial.agent
    return family(agent) if agent else f"#{_identity(tried)}"


def family(agent: Agent) -> str:
    """The class of an agent among antidepressants.

    Of a combination it is the part that is a class of antidepressants by itself, so
    that perphenazine with amitriptyline and amitriptyline are of one class.
    """
    parts = agent.drug_class.split("+")
    return next((part for part in parts if part in _families()), agent.drug_class)


@cache
def _families() -> frozenset[str]:
    return frozenset(a.drug_class for a in load_agents() if a.is_antidepressant)
