"""Rows of a list read as what they are: trials of a treatment, medicines taken."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from intake.domain.answer import NOT_ASKED, Answer, State
from intake.domain.medicines.matching import Match, match, match_as
from intake.domain.treatments.agents import Agent, load_agents
from intake.domain.treatments.evidence import plausible
from intake.domain.treatments.recognition import recognise
from intake.domain.treatments.trials import Trial

from .active import Active
from .answers import Row, Sheet
from .branching import active, active_row
from .catalogues import load_catalogues
from .definition import Definition
from .rules import FactRule

MONTH_DIGITS = len("2019-05")


def trials(definition: Definition, sheet: Sheet) -> dict[str, Trial]:
    """The trials of the treatment list by row id, confirmed or not; {} without a list.

    What a row does not say is unknown, with no default for indication or episode,
    because both are asked. An agent that was only ticked has a row id of its own.
    """
    rule = rule_of(definition, "trials")
    if rule is None:
        return {}
    now = active(definition, sheet)
    rows = rows_of(definition, sheet, now, rule.reads["list"])
    return trials_in(rows, now.answers, rule.reads)


def told(definition: Definition, sheet: Sheet) -> dict[str, Trial]:
    """The trials of the rows exactly as they were told, by row id."""
    rule = rule_of(definition, "trials")
    if rule is None:
        return {}
    rows = rows_of(definition, sheet, active(definition, sheet), rule.reads["list"])
    return {row.id: told_in(row.answers, rule.reads) for row in rows}


def trials_in(
    rows: Iterable[Row], answers: Mapping[str, Answer], reads: Mapping[str, Any]
) -> dict[str, Trial]:
    """The trials of rows, and of agents that were ticked elsewhere and have no row."""
    told = {row.id: trial_in(row.answers, reads) for row in rows}
    ticked = answers[reads["also"]] if "also" in reads else NOT_ASKED
    codes = ticked.value if ticked.state is State.ANSWERED else ()
    known = {trial.agent for trial in told.values()}
    agents = (_agent(code) for code in codes)
    return told | {
        str(uuid5(NAMESPACE_OID, agent.code)): Trial(
            agent=agent, indication=None, episode=None, added_to=True
        )
        for agent in agents
        if agent and agent not in known
    }


def medicines(definition: Definition, sheet: Sheet) -> dict[str, Match]:
    """What each row of the medicine list names, by row id; {} without a list."""
    rule = rule_of(definition, "medicine_classes")
    if rule is None:
        return {}
    rows = rows_of(definition, sheet, active(definition, sheet), rule.reads["list"])
    return {row.id: medicine_in(row.answers, rule.reads) for row in rows}


def rule_of(definition: Definition, calculation: str) -> FactRule | None:
    """The rule of the fact that a calculation finds."""
    rules = definition.facts.values()
    return next((rule for rule in rules if rule.calculate == calculation), None)


def rows_of(
    definition: Definition, sheet: Sheet, now: Active, link_id: str
) -> tuple[Row, ...]:
    """The rows of a list that is shown, each with the answers that count in it."""
    item = definition.item(link_id)
    if not now.is_shown(item):
        return ()
    return tuple(
        Row(row.id, active_row(item, row, now).answers)
        for row in sheet.rows(link_id).rows
    )


def medicine_in(answers: Mapping[str, Answer], reads: Mapping[str, Any]) -> Match:
    """What a row names; a row without a name is not recognised.

    What the person picked as meant by the name is in ``reads["picked"]``.
    """
    name = str(_value(answers, reads["name"]) or "")
    picked = _value(answers, reads["picked"]) if "picked" in reads else None
    if picked is None or picked not in load_catalogues()["medicines"].labels:
        return match(name)
    return match_as(name, picked)


def trial_in(answers: Mapping[str, Answer], reads: Mapping[str, Any]) -> Trial:
    """The trial of a row, for judging.

    A whole time shorter than the time at the highest dose cannot be right and counts as
    unknown.
    """
    return plausible(told_in(answers, reads))


def told_in(answers: Mapping[str, Answer], reads: Mapping[str, Any]) -> Trial:
    """The trial of a row exactly as it was told.

    ``reads["row"]`` names the link id of each fact of a trial, ``reads["values"]`` what
    an option's code stands for; a code that is not listed there is unknown.
    """
    facts: dict[str, Any] = {
        name: _value(answers, link_id) for name, link_id in reads["row"].items()
    }
    for name, meanings in reads.get("values", {}).items():
        facts[name] = meanings.get(facts[name])
    facts["name"] = facts.get("name") or ""
    facts["started"] = (facts.get("started") or "")[:MONTH_DIGITS] or None
    facts["agent"] = _agent(facts.get("agent")) or recognise(facts["name"]).agent
    return Trial(**facts)


def _value(answers: Mapping[str, Answer], link_id: str) -> Any:
    answer = answers[link_id]
    return answer.value if answer.state is State.ANSWERED else None


def _agent(text: str | None) -> Agent | None:
    return load_agents().find(text) if text else None
