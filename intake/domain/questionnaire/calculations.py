"""The calculations that a definition may name to find a fact.

None of them knows a link id: what they read is written in the definition. Each gives
the answer, the items and rows it came from, and the day it holds for where that is not
the day of saving. What is not known stays unknown, as unsure or declined where the
person said so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from intake.domain.age import age_in_years
from intake.domain.answer import (
    NOT_ASKED,
    SKIPPED,
    Answer,
    State,
    answered,
)
from intake.domain.scoring import INSTRUMENTS, Score
from intake.domain.scoring import asq as asq_screen
from intake.domain.treatments.resistance import summarise

from .answers import Row, Sheet, earliest_day
from .branching import Active
from .definition import Definition
from .histories import medicine_in, rows_of, trial_in
from .measures import body_mass_index

Reads = Mapping[str, Any]

UNKNOWN_STATES = (
    State.UNSURE,
    State.DECLINED,
    State.SKIPPED,
    State.NOT_ASKED,
    State.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class Person:
    """What is on record beside the questionnaire.

    ``sex`` is as recorded for care (``female male other declined``).
    ``routes_offered`` are the routes of the clinic, at least one.
    """

    born_on: date | None = None
    sex: str | None = None
    routes_offered: tuple[str, ...] = ()


class Source(NamedTuple):
    """An item that a fact came from, in a row or outside any."""

    link_id: str
    row: str | None = None


class Found(NamedTuple):
    """The answer of a fact, and where it came from."""

    answer: Answer
    sources: tuple[Source, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True)
class Situation:
    """Everything a calculation may look at.

    ``finished`` says that the suicide screen was sent or left, so that what is missing
    in it counts as missing.
    """

    definition: Definition
    sheet: Sheet
    now: Active
    person: Person
    on: date
    finished: bool = True

    def answer(self, link_id: str) -> Answer:
        """The answer that counts."""
        return self.now.answers[link_id]

    def rows(self, link_id: str) -> tuple[Row, ...]:
        """The rows of a list with the answers that count."""
        return rows_of(self.definition, self.sheet, self.now, link_id)


def unknown(answers: Iterable[Answer]) -> Answer:
    """The state that says most about why something is not known."""
    states = {answer.state for answer in answers}
    return Answer(next((s for s in UNKNOWN_STATES if s in states), State.SKIPPED))


def _sources(*link_ids: str) -> tuple[Source, ...]:
    return tuple(Source(link_id) for link_id in link_ids)


def age(situation: Situation, reads: Reads) -> Found:  # noqa: ARG001
    """Completed years on the day; from the record of the person."""
    born_on = situation.person.born_on
    if born_on is None:
        return Found(SKIPPED)
    return Found(answered(age_in_years(born_on, situation.on)))


def routes(situation: Situation, reads: Reads) -> Found:
    """What the person asks for and the clinic offers, in the clinic's order.

    All that the clinic offers when the wish is not known or has nothing in common.
    """
    offered = list(situation.person.routes_offered)
    wish = situation.answer(reads["item"])
    asked = wish.value if wish.state is State.ANSWERED else []
    common = [route for route in offered if route in asked]
    return Found(answered(common or offered), _sources(reads["item"]))


def bmi(situation: Situation, reads: Reads) -> Found:
    """Kilograms by square metres, not rounded."""
    names = (reads["height"], reads["weight"])
    height, weight = (situation.answer(name) for name in names)
    if not all(answer.state is State.ANSWERED for answer in (height, weight)):
        return Found(unknown((height, weight)), _sources(*names))
    index = body_mass_index(weight.value["si"], height.value["si"])
    return Found(answered(index), _sources(*names))


def recent(situation: Situation, reads: Reads) -> Found:
    """A measurement that is complete and recent, else unknown.

    Its pair ``beside`` and its day ``dated`` must be given, the day not in the future
    and at most ``days`` ago. An older one keeps its day, for showing.
    """
    names = (reads["item"], reads["beside"], reads["dated"])
    value, pair, dated = (situation.answer(name) for name in names)
    measured_on = earliest_day(dated.value)
    complete = value.state is pair.state is State.ANSWERED
    if complete and measured_on:
        age_in_days = (situation.on - measured_on).days
        if 0 <= age_in_days <= reads["days"]:
            return Found(value, _sources(*names), measured_on)
    return Found(SKIPPED, _sources(*names), measured_on)


def _score(situation: Situation, reads: Reads) -> tuple[Score, tuple[Source, ...]]:
    instrument = INSTRUMENTS[reads["instrument"]]
    result = instrument.score(situation.now.answers, sex=situation.person.sex)
    return result, _sources(*instrument.ITEMS)


def _of_score(part: str) -> "Find":
    def find(situation: Situation, reads: Reads) -> Found:
        result, sources = _score(situation, reads)
        value = getattr(result, part)
        if value is not None:
            return Found(answered(value), sources)
        missing = (situation.now.answers.get(n, NOT_ASKED) for n in result.missing)
        return Found(unknown(missing), sources)

    return find


def asq(situation: Situation, reads: Reads) -> Found:
    """The value by which the suicide screen is graded.

    While the screen is in progress and its last question was not saved, the answers
    given are graded alone.
    """
    answers = situation.now.answers
    last_saved = answers[asq_screen.NOW].state is not State.NOT_ASKED
    value = asq_screen.fact(
        answers,
        attempt=situation.answer(reads["attempt"]),
        open=not situation.finished and not last_saved,
    )
    return Found(answered(value), _sources(*asq_screen.ITEMS, reads["attempt"]))


def medicine_classes(situation: Situation, reads: Reads) -> Found:
    """The classes of all rows, sorted, once the list is confirmed; [] for none.

    A row whose name is not recognised or not known adds ``UNKNOWN``.
    """
    rows = situation.rows(reads["list"])
    matches = [medicine_in(row.answers, reads) for row in rows]
    classes = {code for match in matches for code in match.classes}
    return _of_list(situation, reads, answered(sorted(classes)))


def trials(situation: Situation, reads: Reads) -> Found:
    """Resistance to treatment (met, possible, not_met) once the list is confirmed."""
    rows = situation.rows(reads["list"])
    resistance = summarise(trial_in(row.answers, reads) for row in rows)
    return _of_list(situation, reads, answered(str(resistance.status)))


def _of_list(situation: Situation, reads: Reads, confirmed: Answer) -> Found:
    """What a confirmed list says; an open or unsure one says nothing yet."""
    link_id = reads["list"]
    said = situation.answer(link_id)
    rows = tuple(Source(link_id, row.id) for row in situation.rows(link_id))
    known = said.state is State.ANSWERED
    return Found(confirmed if known else said, (Source(link_id), *rows))


Find = Callable[[Situation, Reads], Found]


class Setting(StrEnum):
    """The kinds of settings, which say what publishing must check."""

    QUESTION = "question"
    LIST = "list"
    IN_LIST = "in_list"
    INSTRUMENT = "instrument"
    NUMBER = "number"
    TRIAL = "trial"
    MEANINGS = "meanings"


@dataclass(frozen=True)
class Calculation:
    """How a fact is found, and the kind of each setting that it reads."""

    find: Find
    settings: Mapping[str, Setting]


CALCULATIONS: Mapping[str, Calculation] = {
    "age": Calculation(age, {}),
    "routes": Calculation(routes, {"item": Setting.QUESTION}),
    "bmi": Calculation(bmi, {"height": Setting.QUESTION, "weight": Setting.QUESTION}),
    "recent": Calculation(
        recent,
        {
            "item": Setting.QUESTION,
            "beside": Setting.QUESTION,
            "dated": Setting.QUESTION,
            "days": Setting.NUMBER,
        },
    ),
    "score": Calculation(_of_score("total"), {"instrument": Setting.INSTRUMENT}),
    "lowest": Calculation(_of_score("low"), {"instrument": Setting.INSTRUMENT}),
    "positive": Calculation(_of_score("positive"), {"instrument": Setting.INSTRUMENT}),
    "asq": Calculation(
        asq, {"instrument": Setting.INSTRUMENT, "attempt": Setting.QUESTION}
    ),
    "medicine_classes": Calculation(
        medicine_classes, {"list": Setting.LIST, "name": Setting.IN_LIST}
    ),
    "trials": Calculation(
        trials,
        {"list": Setting.LIST, "row": Setting.TRIAL, "values": Setting.MEANINGS},
    ),
}
