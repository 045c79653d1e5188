"""A protocol: a versioned, ordered set of criteria, read from data and checked."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any

from intake.domain.answer import State
from intake.domain.predicate import Predicate

from .criterion import (
    Context,
    Criterion,
    read_citations,
    read_criterion,
    read_needed_condition,
)
from .declaration import FactDeclaration, Unknown, read_declaration
from .finding import Citation, Severity, Source
from .problem import DocumentError, Problem, Table
from .tier import Tier, read_tiers

HOLDING = frozenset({Severity.CI, Severity.CLR})


class ProtocolError(DocumentError):
    """A protocol that cannot be used; ``problems`` lists everything wrong with it."""


@dataclass(frozen=True)
class Protocol:
    """Criteria, the facts they look at, and the tiers, in one version.

    ``same_day_task``: met, a medical task is due the same day whatever the tier.
    """

    code: str
    title: str
    version: str
    status: str
    routes: Mapping[str, str]
    tiers: tuple[Tier, ...]
    same_day_task: Predicate
    sections: Mapping[str, str]
    sources: Mapping[str, Source]
    unknown_sources: tuple[Citation, ...]
    facts: Mapping[str, FactDeclaration]
    criteria: tuple[Criterion, ...]

    @cached_property
    def by_id(self) -> dict[str, Criterion]:
        """Criteria by id."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def severity_if_unknown(self) -> dict[str, dict[str, Severity | None]]:
        """For each fact, what its being unknown means on each route.

        MORE where a contraindication or clearance of the route uses the fact, INF where
        only milder criteria do, None where none does. Safety facts are MORE everywhere.
        """
        return {
            name: {route: self._if_unknown(fact, route) for route in self.routes}
            for name, fact in self.facts.items()
        }

    def _if_unknown(self, fact: FactDeclaration, route: str) -> Severity | None:
        if fact.safety:
            return Severity.MORE
        used_as = {
            criterion.severity[route]
            for criterion in self.criteria
            if fact.name in criterion.facts
        } - {None}
        if not used_as:
            return None
        return Severity.MORE if used_as & HOLDING else Severity.INF


def load_data(name: str = "ketamine") -> dict[str, Any]:
    """The plain data of a protocol that ships with the product."""
    file = resources.files("intake.content.protocols").joinpath(f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_protocol(data: Any, where: str = "protocol") -> Protocol:
    """Read a protocol from plain data.

    Raises:
        ProtocolError: Something is wrong; every problem is listed with its place.
    """
    problems: list[Problem] = []
    document = Table(data, where, problems)
    routes = _read_names(document, "routes")
    sections = _read_names(document, "sections")
    sources = {key: _read_source(key, t) for key, t in document.tables("sources")}
    facts = {name: read_declaration(name, t) for name, t in document.tables("facts")}
    context = Context(routes, sections, sources, facts)
    criteria = [read_criterion(t, context) for t in document.rows("criteria", "id")]
    task, unknown = document.table("same_day_task"), document.table("unknown_facts")
    protocol = Protocol(
        code=document.text("code"),
        title=document.text("title"),
        version=document.text("version"),
        status=document.text("status"),
        routes=routes,
        tiers=read_tiers(document, facts),
        same_day_task=read_needed_condition(task, "when", facts),
        sections=sections,
        sources=sources,
        unknown_sources=tuple(read_citations(unknown, "sources", sources)),
        facts=facts,
        criteria=tuple(criteria),
    )
    for table in (document, task, unknown):
        table.finish()
    problems.extend(_contradictions(protocol, where))
    if problems:
        raise ProtocolError(problems)
    return protocol


def _read_names(document: Table, key: str) -> dict[str, str]:
    table = document.table(key)
    if not table.data:
        table.note("must name at least one.")
    return {name: table.text(name) for name in table.data}


def _read_source(key: str, table: Table) -> Source:
    source = Source(
        key=key,
        name=table.text("name"),
        citation=table.text("citation"),
        checked=table.text("checked"),
    )
    table.finish()
    return source


def _contradictions(protocol: Protocol, where: str) -> Iterator[Problem]:
    """What is wrong between the parts of a protocol, each part being well formed."""
    for id_, count in Counter(c.id for c in protocol.criteria).items():
        if count > 1:
            yield Problem(f"{where}.criteria.{id_}", f"the id stands {count} times.")
    for name, fact in protocol.facts.items():
        for sentence in (
            *_broken_names(fact, protocol),
            *_wrong_about_unknown(fact, protocol),
        ):
            yield Problem(f"{where}.facts.{name}", sentence)


def _broken_names(fact: FactDeclaration, protocol: Protocol) -> Iterator[str]:
    for key in ("covered_by", "pair", "above", "dated_by"):
        named = getattr(fact, key)
        if named and named not in protocol.facts:
            yield f"'{key}' names {named!r}, which is not declared."


def _wrong_about_unknown(fact: FactDeclaration, protocol: Protocol) -> Iterator[str]:
    """An unknown fact must leave a trace of the weight that is declared."""
    holds = fact.safety or Severity.MORE in set(
        protocol.severity_if_unknown[fact.name].values()
    )
    if fact.unknown is Unknown.REQUIRED and not holds:
        yield "is required, but no contraindication or clearance uses it."
    if fact.unknown is Unknown.OPTIONAL and holds:
        yield "is optional, but a contraindication or clearance uses it."
    if fact.rule and not _looks_at(protocol, fact.rule, {fact.name, fact.pair}):
        yield f"its rule {fact.rule!r} is no criterion that looks at it."
    for state in set(fact.answers) - {State.NOT_APPLICABLE}:
        if not _is_compared(protocol, fact.name, state):
            yield f"counts {state} as an answer, but no criterion asks for it."


def _looks_at(protocol: Protocol, id_: str, names: set[str]) -> bool:
    criterion = protocol.by_id.get(id_)
    return criterion is not None and bool(criterion.facts & names)


def _is_compared(protocol: Protocol, name: str, state: State) -> bool:
    return any(
        (part.name, part.op, part.value) == (name, "=", state)
        for criterion in protocol.criteria
        for part in criterion.when.comparisons()
    )
