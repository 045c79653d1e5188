"""Facts as they come in files: checked, and set aside where they may not be used."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from intake.domain.answer import CHOSEN_STATES, SKIPPED, Answer, State, answered

from .declaration import FactDeclaration, Kind, read_date
from .problem import DocumentError, Problem
from .protocol import Protocol


class FactsError(DocumentError):
    """Facts that cannot be evaluated; ``problems`` lists each with the fact's name."""


def check_facts(protocol: Protocol, data: Any, where: str = "") -> dict[str, Answer]:
    """Read plain facts: a value, a state (unsure, declined, na) or null.

    A fact that is left out is unknown.

    Raises:
        FactsError: A name that the protocol does not know, a value of a wrong type,
            or one that cannot be. Every problem is listed; ``where`` begins its place.
    """
    if not isinstance(data, Mapping):
        sentence = f"expected an object of facts, found {data!r:.80}."
        raise FactsError([Problem(f"{where}facts", sentence)])
    facts: dict[str, Answer] = {}
    refusals: dict[str, str] = {}
    for name, value in data.items():
        if refusal := _refusal(protocol.facts.get(name), value):
            refusals[name] = refusal
        else:
            facts[name] = _answer(protocol.facts[name], value)
    refusals |= _out_of_order(protocol, facts)
    if refusals:
        raise FactsError(
            [Problem(where + name, sentence) for name, sentence in refusals.items()]
        )
    return facts


def _is_state(fact: FactDeclaration, value: Any) -> bool:
    """Whether the value names a state; a code of the fact's own comes first."""
    return isinstance(value, str) and value in CHOSEN_STATES and value not in fact.codes


def _refusal(fact: FactDeclaration | None, value: Any) -> str | None:
    if fact is None:
        return "is no fact of this protocol."
    if value is None or (_is_state(fact, value) and fact.can_be(value)):
        return None
    return fact.refusal_of(value)


def _answer(fact: FactDeclaration, value: Any) -> Answer:
    if value is None:
        return SKIPPED
    if _is_state(fact, value):
        return Answer(State(value))
    if fact.kind is Kind.SET:
        return answered(list(dict.fromkeys(value)))
    return answered(value)


def _out_of_order(protocol: Protocol, facts: Mapping[str, Answer]) -> dict[str, str]:
    """Numbers that must be greater than another one, and are not."""
    refusals = {}
    for name, answer in facts.items():
        above = protocol.facts[name].above
        other = facts.get(above, SKIPPED)
        both = answer.state is other.state is State.ANSWERED
        if both and answer.value <= other.value:
            refusals[name] = f"{answer.value} is not above {above} {other.value}."
    return refusals


def usable_facts(
    protocol: Protocol, facts: Mapping[str, Answer], on: date
) -> dict[str, Answer]:
    """The facts without old values and without halves of a pair.

    A dated fact whose date is given counts when that date is known, not after ``on``
    and at most its ``valid_days`` before. Where no date is given the value counts.
    """
    usable = {
        name: answer
        for name, answer in facts.items()
        if name in protocol.facts and _is_recent(protocol.facts[name], facts, on)
    }
    halves = [
        name
        for name in usable
        if (pair := protocol.facts[name].pair)
        and usable[name].state is State.ANSWERED
        and usable.get(pair, SKIPPED).state is not State.ANSWERED
    ]
    return {name: answer for name, answer in usable.items() if name not in halves}


def _is_recent(fact: FactDeclaration, facts: Mapping[str, Answer], on: date) -> bool:
    if fact.valid_days is None or fact.dated_by not in facts:
        return True
    day = read_date(facts[fact.dated_by].value)
    return day is not None and timedelta(0) <= on - day <= timedelta(fact.valid_days)
