"""The tables from which an item picks: their codes, and what a written name may mean.

A name that is written whole is recognised; a near miss is only offered, and whatever
was written is kept beside the code.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from intake.domain.medicines.matching import match
from intake.domain.medicines.table import Medicine, load_medicines
from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.recognition import recognise as recognise_agent

FEW_BRANDS = 3


@dataclass(frozen=True)
class Meaning:
    """What a written name means.

    ``is_clear``: nothing in it is left to be understood. ``code``: the one row that it
    names then. ``near``: the codes of rows that it may have meant, likeliest first.
    """

    is_clear: bool = False
    code: str | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """A table to pick from: the labels of its codes, and how names are read."""

    labels: Mapping[str, str]
    names: tuple[str, ...]
    read: Callable[[str], Meaning]


def _agent(text: str) -> Meaning:
    found = recognise_agent(text)
    if found.agent:
        return Meaning(is_clear=True, code=found.agent.code)
    return Meaning(near=tuple(agent.code for agent in found.near))


def _medicine(text: str) -> Meaning:
    found = match(text)
    codes = tuple(medicine.code for medicine in found.rows)
    if found.is_clear:
        return Meaning(is_clear=True, code=codes[0] if len(codes) == 1 else None)
    return Meaning(near=tuple(each.medicine.code for each in found.suggestions))


def _label(medicine: Medicine) -> str:
    few = ", ".join(medicine.brands[:FEW_BRANDS])
    return f"{medicine.generic} ({few})" if few else medicine.generic


@cache
def load_catalogues() -> Mapping[str, Catalogue]:
    """Every catalogue by its name."""
    agents, medicines = load_agents(), load_medicines()
    return {
        "agents": Catalogue(
            labels={agent.code: agent.label for agent in agents},
            names=_in_order(name for agent in agents for name in agent.names),
            read=_agent,
        ),
        "medicines": Catalogue(
            labels={medicine.code: _label(medicine) for medicine in medicines},
            names=_in_order(name for row in medicines for name in row.names),
            read=_medicine,
        ),
    }


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=str.casefold))
