"""Calculations on the answers to questions: age, body mass index, scores.

None of them knows a link id: what they read is written in the definition. Each gives
the answer, the items it came from, and the day it holds for where that is not the day
of saving. What is not known stays unknown, as unsure or declined where the person said
so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from intake.domain.age import age_in_years
from intake.domain.answer import NOT_ASKED, SKIPPED, Answer, State, answered
from intake.domain.scoring import INSTRUMENTS, Score
from intake.domain.scoring import asq as asq_screen

from .answers import earliest_day
from .measures import body_mass_index
from .person import Person

Reads = Mapping[str, Any]

UNKNOWN_STATES = (
    State.UNSURE,
    State.DECLINED,
    State.SKIPPED,
    State.NOT_ASKED,
    State.NOT_APPLICABLE,
)


class Source(NamedTuple):
    """An item that a fact came from, in a row or outside any."""

    link_id: str
    row: str | None = None


class Found(NamedTuple):
    """The answer of a fact, and where it came from."""

    answer: Answer
    sources: tuple[Source, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a calculation on questions may look at.

    ``answers`` are those that count, by link id. ``finished`` says that the suicide
    screen was sent or left, so that what is missing in it counts as missing.
    """

    answers: Mapping[str, Answer]
    person: Person = field(default_factory=Person)
    on: date | None = None
    finished: bool = True

    def answer(self, link_id: str) -> Answer:
        """The answer that counts."""
        return self.answers[link_id]


def unknown(answers: Iterable[Answer]) -> Answer:
    """The state that says most about why something is not known."""
    states = {answer.state for answer in answers}
    return Answer(next((s for s in UNKNOWN_STATES if s in states), State.SKIPPED))


def _sources(*link_ids: str) -> tuple[Source, ...]:
    return tuple(Source(link_id) for link_id in link_ids)


def age(known: Known, reads: Reads) -> Found:  # noqa: ARG001
    """Completed years on the day; from the record of the person."""
    born_on = known.person.born_on
    if born_on is None or known.on is None:
        return Found(SKIPPED)
    return Found(answered(age_in_years(born_on, known.on)))


def routes(known: Known, reads: Reads) -> Found:
    """What the person asks for and the clinic offers, in the clinic's order.

    All that the clinic offers when the wish is not known or has nothing in common.
    """
    offered = list(known.person.routes_offered)
    wish = known.answer(reads["item"])
    asked = wish.value if wish.state is State.ANSWERED else []
    common = [route for route in offered if route in asked]
    return Found(answered(common or offered), _sources(reads["item"]))


def bmi(known: Known, reads: Reads) -> Found:
    """Kilograms by square metres, not rounded."""
    names = (reads["height"], reads["weight"])
    height, weight = (known.answer(name) for name in names)
    if not all(answer.state is State.ANSWERED for answer in (height, weight)):
        return Found(unknown((height, weight)), _sources(*names))
    index = body_mass_index(weight.value["si"], height.value["si"])
    return Found(answered(index), _sources(*names))


def recent(known: Known, reads: Reads) -> Found:
    """A measurement that is complete and recent, else unknown.

    Its pair ``beside`` and its day ``dated`` must be given, the day not in the future
    and at most ``days`` ago. An older one keeps its day, for showing.
    """
    names = (reads["item"], reads["beside"], reads["dated"])
    value, pair, dated = (known.answer(name) for name in names)
    measured_on = earliest_day(dated.value)
    complete = value.state is pair.state is State.ANSWERED
    if complete and measured_on and known.on:
        age_in_days = (known.on - measured_on).days
        if 0 <= age_in_days <= reads["days"]:
            return Found(value, _sources(*names), measured_on)
    return Found(SKIPPED, _sources(*names), measured_on)


def _score(known: Known, reads: Reads) -> tuple[Score, tuple[Source, ...]]:
    instrument = INSTRUMENTS[reads["instrument"]]
    result = instrument.score(known.answers, sex=known.person.sex)
    return result, _sources(*instrument.ITEMS)


def of_score(part: str) -> Callable[[Known, Reads], Found]:
    """A part of the score of an instrument."""

    def find(known: Known, reads: Reads) -> Found:
        result, sources = _score(known, reads)
        value = getattr(result, part)
        if value is not None:
            return Found(answered(value), sources)
        missing = (known.answers.get(n, NOT_ASKED) for n in result.missing)
        return Found(unknown(missing), sources)

    return find


def asq(known: Known, reads: Reads) -> Found:
    """The value by which the suicide screen is graded.

    While the screen is in progress and its last question was not saved, the answers
    given are graded alone.
    """
    answers = known.answers
    last_saved = answers[asq_screen.NOW].state is not State.NOT_ASKED
    value = asq_screen.fact(
        answers,
        attempt=known.answer(reads["attempt"]),
        open=not known.finished and not last_saved,
    )
    return Found(answered(value), _sources(*asq_screen.ITEMS, reads["attempt"]))
