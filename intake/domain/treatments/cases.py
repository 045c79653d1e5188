"""Treatment histories as plain data: reading them, and the report on them.

A case is a list of trials, or a table ``{"trials": [...], "episode_months",
"severity", "augmentation", "ect"}``; a file holds one case or a list of such tables.
What is null or absent is unknown, except that a trial is for depression and in the
current episode unless it says otherwise. Data that cannot be right is refused as a
whole, with every place and a sentence, so that no partial result is ever taken for a
full one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from intake.domain.medicines.names import slug

from .agents import load_agents
from .maudsley import Course, Severity
from .trials import Trial

YES_NO = {"yes": True, "no": False, "unsure": None}
UNITS: dict[str, Callable[[float], float]] = {
    "mg": lambda dose: dose,
    "mcg": lambda dose: dose / 1000,
    "g": lambda dose: round(dose * 1000, 6),
}
MOST_MG = 10_000  # a day; more is a slip of the pen or of the unit
MOST_MCG = MOST_MG * 1000
MOST_WEEKS = 52 * 100
MOST_MONTHS = 12 * 100
SEVERITIES = {
    "subsyndromal": Severity.SUBSYNDROMAL,
    "mild": Severity.MILD,
    "moderate": Severity.MODERATE,
    "severe": Severity.SEVERE,
    "severe_without_psychosis": Severity.SEVERE,
    "severe_with_psychosis": Severity.SEVERE_WITH_PSYCHOSIS,
    "severe_psychosis": Severity.SEVERE_WITH_PSYCHOSIS,
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where ("trials[0].dose"), in a sentence."""

    place: str
    sentence: str


class CaseError(ValueError):
    """Data that cannot be judged; ``problems`` lists everything that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            "\n".join(f"{each.place}: {each.sentence}" for each in problems)
        )
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Case:
    """One treatment history."""

    trials: tuple[Trial, ...]
    course: Course


Reader = Callable[[Any], Any]


def number(most: int) -> Reader:
    """A reader of numbers from 0 to ``most``."""

    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError("Give a number.")
        if not 0 <= value <= most:
            raise ValueError(f"Give a number from 0 to {most:,}.")
        return value

    return read


def one_of(choices: Mapping[str, Any]) -> Reader:
    """A reader of codes, which gives what each stands for."""

    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"Give one of: {', '.join(choices)}.")
        return choices[value]

    return read


def yes_no(value: Any) -> bool | None:
    """Read true and false, or the same in words."""
    return value if isinstance(value, bool) else one_of(YES_NO)(value)


def text(value: Any) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise TypeError("Give a text.")
    return value


def severity(value: Any) -> Severity:
    """Read a severity, also as "severe + psychosis"."""
    given = slug(text(value))
    if given not in SEVERITIES:
        raise ValueError(f"Give one of: {', '.join(SEVERITIES)}.")
    return SEVERITIES[given]


def codes(*known: str) -> Reader:
    """A reader of codes that stand for themselves; ``unsure`` is unknown."""
    return one_of({**{code: code for code in known}, "unsure": None})


TRIAL_FACTS: dict[str, Reader] = {
    "agent": text,
    "dose": number(most=MOST_MCG),
    "unit": one_of(UNITS),
    "weeks_at_highest": number(most=MOST_WEEKS),
    "weeks_total": number(most=MOST_WEEKS),
    "adherence": codes("good", "poor"),
    "improvement": number(most=100),
    "lost_later": yes_no,
    "stop_reason": codes("no_benefit", "side_effects", "both", "other"),
    "ongoing": yes_no,
    "indication": codes("depression", "other"),
    "episode": codes("current", "other"),
    "added_to": yes_no,
}
CASE_FACTS: dict[str, Reader] = {
    "episode_months": number(most=MOST_MONTHS),
    "severity": severity,
    "augmentation": yes_no,
    "ect": yes_no,
}


def holds_several(data: Any) -> bool:
    """Whether the data is a list of cases, so that the reports are a list, too."""
    return isinstance(data, list) and any(_is_case(each) for each in data)


def read_cases(data: Any) -> tuple[Case, ...]:
    """Read one case, or a list of them, from what a JSON file holds.

    Raises:
        CaseError: Something is wrong; nothing is read then.
    """
    reading = _Reading()
    if holds_several(data):
        cases = [reading.case(each, f"[{at}].") for at, each in enumerate(data)]
    else:
        cases = [reading.case(data, "")]
    if reading.problems:
        raise CaseError(reading.problems)
    return tuple(cases)


def _is_case(data: Any) -> bool:
    return isinstance(data, dict) and "trials" in data


class _Reading:
    """Reads on after a problem, so that all of them are named at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def case(self, data: Any, place: str) -> Case:
        if isinstance(data, list):
            data = {"trials": data}
        if not _is_case(data) or not isinstance(data["trials"], list):
            self.refuse(f"{place}trials", "Give a list of trials.")
            data = {"trials": []}
        rows = data["trials"]
        others = {name: value for name, value in data.items() if name != "trials"}
        return Case(
            trials=tuple(
                self.trial(row, f"{place}trials[{at}]") for at, row in enumerate(rows)
            ),
            course=Course(**self.facts(others, CASE_FACTS, place)),
        )

    def trial(self, row: Any, place: str) -> Trial:
        if not isinstance(row, dict):
            self.refuse(place, "Give the facts of a trial.")
            return Trial()
        facts = self.facts(row, TRIAL_FACTS, f"{place}.")
        written = facts.pop("agent", "")
        to_mg = facts.pop("unit", UNITS["mg"])
        if "dose" in facts:
            facts["dose"] = to_mg(facts["dose"])
        trial = Trial(agent=load_agents().find(written), name=written, **facts)
        self.check(trial, f"{place}.")
        return trial

    def check(self, trial: Trial, place: str) -> None:
        """Facts that are possible one by one, but not together."""
        if trial.dose is not None and trial.dose > MOST_MG:
            self.refuse(f"{place}dose", f"Give at most {MOST_MG:,} mg a day.")
        weeks, total = trial.weeks_at_highest, trial.weeks_total
        if weeks is not None and total is not None and weeks > total:
            self.refuse(
                f"{place}weeks_total", "Give at least the weeks at the highest dose."
            )

    def facts(
        self, data: Mapping[str, Any], readers: Mapping[str, Reader], place: str
    ) -> dict[str, Any]:
        """What is given and possible; null is left to the default."""
        read = {}
        for name, value in data.items():
            if name not in readers:
                self.refuse(f"{place}{name}", f"Known are: {', '.join(readers)}.")
            elif value is not None:
                try:
                    read[name] = readers[name](value)
                except (TypeError, ValueError) as error:
                    self.refuse(f"{place}{name}", str(error))
        return read

    def refuse(self, place: str, sentence: str) -> None:
        self.problems.append(Problem(place, sentence))
