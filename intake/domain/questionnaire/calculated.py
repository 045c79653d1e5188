"""Items that are worked out from answers and not asked.

They are worked out anew each time, in the order of asking, so that nothing that is
posted or stored can stand in for them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from intake.domain.answer import NOT_ASKED, Answer, State, answered
from intake.domain.scoring import INSTRUMENTS

from .figures import Found, Known, Reads, age, bmi, of_score
from .items import NUMBERS, Item, ItemType


@dataclass(frozen=True)
class Figure:
    """How an item is worked out, and the types that it may have."""

    find: Callable[[Known, Reads], Found]
    types: tuple[ItemType, ...]


FIGURES: Mapping[str, Figure] = {
    "age": Figure(age, NUMBERS),
    "bmi": Figure(bmi, (ItemType.DECIMAL,)),
    "score": Figure(of_score("total"), NUMBERS),
    "lowest": Figure(of_score("low"), NUMBERS),
    "positive": Figure(of_score("positive"), (ItemType.BOOLEAN,)),
}


def work_out(item: Item, known: Known) -> Answer:
    """The answer of a calculated item, on the answers that count so far."""
    figure = FIGURES.get(str(item.calculate))
    if figure is None or not inputs(item) <= known.answers.keys():
        return NOT_ASKED
    answer = figure.find(known, item.reads).answer
    if item.type is ItemType.BOOLEAN and answer.state is State.ANSWERED:
        return answered("yes" if answer.value else "no")
    return answer


def inputs(item: Item) -> frozenset[str]:
    """The link ids of the questions that a calculated item is worked out from."""
    names: set[str] = set()
    for name, value in item.reads.items():
        if name == "instrument":
            instrument = INSTRUMENTS.get(str(value))
            names.update(instrument.ITEMS if instrument else ())
        else:
            names.add(str(value))
    return frozenset(names)
