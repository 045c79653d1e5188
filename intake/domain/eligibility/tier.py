"""Tiers: the order in which cases need a clinician's attention, read from data."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.domain.predicate import Predicate
from intake.domain.safety import Level

from .criterion import read_condition
from .declaration import FactDeclaration
from .finding import Severity
from .problem import Table


@dataclass(frozen=True)
class Tier:
    """One tier; it applies if any of its parts does.

    Parts: the ``safety`` levels, a condition ``when``, a finding of such a severity on
    ``every_route`` or on ``any_route`` asked for, or any ``unknown`` fact that concerns
    a route asked for. A tier without parts always applies.
    """

    code: str
    text: str
    safety: tuple[Level, ...] = ()
    when: Predicate | None = None
    every_route: tuple[Severity, ...] = ()
    any_route: tuple[Severity, ...] = ()
    unknown: bool = False

    @property
    def is_open(self) -> bool:
        """It has no part: whatever reaches it is of this tier."""
        parts = (self.safety, self.when, self.every_route, self.any_route, self.unknown)
        return not any(parts)


def read_tiers(
    document: Table, facts: Mapping[str, FactDeclaration]
) -> tuple[Tier, ...]:
    """Read the tiers in order; what is wrong is noted."""
    tiers = [_read_tier(table, facts) for table in document.rows("tiers", "code")]
    if [tier.is_open for tier in tiers] != [False] * (len(tiers) - 1) + [True]:
        document.note("the last tier, and only the last, must have no condition.")
    codes = [tier.code for tier in tiers]
    if len(set(codes)) < len(codes):
        document.note("two tiers have the same code.")
    return tuple(tiers)


def _read_tier(table: Table, facts: Mapping[str, FactDeclaration]) -> Tier:
    tier = Tier(
        code=table.text("code"),
        text=table.text("text"),
        safety=table.codes("safety", Level),
        when=read_condition(table, "when", facts),
        every_route=table.codes("every_route", Severity),
        any_route=table.codes("any_route", Severity),
        unknown=table.flag("unknown"),
    )
    table.finish()
    return tier
