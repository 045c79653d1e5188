"""Which answers brought a finding about."""

from collections.abc import Iterator, Mapping
from typing import Any

from intake.domain.answer import SKIPPED, Answer, State
from intake.domain.predicate import All, Any_, Comparison, Known, Predicate, Truth

from .declaration import FactDeclaration, Kind
from .finding import Cause


def causes_of(
    predicate: Predicate, known: Known, facts: Mapping[str, FactDeclaration]
) -> tuple[Cause, ...]:
    """The facts behind every comparison by which a condition is met.

    Facts come in the order of the condition, once each; one of a pair brings the other
    along. Of a set only the codes that were looked for are told, in the order declared.
    """
    decisive = list(_decisive(predicate, known, Truth.MET))
    names: dict[str, None] = {}
    for comparison in decisive:
        names[comparison.name] = None
        if pair := facts[comparison.name].pair:
            names[pair] = None
    return tuple(_cause(facts[name], known, decisive) for name in names)


def unknown_cause(fact: FactDeclaration, answer: Answer) -> Cause:
    """A fact that is itself the cause, because it is not known."""
    return Cause(fact.name, fact.label, plain(answer), fact.unit)


def plain(answer: Answer) -> Any:
    """The value, the code of a state that a person chose, or None."""
    if answer.state is State.ANSWERED:
        return answer.value
    if answer.state in (State.SKIPPED, State.NOT_ASKED):
        return None
    return str(answer.state)


def _cause(fact: FactDeclaration, known: Known, decisive: list[Comparison]) -> Cause:
    value = plain(known.get(fact.name, SKIPPED))
    if fact.kind is Kind.SET and isinstance(value, list):
        sought = {part.value for part in decisive if part.name == fact.name}
        value = [code for code in fact.codes if code in value and code in sought]
    return Cause(fact.name, fact.label, value, fact.unit)


def _decisive(predicate: Predicate, known: Known, truth: Truth) -> Iterator[Comparison]:
    """The comparisons that make a predicate met, or not met, as ``truth`` says."""
    if predicate.judge(known) is not truth:
        return
    if isinstance(predicate, Comparison):
        yield predicate
    elif isinstance(predicate, All | Any_):
        for part in predicate.parts:
            yield from _decisive(part, known, truth)
    else:
        opposite = Truth.NOT_MET if truth is Truth.MET else Truth.MET
        yield from _decisive(predicate.part, known, opposite)
