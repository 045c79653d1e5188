"""One criterion of a protocol, read from data."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from intake.domain.predicate import Comparison, Predicate

from .declaration import FactDeclaration
from .finding import (
    UNKNOWN_PREFIX,
    Basis,
    BySeverity,
    Citation,
    Severity,
    Source,
    worst,
)
from .problem import Table

NOT_CONCERNED = "none"
NEVER = Comparison("", "exists")  # stands in for a condition that cannot be read


@dataclass(frozen=True)
class Criterion:
    """One trigger: met, it applies and carries its severity for each route.

    ``ask`` is the question in plain language, ``action`` what a clinician does about
    it. ``reversible``: a contraindication that may pass.
    """

    id: str
    section: str
    title: str
    severity: BySeverity
    when: Predicate
    ask: str
    action: str
    sources: tuple[Citation, ...]
    reversible: bool

    @cached_property
    def facts(self) -> frozenset[str]:
        """The names the condition looks at."""
        return frozenset(part.name for part in self.when.comparisons())


@dataclass(frozen=True)
class Context:
    """What the rest of the document declares, for reading a part of it."""

    routes: Collection[str]
    sections: Collection[str]
    sources: Mapping[str, Source]
    facts: Mapping[str, FactDeclaration]


def read_criterion(table: Table, context: Context) -> Criterion:
    """Read one criterion; what is wrong is noted in the table."""
    criterion = Criterion(
        id=table.text("id"),
        section=table.text("section"),
        title=table.text("title"),
        severity=_read_severity(table.table("severity"), context.routes),
        when=read_needed_condition(table, "when", context.facts),
        ask=table.text("ask"),
        action=table.text("action"),
        sources=tuple(read_citations(table, "sources", context.sources)),
        reversible=table.flag("reversible"),
    )
    table.finish()
    if criterion.section and criterion.section not in context.sections:
        table.note(f"the section {criterion.section!r} is not declared.")
    if criterion.id.startswith(UNKNOWN_PREFIX):
        table.note(f"an id cannot begin with {UNKNOWN_PREFIX}.")
    _note_reversible(criterion, table)
    return criterion


def _read_severity(table: Table, routes: Collection[str]) -> BySeverity:
    severity: dict[str, Severity | None] = {}
    for route in routes:
        value = table.take(route)
        if value != NOT_CONCERNED and value not in list(Severity):
            expected = ", ".join([*Severity, NOT_CONCERNED])
            table.note(f"{route!r} is {value!r}; expected one of {expected}.")
        severity[route] = Severity(value) if value in list(Severity) else None
    if routes and all(table.data.get(route) == NOT_CONCERNED for route in routes):
        table.note("at least one route must be concerned.")
    table.finish()
    return severity


def _note_reversible(criterion: Criterion, table: Table) -> None:
    if not criterion.reversible or not any(criterion.severity.values()):
        return
    if worst(criterion.severity) is not Severity.CI:
        table.note("only a contraindication can be reversible.")


def read_condition(
    table: Table, key: str, facts: Mapping[str, FactDeclaration]
) -> Predicate | None:
    """Read a condition over declared facts; what is wrong is noted in the table."""
    predicate = table.predicate(key)
    for comparison in predicate.comparisons() if predicate else ():
        fact = facts.get(comparison.name)
        if fact is None:
            table.note(f"the fact {comparison.name!r} is not declared.")
        elif refusal := fact.refusal_of_comparison(comparison):
            table.note(refusal)
    return predicate


def read_needed_condition(
    table: Table, key: str, facts: Mapping[str, FactDeclaration]
) -> Predicate:
    """As :func:`read_condition`, for a condition that may not be left out."""
    if table.take(key) is None:
        table.note(f"'{key}' must be a condition.")
    return read_condition(table, key, facts) or NEVER


def read_citations(
    table: Table, key: str, sources: Mapping[str, Source]
) -> Iterator[Citation]:
    """Read a list of places in declared sources; it may not be empty."""
    for row in table.rows(key):
        named = row.text("key")
        basis = row.code("basis", Basis)
        text = row.text("text", optional=True)
        row.finish()
        if named in sources:
            yield Citation(sources[named], text, basis)
        elif named:
            row.note(f"the source {named!r} is not declared.")


def plain_citation(citation: Citation) -> dict[str, Any]:
    """The form in which a citation is reported: key, name with the place, basis."""
    place = f": {citation.text}" if citation.text else ""
    return {
        "key": citation.source.key,
        "text": citation.source.name + place,
        "basis": str(citation.basis),
    }
