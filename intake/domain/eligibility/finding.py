"""What an evaluation found, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

UNKNOWN_PREFIX = "UNK:"


class Severity(StrEnum):
    """What a finding means for a route, worst first."""

    CI = "CI"  # contraindication, for good or while the condition lasts
    CLR = "CLR"  # needs clearance: somebody must resolve it and record how
    MORE = "MORE"  # required information is missing
    CAU = "CAU"  # caution: a plan is needed, does not hold the case
    INF = "INF"  # information

    @property
    def rank(self) -> int:
        """Place in the order, 0 for the worst."""
        return tuple(Severity).index(self)


BySeverity = Mapping[str, Severity | None]


def worst(severities: BySeverity) -> Severity:
    """The worst of several routes; at least one must have a severity."""
    return min(
        (severity for severity in severities.values() if severity),
        key=lambda severity: severity.rank,
    )


class Basis(StrEnum):
    """How well the words of a source are known."""

    V = "V"  # seen in a copy of the source
    V2 = "V2"  # seen only in a secondary or machine-made copy
    R = "R"  # recalled, not read again
    P = "P"  # a convention of this project


@dataclass(frozen=True)
class Source:
    """A document that criteria rest on; ``checked`` says what of it was read."""

    key: str
    name: str
    citation: str
    checked: str


@dataclass(frozen=True)
class Citation:
    """A place in a source, and how well it is known."""

    source: Source
    text: str
    basis: Basis


@dataclass(frozen=True)
class Cause:
    """A fact that brought a finding about.

    ``value`` is plain: the value, for a set the codes that mattered, a state's code
    (``unsure``, ``declined``, ``na``), or None when there is no answer.
    """

    fact: str
    label: str
    value: Any
    unit: str = ""


@dataclass(frozen=True)
class Message:
    """A code and the values its words need; the words are made where they are shown."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One criterion that applies, or one fact that is not known (``UNK:<fact>``).

    ``severity`` holds every route; None where the finding does not concern it.
    ``reversible``: a contraindication that may pass.
    """

    id: str
    severity: BySeverity
    why: Message
    causes: tuple[Cause, ...]
    sources: tuple[Citation, ...]
    reversible: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """The facts that brought it about, with their plain values."""
        return {cause.fact: cause.value for cause in self.causes}

    @property
    def is_unknown(self) -> bool:
        """It stands for a fact that is not known."""
        return self.id.startswith(UNKNOWN_PREFIX)
