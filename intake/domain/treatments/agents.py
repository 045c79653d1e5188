"""Antidepressants and the other agents of a treatment history.

``agents.csv`` has one agent a row: its brands, class, minimum adequate dose (oral mg a
day for adults unless the basis says otherwise), the stricter alternative, the weeks a
trial needs, how it counts, and the basis of these figures with its marks: V = seen in a
copy of the source, R = recalled, P = project convention. Minimum doses are for a
clinician to confirm; they are lower from 65 years and in liver or kidney disease.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from intake.domain.medicines.csv_rows import TableError, is_recalled, parts, read_rows
from intake.domain.medicines.names import fold, slug

FOLDER = Path(__file__).parent
COLUMNS = (
    "generic",
    "brands",
    "class",
    "min_mg_per_day",
    "strict_mg_per_day",
    "min_weeks",
    "counts_as",
    "basis",
)
RELEASE_MARKS = frozenset({"xr", "xl", "sr", "cr"})
SUGGESTIONS = 3
LIKENESS = 0.72


class CountsAs(StrEnum):
    """What a trial of an agent may count as."""

    ANTIDEPRESSANT = "antidepressant"
    AUGMENTATION = "augmentation"
    BOTH = "both"
    KETAMINE_HISTORY = "ketamine_history"
    NOT_COUNTED = "not_counted"


@dataclass(frozen=True)
class Agent:
    """One row of the table.

    ``drug`` is what counts once: the generic name without release form or salt, and for
    some combinations the part that is the antidepressant. A minimum of ``None`` means
    that no adequate dose is known; a trial then stays indeterminate.
    """

    code: str
    generic: str
    brands: tuple[str, ...]
    drug: str
    drug_class: str
    min_mg: float | None
    strict_mg: float | None
    min_weeks: float | None
    counts_as: CountsAs
    basis: str

    @property
    def names(self) -> tuple[str, ...]:
        """The generic name, then every brand."""
        return (self.generic, *self.brands)

    @property
    def label(self) -> str:
        """The generic with its brands, to choose from: "sertraline (Zoloft)"."""
        generic = self.generic.replace(" (", ", ").rstrip(")")
        return f"{generic} ({', '.join(self.brands)})" if self.brands else generic

    @property
    def is_recalled(self) -> bool:
        """Some part of the basis is from memory and needs confirming."""
        return is_recalled(self.basis)

    @property
    def is_antidepressant(self) -> bool:
        """A trial of it may count as an antidepressant trial."""
        return self.counts_as in (CountsAs.ANTIDEPRESSANT, CountsAs.BOTH)

    @property
    def is_augmentation(self) -> bool:
        """A trial of it may count as augmentation."""
        return self.counts_as in (CountsAs.AUGMENTATION, CountsAs.BOTH)


@dataclass(frozen=True)
class OptionGroup:
    """Agents to choose from under one heading; the heading is a code to translate."""

    heading: str
    agents: tuple[Agent, ...]


HEADINGS = {
    CountsAs.ANTIDEPRESSANT: "antidepressants",
    CountsAs.BOTH: "antidepressants",
    CountsAs.AUGMENTATION: "added_to_antidepressants",
    CountsAs.KETAMINE_HISTORY: "ketamine",
    CountsAs.NOT_COUNTED: "other_treatments",
}


class Agents:
    """The agents, found by code or by any name."""

    def __init__(self, agents: Iterable[Agent]) -> None:
        self._by_code = {agent.code: agent for agent in agents}
        self._by_name = _by_name(self)

    def __iter__(self) -> Iterator[Agent]:
        """In the order of the table."""
        return iter(self._by_code.values())

    def __len__(self) -> int:
        """How many agents there are."""
        return len(self._by_code)

    def __getitem__(self, code: str) -> Agent:
        """The agent of a code; ``KeyError`` when there is none."""
        return self._by_code[code]

    def find(self, text: str) -> Agent | None:
        """The agent with exactly this code or name, however it is spelt.

        Case, accents and hyphens make no difference, and a release mark may follow the
        generic name as it follows the brand: "venlafaxine XR" is Effexor XR.
        """
        return self._by_name.get(fold(text))

    def suggest(self, text: str) -> tuple[Agent, ...]:
        """Agents with a name like this one, the likeliest first; only to offer."""
        near = get_close_matches(fold(text), self._by_name, SUGGESTIONS, LIKENESS)
        return tuple(dict.fromkeys(self._by_name[name] for name in near))

    def options(self) -> tuple[OptionGroup, ...]:
        """Every agent under the headings of a picker, by name within each."""
        groups: dict[str, list[Agent]] = {name: [] for name in HEADINGS.values()}
        for agent in sorted(self, key=lambda agent: fold(agent.generic)):
            groups[HEADINGS[agent.counts_as]].append(agent)
        return tuple(OptionGroup(name, tuple(some)) for name, some in groups.items())


def _by_name(agents: Iterable[Agent]) -> dict[str, Agent]:
    names: dict[str, Agent] = {}
    for agent in agents:
        for name in map(fold, agent.names):
            if names.setdefault(name, agent) is not agent:
                raise TableError(
                    f"agents: {name} names both {names[name].generic} "
                    f"and {agent.generic}."
                )
    return names | {
        name: agent
        for agent in agents
        for name in _marked_generics(agent)
        if name not in names
    }


def _marked_generics(agent: Agent) -> Iterator[str]:
    """The drug with the release marks of its brands, and ER, as pharmacies write."""
    for brand in agent.brands:
        mark = fold(brand).rpartition(" ")[2]
        if mark in RELEASE_MARKS:
            yield f"{fold(agent.drug)} {mark}"
            yield f"{fold(agent.drug)} er"


@cache
def load_agents() -> Agents:
    """The shipped table."""
    return Agents(read_agents(FOLDER / "agents.csv"))


def read_agents(path: Path) -> Iterator[Agent]:
    """Read and check a table of agents.

    Raises:
        TableError: A cell cannot be read, or an antidepressant has no minimum weeks.
    """
    part_of = {row["agent"]: row for row in _relations()["part"]}
    for place, row in read_rows(path, COLUMNS):
        try:
            yield _agent(row, part_of.get(row["generic"], {}))
        except ValueError as error:
            raise TableError(f"{place}: {error}") from error


def _agent(row: dict[str, str], part: dict[str, Any]) -> Agent:
    if not (row["generic"] and row["class"] and row["basis"]):
        raise ValueError("generic, class and basis must be filled in.")
    agent = Agent(
        code=slug(row["generic"]),
        generic=row["generic"],
        brands=parts(row["brands"], "|"),
        drug=part.get("drug", row["generic"].partition(" (")[0]),
        drug_class=row["class"],
        min_mg=part.get("min_mg_per_day", _figure(row["min_mg_per_day"])),
        strict_mg=_figure(row["strict_mg_per_day"]),
        min_weeks=_figure(row["min_weeks"]),
        counts_as=CountsAs(row["counts_as"]),
        basis=row["basis"],
    )
    if agent.is_antidepressant and agent.min_weeks is None:
        raise ValueError("an antidepressant needs its minimum weeks.")
    return agent


def _figure(cell: str) -> float | None:
    return float(cell) if cell else None


@cache
def _relations() -> dict[str, Any]:
    with (FOLDER / "relations.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def related_drugs() -> tuple[tuple[str, str], ...]:
    """Pairs of drugs that are counted apart, but not without a note."""
    return tuple((row["drugs"][0], row["drugs"][1]) for row in _relations()["related"])
