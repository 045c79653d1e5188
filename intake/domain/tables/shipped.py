"""The clinical tables that ship, each read into rows of one kind."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from intake.domain.medicines.table import load_classes, load_medicines
from intake.domain.payers.ruleset import Requirement, RuleSet, every_requirement
from intake.domain.payers.shipped import load_rule_sets
from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.doses import doses_of

from .rows import Table, TableRow, marks_in

FILE = Path(__file__).with_name("tables.toml")
Rows = Iterator[TableRow]


@cache
def load_tables() -> dict[str, Table]:
    """Every table by its code, in the order of ``tables.toml``."""
    with FILE.open("rb") as file:
        described = tomllib.load(file)
    return {
        code: Table(code=code, rows=tuple(READERS[code](row["effective_from"])), **row)
        for code, row in described.items()
    }


def _agents(since: date) -> Rows:
    for agent in load_agents():
        says = {
            "Brands": ", ".join(agent.brands),
            "Class": agent.drug_class,
            "Minimum dose, mg a day": _figure(agent.min_mg),
            "Stricter minimum, mg a day": _figure(agent.strict_mg),
            "Weeks": _figure(agent.min_weeks),
            "Counts as": agent.counts_as.replace("_", " "),
        }
        yield _row("agents", agent.code, agent.generic, says, agent.basis, since)


def _doses(since: date) -> Rows:
    for agent in load_agents():
        doses = doses_of(agent)
        if doses is None:
            continue
        says = {
            "Strengths, mg": ", ".join(map(_figure, doses.strengths)),
            "Greatest dose, mg a day": _figure(doses.most),
        }
        yield _row("doses", agent.code, agent.generic, says, doses.basis, since)


def _medicines(since: date) -> Rows:
    names = {code: each.name for code, each in load_classes().items()}
    for medicine in load_medicines():
        classes = (f"{code} ({names[code]})" for code in sorted(medicine.classes))
        says = {
            "Brands": ", ".join(medicine.brands),
            "Classes": "; ".join(classes),
        }
        yield _row(
            "medicines", medicine.code, medicine.generic, says, medicine.basis, since
        )


def _classes(since: date) -> Rows:
    for each in load_classes().values():
        says = {
            "Medicines": each.name,
            "Mechanism": each.mechanism,
            "Handling": each.handling,
            "Worst severity": each.caution.name,
            "Points to the answers": ", ".join(each.points_to),
        }
        yield _row(
            "classes", each.code, f"{each.code}: {each.name}", says, each.source, since
        )


def _payers(since: date) -> Rows:  # noqa: ARG001 - each list has dates of its own
    for rules in load_rule_sets().values():
        for requirement in every_requirement(rules):
            yield _requirement(rules, requirement)


def _requirement(rules: RuleSet, requirement: Requirement) -> TableRow:
    return TableRow(
        table="payers",
        key=f"{rules.code}-{requirement.id}",
        name=f"{rules.name}: {requirement.text}",
        says={"Asked for": requirement.text, "What was seen": rules.seen},
        basis=f"{requirement.basis} {rules.source}",
        marks=frozenset({requirement.basis}),
        effective_from=rules.effective_from,
        effective_until=rules.effective_until,
    )


def _row(
    table: str, key: str, name: str, says: dict[str, str], basis: str, since: date
) -> TableRow:
    return TableRow(
        table=table,
        key=key,
        name=name,
        says={heading: value for heading, value in says.items() if value},
        basis=basis,
        marks=marks_in(basis),
        effective_from=since,
    )


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


READERS: dict[str, Callable[[date], Rows]] = {
    "agents": _agents,
    "doses": _doses,
    "medicines": _medicines,
    "classes": _classes,
    "payers": _payers,
}
