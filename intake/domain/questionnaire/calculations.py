"""The calculations that a definition may name to find a fact.

Those that read whole lists are here, those on the answers to questions in
:mod:`.figures`. None of them knows a link id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.domain.answer import Answer, State, answered
from intake.domain.treatments.resistance import summarise

from .active import Active
from .answers import Row, Sheet
from .definition import Definition
from .figures import (
    Found,
    Known,
    Reads,
    Source,
    age,
    asq,
    bmi,
    of_score,
    recent,
    routes,
    unknown,
)
from .histories import medicine_in, rows_of, trials_in
from .person import Person

__all__ = [
    "CALCULATIONS",
    "Calculation",
    "Found",
    "Person",
    "Setting",
    "Situation",
    "Source",
    "unknown",
]


@dataclass(frozen=True, kw_only=True)
class Situation(Known):
    """Everything a calculation may look at, rows of lists too."""

    definition: Definition
    sheet: Sheet
    now: Active

    def rows(self, link_id: str) -> tuple[Row, ...]:
        """The rows of a list with the answers that count."""
        return rows_of(self.definition, self.sheet, self.now, link_id)


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
    resistance = summarise(trials_in(rows, situation.answers, reads).values())
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
    HEIGHT = "height"
    WEIGHT = "weight"
    LIST = "list"
    IN_LIST = "in_list"
    INSTRUMENT = "instrument"
    NUMBER = "number"
    TRIAL = "trial"
    MEANINGS = "meanings"


@dataclass(frozen=True)
class Calculation:
    """How a fact is found, and the kind of each setting that it reads.

    Settings that are ``optional`` may be left out.
    """

    find: Find
    settings: Mapping[str, Setting]
    optional: frozenset[str] = frozenset()


CALCULATIONS: Mapping[str, Calculation] = {
    "age": Calculation(age, {}),
    "routes": Calculation(routes, {"item": Setting.QUESTION}),
    "bmi": Calculation(bmi, {"height": Setting.HEIGHT, "weight": Setting.WEIGHT}),
    "recent": Calculation(
        recent,
        {
            "item": Setting.QUESTION,
            "beside": Setting.QUESTION,
            "dated": Setting.QUESTION,
            "days": Setting.NUMBER,
        },
    ),
    "score": Calculation(of_score("total"), {"instrument": Setting.INSTRUMENT}),
    "lowest": Calculation(of_score("low"), {"instrument": Setting.INSTRUMENT}),
    "positive": Calculation(of_score("positive"), {"instrument": Setting.INSTRUMENT}),
    "asq": Calculation(
        asq, {"instrument": Setting.INSTRUMENT, "attempt": Setting.QUESTION}
    ),
    "medicine_classes": Calculation(
        medicine_classes,
        {
            "list": Setting.LIST,
            "name": Setting.IN_LIST,
            "picked": Setting.IN_LIST,
        },
        optional=frozenset({"picked"}),
    ),
    "trials": Calculation(
        trials,
        {
            "list": Setting.LIST,
            "row": Setting.TRIAL,
            "values": Setting.MEANINGS,
            "also": Setting.QUESTION,
        },
        optional=frozenset({"values", "also"}),
    ),
}
