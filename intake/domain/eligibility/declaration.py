"""The facts a protocol knows: their kinds, their plausible values, their unknowns."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from intake.domain.answer import CHOSEN_STATES, Answer, State
from intake.domain.predicate import Comparison

from .problem import Table


class Kind(StrEnum):
    """What values a fact takes."""

    YES_NO = "yes_no"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CODE = "code"
    SET = "set"
    FLAG = "flag"
    DATE = "date"


class Unknown(StrEnum):
    """What it means that a fact is not known."""

    REQUIRED = "required"  # listed; asked of everybody whom it concerns
    OPTIONAL = "optional"  # listed, as information
    OWN_RULE = "own_rule"  # a criterion of its own applies instead
    STAFF_ONLY = "staff_only"  # observed by staff; nothing to list
    ELSEWHERE = "elsewhere"  # dealt with outside the criteria


@dataclass(frozen=True)
class FactDeclaration:
    """One fact.

    ``least`` and ``most`` bound what is plausible, both included. ``answers`` are the
    states that count as an answer. ``covered_by`` names a fact whose being unknown
    already covers this one. A fact with a ``pair`` is known only together with it, and
    must be greater than ``above``. ``dated_by`` names the fact that holds its day; it
    is used for ``valid_days``. Older than ``fresh_days`` it still counts, and should be
    asked again. ``safety``: unknown, it is missing on every route.
    """

    name: str
    label: str
    kind: Kind
    unknown: Unknown
    unit: str = ""
    codes: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    answers: tuple[State, ...] = ()
    rule: str = ""
    covered_by: str = ""
    pair: str = ""
    above: str = ""
    dated_by: str = ""
    valid_days: int | None = None
    fresh_days: int | None = None
    safety: bool = False

    @property
    def old_after(self) -> int | None:
        """Days after which a value is old, whether or not it still counts."""
        return self.valid_days if self.fresh_days is None else self.fresh_days

    def is_known(self, answer: Answer) -> bool:
        """Whether the answer settles the fact."""
        return answer.is_known or answer.state in self.answers

    def refusal_of(self, value: Any) -> str | None:
        """A sentence saying why this cannot be a value of the fact, or None."""
        return VALUE_CHECKS[self.kind](self, value)

    def refusal_of_comparison(self, comparison: Comparison) -> str | None:
        """A sentence saying why the comparison makes no sense, or None."""
        op, value = comparison.op, comparison.value
        if op not in OPERATORS[self.kind]:
            return f"the operator {op} does not fit {self.name} ({self.kind})."
        if op == "exists":
            return None
        members = value if op == "in" else [value]
        if self.kind is Kind.SET:
            members = [members]
        refusals = (self._refusal_of_operand(member) for member in members)
        return next(
            (f"{self.name}: {refusal}" for refusal in refusals if refusal), None
        )

    def _refusal_of_operand(self, value: Any) -> str | None:
        if isinstance(value, str) and value in CHOSEN_STATES and self.can_be(value):
            return None
        return self.refusal_of(value)

    def can_be(self, state: str) -> bool:
        """Whether a person may choose this state: 'na' only where it is an answer."""
        return state != State.NOT_APPLICABLE or State.NOT_APPLICABLE in self.answers


EQUALITY = frozenset({"=", "!=", "exists"})
ORDER = frozenset({">", ">=", "<", "<="})
OPERATORS = {
    Kind.YES_NO: EQUALITY | {"in"},
    Kind.INTEGER: EQUALITY | ORDER,
    Kind.DECIMAL: EQUALITY | ORDER,
    Kind.CODE: EQUALITY | {"in"},
    Kind.SET: frozenset({"contains", "exists"}),
    Kind.FLAG: EQUALITY,
    Kind.DATE: frozenset({"exists"}),
}


def _yes_no(fact: FactDeclaration, value: Any) -> str | None:
    if isinstance(value, str) and value in ("yes", "no"):
        return None
    states = [str(state) for state in CHOSEN_STATES if fact.can_be(state)]
    return f"{value!r} is not one of {', '.join(['yes', 'no', *states])}."


def _integer(fact: FactDeclaration, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return f"{value!r} is not a whole number."
    return _out_of_range(fact, value)


def _decimal(fact: FactDeclaration, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{value!r} is not a number."
    if not math.isfinite(value):
        return f"{value!r} is not a finite number."
    return _out_of_range(fact, value)


def _out_of_range(fact: FactDeclaration, value: float) -> str | None:
    if fact.least is not None and value < fact.least:
        return f"{value} is below {fact.least}."
    if fact.most is not None and value > fact.most:
        return f"{value} is above {fact.most}."
    return None


def _code(fact: FactDeclaration, value: Any) -> str | None:
    if isinstance(value, str) and value in fact.codes:
        return None
    return f"{value!r} is not one of {', '.join(fact.codes)}."


def _set(fact: FactDeclaration, value: Any) -> str | None:
    if not isinstance(value, list):
        return f"{value!r} is not a list of codes."
    refusals = (_code(fact, member) for member in value)
    return next((refusal for refusal in refusals if refusal), None)


def _flag(_fact: FactDeclaration, value: Any) -> str | None:
    return None if isinstance(value, bool) else f"{value!r} is not true or false."


def _date(_fact: FactDeclaration, value: Any) -> str | None:
    return None if read_date(value) else f"{value!r} is not a date like 2026-05-17."


def read_date(value: Any) -> date | None:
    """A full ISO date, or None for anything else."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return day if day.isoformat() == value else None


VALUE_CHECKS: dict[Kind, Callable[[FactDeclaration, Any], str | None]] = {
    Kind.YES_NO: _yes_no,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.CODE: _code,
    Kind.SET: _set,
    Kind.FLAG: _flag,
    Kind.DATE: _date,
}


def read_declaration(name: str, table: Table) -> FactDeclaration:
    """Read one fact; what is wrong is noted in the table."""
    declaration = FactDeclaration(
        name=name,
        label=table.text("label"),
        kind=table.code("type", Kind),
        unknown=table.code("unknown", Unknown),
        unit=table.text("unit", optional=True),
        codes=table.texts("codes"),
        least=table.number("least"),
        most=table.number("most"),
        answers=table.codes("answers", State),
        rule=table.text("rule", optional=True),
        covered_by=table.text("covered_by", optional=True),
        pair=table.text("pair", optional=True),
        above=table.text("above", optional=True),
        dated_by=table.text("dated_by", optional=True),
        valid_days=table.number("valid_days"),
        fresh_days=table.number("fresh_days"),
        safety=table.flag("safety"),
    )
    table.finish()
    _note_contradictions(declaration, table)
    return declaration


def _note_contradictions(fact: FactDeclaration, table: Table) -> None:
    if bool(fact.codes) != (fact.kind in (Kind.CODE, Kind.SET)):
        table.note("codes belong to the types code and set, and only to them.")
    if fact.least is not None and fact.most is not None and fact.least > fact.most:
        table.note("'least' is above 'most'.")
    if bool(fact.rule) != (fact.unknown is Unknown.OWN_RULE):
        table.note("'rule' belongs to unknown = own_rule, and only to it.")
    if bool(fact.dated_by) != (fact.valid_days is not None):
        table.note("'dated_by' and 'valid_days' belong together.")
