"""Was a trial of an antidepressant adequate, and did it fail?

A trial counts as failed and adequate when the agent counts as an antidepressant, the
highest dose reached the minimum, at least the required weeks were spent at or above it,
it was taken most days for depression in the current episode, and the best improvement
stayed below 50 %. Why it was stopped does not matter then.

Sources: Antidepressant Treatment History Form and Questionnaire (ATHF, ATRQ): minimum
dose, six weeks, response of 50 %; 25-49 % is partial response and still a failure. The
order in which outcomes are tried, "most days" and the six weeks are project conventions
for a clinician to accept. Memory under-reports failed trials: ask for records.

An unknown answer never counts for or against: the trial is then indeterminate.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from .agents import Agent, CountsAs

Value = str | float | None | tuple[str, ...]


class Outcome(StrEnum):
    """What came of a trial; only ``FAILED_ADEQUATE`` counts toward resistance."""

    FAILED_ADEQUATE = "failed_adequate"
    RESPONDED = "responded"
    LOST_RESPONSE = "lost_response"
    INTOLERANCE = "intolerance"
    POOR_ADHERENCE = "poor_adherence"
    INADEQUATE_DOSE = "inadequate_dose"
    INADEQUATE_DURATION = "inadequate_duration"
    NOT_FOR_DEPRESSION = "not_for_depression"
    OTHER_EPISODE = "other_episode"
    NOT_COUNTED = "not_counted"
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True)
class Trial:
    """The facts of one trial; ``None`` is unknown.

    Attributes:
        agent: The agent from the table, or ``None`` when it is not in it or not known.
        name: What was written for an agent that is not in the table.
        dose: The highest dose, mg a day; of a combination, of the part the table names.
        weeks_at_highest: Weeks at that dose.
        weeks_total: Weeks taken at any dose, at least ``weeks_at_highest``.
        adherence: "good" is nearly every day, at least 75-80 % of doses.
        improvement: The best improvement, 0 to 100 %.
        lost_later: The benefit was lost while it was still taken.
        ongoing: It is still taken.
        indication: What it was taken for; depression unless something else is said.
        episode: The present episode unless something else is said.
        added_to: It was added to another antidepressant: a combination.
        started: When it was begun, "2019" or "2019-05"; no outcome depends on it.
    """

    agent: Agent | None = None
    name: str = ""
    dose: float | None = None
    weeks_at_highest: float | None = None
    weeks_total: float | None = None
    adherence: Literal["good", "poor"] | None = None
    improvement: float | None = None
    lost_later: bool | None = None
    stop_reason: Literal["no_benefit", "side_effects", "both", "other"] | None = None
    ongoing: bool | None = None
    indication: Literal["depression", "other"] | None = "depression"
    episode: Literal["current", "other"] | None = "current"
    added_to: bool | None = False
    started: str | None = None


@dataclass(frozen=True)
class Rules:
    """What the clinic calls an adequate, failed trial.

    Attributes:
        weeks: Required weeks for every antidepressant; ``None`` takes the table's (6).
        strict_doses: Take the stricter minimum doses (ATHF-SF, ATRQ, label target).
        response: From this improvement on, in percent, it is a response.
    """

    weeks: float | None = None
    strict_doses: bool = False
    response: float = 50


DEFAULT_RULES = Rules()


@dataclass(frozen=True)
class Judgement:
    """The outcome of a trial, with the code of its reason and the values it names."""

    outcome: Outcome
    why: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class _Measured:
    """A trial beside the minimum dose and weeks that apply to it."""

    trial: Trial
    rules: Rules

    @property
    def minimum(self) -> float | None:
        agent = self.trial.agent
        if agent is None:
            return None
        return agent.strict_mg if self.rules.strict_doses else agent.min_mg

    @property
    def required(self) -> float | None:
        if self.trial.agent is None:
            return None
        return self.rules.weeks or self.trial.agent.min_weeks

    @property
    def is_dose_low(self) -> bool:
        """The highest dose is known to be below the minimum."""
        return _is_less(self.trial.dose, self.minimum)

    @property
    def most_weeks(self) -> float | None:
        """The most weeks that can have been at or above the minimum dose.

        A highest dose above the minimum, or of which that is not known, leaves room for
        weeks at a lower, sufficient dose: up to the whole time, ``None`` if unknown.
        """
        trial, minimum = self.trial, self.minimum
        if trial.weeks_at_highest is None or trial.dose is None or minimum is None:
            return trial.weeks_total
        return trial.weeks_total if trial.dose > minimum else trial.weeks_at_highest

    @property
    def is_time_short(self) -> bool:
        """The weeks at or above the minimum dose are known to be too few."""
        return _is_less(self.most_weeks, self.required)

    @property
    def is_time_enough(self) -> bool:
        """The weeks at the highest dose suffice by themselves."""
        return not _is_less(self.trial.weeks_at_highest, self.required)

    def unknown(self) -> tuple[str, ...]:
        """What is missing for a judgement, as codes."""
        trial = self.trial
        no_minimum = trial.agent is not None and self.minimum is None
        no_time = trial.weeks_at_highest is None
        unclear_time = not (no_time or self.is_time_enough or self.minimum is None)
        missing = {
            "agent": trial.agent is None,
            "minimum": no_minimum,
            "dose": trial.dose is None,
            "weeks": no_time,
            "time_at_minimum": unclear_time,
            "adherence": trial.adherence is None,
            "improvement": trial.improvement is None,
            "indication": trial.indication is None,
            "episode": trial.episode is None,
        }
        return tuple(code for code, is_missing in missing.items() if is_missing)

    def values(self) -> dict[str, Value]:
        """Everything a sentence about the trial may name."""
        trial = self.trial
        return {
            "agent": trial.agent.generic if trial.agent else trial.name,
            "dose": trial.dose,
            "minimum": self.minimum,
            "weeks": trial.weeks_at_highest,
            "most_weeks": self.most_weeks,
            "required_weeks": self.required,
            "improvement": trial.improvement,
            "missing": self.unknown(),
        }


def _is_less(figure: float | None, limit: float | None) -> bool:
    """Known to be less; an unknown figure or limit is not."""
    return figure is not None and limit is not None and figure < limit


Concluded = tuple[Outcome, str] | None


def _not_counted(measured: _Measured) -> Concluded:
    agent = measured.trial.agent
    if agent is None or agent.is_antidepressant:
        return None
    reasons = {
        CountsAs.AUGMENTATION: "trial.augmentation",
        CountsAs.KETAMINE_HISTORY: "trial.ketamine_history",
    }
    return Outcome.NOT_COUNTED, reasons.get(agent.counts_as, "trial.not_counted")


def _response(measured: _Measured) -> Concluded:
    if (
        measured.trial.improvement is None
        or measured.trial.improvement < measured.rules.response
    ):
        return None
    if measured.trial.lost_later:
        return Outcome.LOST_RESPONSE, "trial.lost_response"
    return Outcome.RESPONDED, "trial.responded"


def _intolerance(measured: _Measured) -> Concluded:
    if measured.trial.stop_reason != "side_effects":
        return None
    if measured.is_time_short or measured.is_dose_low:
        return Outcome.INTOLERANCE, "trial.intolerance"
    return None


def _adherence(measured: _Measured) -> Concluded:
    if measured.trial.adherence == "poor":
        return Outcome.POOR_ADHERENCE, "trial.poor_adherence"
    return None


def _dose(measured: _Measured) -> Concluded:
    if measured.is_dose_low:
        return Outcome.INADEQUATE_DOSE, "trial.inadequate_dose"
    return None


def _duration(measured: _Measured) -> Concluded:
    if not measured.is_time_short:
        return None
    why = (
        "trial.still_running" if measured.trial.ongoing else "trial.inadequate_duration"
    )
    return Outcome.INADEQUATE_DURATION, why


def _purpose(measured: _Measured) -> Concluded:
    if measured.trial.indication == "other":
        return Outcome.NOT_FOR_DEPRESSION, "trial.not_for_depression"
    if measured.trial.episode == "other":
        return Outcome.OTHER_EPISODE, "trial.other_episode"
    return None


def _unknown(measured: _Measured) -> Concluded:
    if measured.unknown():
        return Outcome.INDETERMINATE, "trial.indeterminate"
    return None


STEPS: tuple[Callable[[_Measured], Concluded], ...] = (
    _not_counted,
    _response,
    _intolerance,
    _adherence,
    _dose,
    _duration,
    _purpose,
    _unknown,
)


def judge(trial: Trial, rules: Rules = DEFAULT_RULES) -> Judgement:
    """Name the outcome of one trial: the first step that concludes decides.

    An agent that is not in the table has no minimum, so that its trial can be a
    response or poor adherence but neither adequate nor known to be too short.
    """
    measured = _Measured(trial, rules)
    concluded = (step(measured) for step in STEPS)
    failed = (Outcome.FAILED_ADEQUATE, "trial.failed_adequate")
    outcome, why = next(filter(None, concluded), failed)
    return Judgement(outcome, why, measured.values())
