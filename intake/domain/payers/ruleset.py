"""Rule sets of payers, read from data.

A rule set says what one payer asks for before it pays, one requirement after another,
each with the words a clinician reads and the figures that it is judged by. Every rule
set that ships is an example: the payer's present policy decides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from intake.domain.eligibility.finding import Basis
from intake.domain.eligibility.problem import DocumentError, Problem, Table
from intake.domain.predicate import Comparison, Predicate
from intake.domain.scoring import INSTRUMENTS

NEVER = Comparison("", "exists")  # stands in for a condition that cannot be read


@dataclass(frozen=True)
class Requirement:
    """One thing that a payer asks for, in words, and how well it is known."""

    id: str
    text: str
    basis: Basis


@dataclass(frozen=True)
class FailedTrials(Requirement):
    """Antidepressants that failed at a sufficient dose.

    Attributes:
        count: How many different drugs.
        classes: Of how many classes they are at least.
        weeks: Weeks of each; ``None`` takes those of the table of agents.
        improvement_at_most: Percent up to which a trial failed; ``None`` is below 50.
        current_episode: Only trials in the present episode count.
        years: How far back they count; ``None`` is any time.
    """

    count: int
    classes: int = 1
    weeks: int | None = None
    improvement_at_most: int | None = None
    current_episode: bool = False
    years: int | None = None


@dataclass(frozen=True)
class Augmentations(Requirement):
    """Different medicines that were added to an antidepressant and did not suffice."""

    count: int
    weeks: int
    years: int | None = None


@dataclass(frozen=True)
class TakingNow(Requirement):
    """An antidepressant by mouth that is taken now, for at least these weeks."""

    weeks: int


@dataclass(frozen=True)
class RecentScore(Requirement):
    """A score of one of the instruments, high and recent enough."""

    instruments: tuple[str, ...]
    at_least: int | None = None
    within_weeks: int | None = None


@dataclass(frozen=True)
class Answered(Requirement):
    """A condition on what the questionnaire says."""

    when: Predicate


@dataclass(frozen=True)
class Stated(Requirement):
    """What no questionnaire can tell: the clinician states it on the payer's form."""


@dataclass(frozen=True)
class OneOf(Requirement):
    """One of several requirements is enough."""

    options: tuple[Requirement, ...]


@dataclass(frozen=True)
class RuleSet:
    """What one payer asks for.

    Attributes:
        code: The name of its file.
        name: The payer.
        approval: For how long it approves, as far as it was seen.
        source: Where the rules were read.
        seen: What of the source was read, and what was not.
        basis: How well the rules are known.
        read_on: When they were read.
        effective_from: The payer's own date; ``None`` when it was not seen.
        effective_until: The last day; ``None`` while none is known.
        requirements: In the order of the file.
    """

    code: str
    name: str
    approval: str
    source: str
    seen: str
    basis: Basis
    read_on: date
    effective_from: date | None
    effective_until: date | None
    requirements: tuple[Requirement, ...]

    def is_over(self, on: date) -> bool:
        """It is known to be no longer in force."""
        return self.effective_until is not None and self.effective_until < on


def read_rule_set(data: Any, place: str) -> RuleSet:
    """Read and check a rule set.

    Raises:
        DocumentError: Something is wrong; every problem is named with its place.
    """
    problems: list[Problem] = []
    table = Table(data, place, problems)
    rules = RuleSet(
        code=table.text("code"),
        name=table.text("name"),
        approval=table.text("approval", optional=True),
        source=table.text("source"),
        seen=table.text("seen"),
        basis=table.code("basis", Basis),
        read_on=_day(table, "read_on") or date.min,
        effective_from=_day(table, "effective_from", optional=True),
        effective_until=_day(table, "effective_until", optional=True),
        requirements=tuple(_requirements(table, "requirements")),
    )
    table.finish()
    _note_repeated(rules, table)
    if problems:
        raise DocumentError(problems)
    return rules


def every_requirement(rules: RuleSet) -> Iterator[Requirement]:
    """The requirements, and behind each of them its options."""
    for requirement in rules.requirements:
        yield requirement
        if isinstance(requirement, OneOf):
            yield from requirement.options


def _note_repeated(rules: RuleSet, table: Table) -> None:
    ids = [requirement.id for requirement in every_requirement(rules)]
    for repeated in sorted({one for one in ids if ids.count(one) > 1}):
        table.note(f"the id {repeated!r} stands twice.")


def _day(table: Table, key: str, optional: bool = False) -> date | None:
    value = table.take(key)
    if type(value) is date:
        return value
    if value is not None or not optional:
        table.note(f"'{key}' must be a date.")
    return None


def _requirements(table: Table, key: str) -> Iterator[Requirement]:
    for row in table.rows(key, name="id"):
        kind = row.take("kind")
        if kind not in READERS:
            row.note(f"'kind' is {kind!r}; expected one of {', '.join(READERS)}.")
            continue
        yield READERS[kind](row, _common(row))
        row.finish()


def _common(row: Table) -> dict[str, Any]:
    return {
        "id": row.text("id"),
        "text": row.text("text"),
        "basis": row.code("basis", Basis),
    }


Common = dict[str, Any]


def _trials(row: Table, common: Common) -> Requirement:
    found = FailedTrials(
        **common,
        count=_least_one(row, "count"),
        classes=_least_one(row, "classes", otherwise=1),
        weeks=row.number("weeks"),
        improvement_at_most=row.number("improvement_at_most"),
        current_episode=row.flag("current_episode"),
        years=row.number("years"),
    )
    if found.classes > found.count:
        row.note("there cannot be more classes than trials.")
    return found


def _augmentations(row: Table, common: Common) -> Requirement:
    count, weeks = _least_one(row, "count"), _least_one(row, "weeks")
    return Augmentations(**common, count=count, weeks=weeks, years=row.number("years"))


def _taking(row: Table, common: Common) -> Requirement:
    return TakingNow(**common, weeks=_least_one(row, "weeks"))


def _score(row: Table, common: Common) -> Requirement:
    instruments = row.texts("instruments")
    for code in instruments:
        if code not in INSTRUMENTS:
            row.note(f"there is no instrument {code!r}.")
    if not instruments:
        row.note("'instruments' must name at least one.")
    at_least, within = row.number("at_least"), row.number("within_weeks")
    return RecentScore(
        **common, instruments=instruments, at_least=at_least, within_weeks=within
    )


def _answered(row: Table, common: Common) -> Requirement:
    when = row.predicate("when")
    if when is None:
        row.note("'when' must be a condition.")
    for comparison in when.comparisons() if when else ():
        if comparison.op in ("!=", "exists"):
            row.note(f"{comparison.op!r} would count what is not known as met.")
    return Answered(**common, when=when or NEVER)


def _stated(row: Table, common: Common) -> Requirement:  # noqa: ARG001
    return Stated(**common)


def _one_of(row: Table, common: Common) -> Requirement:
    return OneOf(**common, options=tuple(_requirements(row, "options")))


def _least_one(row: Table, key: str, otherwise: int | None = None) -> int:
    value = row.number(key)
    if value is None and otherwise is not None:
        return otherwise
    if value is None or value < 1:
        row.note(f"'{key}' must be at least 1.")
        return 1
    return value


READERS: dict[str, Callable[[Table, Common], Requirement]] = {
    "trials": _trials,
    "augmentations": _augmentations,
    "taking": _taking,
    "score": _score,
    "answered": _answered,
    "stated": _stated,
    "one_of": _one_of,
}
