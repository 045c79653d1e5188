"""The contraindications of a route, each present, absent or not known."""

from collections.abc import Mapping
from datetime import date

from intake.domain.answer import Answer
from intake.domain.predicate import Truth

from .criterion import Criterion
from .facts import usable_facts
from .finding import Severity
from .protocol import Protocol


def contraindications(
    protocol: Protocol, facts: Mapping[str, Answer], on: date, route: str
) -> tuple[tuple[Criterion, Truth], ...]:
    """Every criterion that is a contraindication on the route, in the protocol's order.

    Met is present, not met is absent by the answers, and unknown is neither.
    """
    known = usable_facts(protocol, facts, on)
    return tuple(
        (criterion, criterion.when.judge(known))
        for criterion in protocol.criteria
        if criterion.severity[route] is Severity.CI
    )
