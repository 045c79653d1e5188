"""The agents as a person looks for them without a name: by kind, and by brand."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from intake.domain.medicines.csv_rows import TableError
from intake.domain.medicines.names import fold

from .agents import Agent, load_agents

FILE = Path(__file__).with_name("shelves.toml")


@dataclass(frozen=True)
class Shelf:
    """Agents of one kind, by name; the code is to be put into plain words."""

    code: str
    agents: tuple[Agent, ...]


@cache
def load_shelves() -> tuple[Shelf, ...]:
    """Every shelf in the order of the file; each agent stands on at least one.

    Raises:
        TableError: A shelf names an agent that is not in the table.
    """
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["shelves"]
    _check(rows)
    agents = sorted(load_agents(), key=lambda agent: fold(agent.generic))
    *named, last = rows
    shelves = [
        Shelf(row["code"], tuple(a for a in agents if _is_on(row, a))) for row in named
    ]
    placed = {agent for shelf in shelves for agent in shelf.agents}
    rest = tuple(agent for agent in agents if agent not in placed)
    return (*shelves, Shelf(last["code"], rest))


def _is_on(row: Mapping[str, Any], agent: Agent) -> bool:
    return (
        agent.drug_class in row.get("classes", ())
        or agent.counts_as in row.get("counts_as", ())
        or agent.generic in row.get("agents", ())
    )


def _check(rows: list[dict[str, Any]]) -> None:
    known = {agent.generic for agent in load_agents()}
    for row in rows:
        if strange := set(row.get("agents", ())) - known:
            raise TableError(f"{FILE.name}: no such agent: {', '.join(strange)}.")


@cache
def brands() -> tuple[tuple[str, Agent], ...]:
    """Every brand name with its agent, from A to Z."""
    named = ((brand, agent) for agent in load_agents() for brand in agent.brands)
    return tuple(sorted(named, key=lambda pair: fold(pair[0])))
