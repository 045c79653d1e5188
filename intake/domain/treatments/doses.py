"""Usual strengths and greatest doses of agents: to help memory, never to advise a dose.

``doses.csv`` has one agent a row: the strengths in which it is sold in the US, in mg of
the part that ``agents.csv`` counts, the greatest dose a day that is in use, and the
basis with its mark; nearly all are recalled (R) and for a pharmacist to confirm.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intake.domain.medicines.csv_rows import TableError, is_recalled, parts, read_rows

from .agents import Agent, load_agents

FILE = Path(__file__).with_name("doses.csv")
COLUMNS = ("generic", "strengths_mg", "most_mg_per_day", "basis")
GENEROUS = 3  # times the greatest dose in use: beyond it, a slip of the pen is likelier


@dataclass(frozen=True)
class Doses:
    """What one agent is sold and used in, mg; the table's own basis."""

    strengths: tuple[float, ...]
    most: float
    basis: str

    @property
    def is_recalled(self) -> bool:
        """Some part of the basis is from memory and needs confirming."""
        return is_recalled(self.basis)

    @property
    def ceiling(self) -> float:
        """A dose a day above this is asked about; it may still be right."""
        return self.most * GENEROUS


@cache
def _table() -> dict[Agent, Doses]:
    known = {agent.generic: agent for agent in load_agents()}
    table: dict[Agent, Doses] = {}
    for place, row in read_rows(FILE, COLUMNS):
        agent = known.get(row["generic"])
        if agent is None or agent in table or not row["basis"]:
            raise TableError(f"{place}: one row for each agent, with its basis.")
        strengths = tuple(map(float, parts(row["strengths_mg"], "|")))
        table[agent] = Doses(strengths, float(row["most_mg_per_day"]), row["basis"])
    return table


def doses_of(agent: Agent) -> Doses | None:
    """What is known of an agent's strengths and doses."""
    return _table().get(agent)
