"""The one language of conditions: branching, facts and criteria.

A predicate is plain data, a tree of ``{"all": [...]}``, ``{"any": [...]}`` and
``{"not": {...}}`` over comparisons ``{"fact": name, "op": operator, "value": value}``
(``"item"`` may stand for ``"fact"``). It is read once into objects and judged in
three-valued (Kleene) logic against a mapping of names to answers:

* a comparison with an unsure, declined, skipped or unasked value is unknown;
* ``exists`` and ``!=`` are never unknown: ``!=`` is met unless the value is known to be
  equal, as in FHIR R4;
* ``unsure``, ``declined`` and ``na`` after ``=``, ``!=`` and ``in`` mean the state;
* every other comparison with what does not apply is not met.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .answer import CHOSEN_STATES, SKIPPED, Answer, State

Known = Mapping[str, Answer]


class Truth(Enum):
    """Met, not met, or not known."""

    NOT_MET = 0
    UNKNOWN = 1
    MET = 2

    @classmethod
    def of(cls, value: bool) -> "Truth":
        """The truth of something that is known."""
        return cls.MET if value else cls.NOT_MET


class PredicateError(ValueError):
    """A condition that cannot be read; the message says where and why."""


@dataclass(frozen=True)
class Comparison:
    """One name compared with one value."""

    name: str
    op: str
    value: Any = None

    def judge(self, known: Known) -> Truth:
        """Compare the named answer, three-valued."""
        answer = known.get(self.name, SKIPPED)
        if self.op == "exists":
            present = answer.state is State.ANSWERED
            return Truth.of(present == (self.value is not False))
        if _is_state(self.value):
            return Truth.of((answer.state == self.value) == (self.op == "="))
        if self.op == "in":
            options = (Comparison(self.name, "=", option) for option in self.value)
            return Any_(tuple(options)).judge(known)
        if self.op == "!=":
            equal = answer.state is State.ANSWERED and answer.value == self.value
            return Truth.of(not equal)
        if answer.state is State.NOT_APPLICABLE:
            return Truth.NOT_MET
        if answer.state is not State.ANSWERED:
            return Truth.UNKNOWN
        return Truth.of(COMPARE[self.op](answer.value, self.value))

    def comparisons(self) -> Iterator["Comparison"]:
        """This one."""
        yield self

    def to_data(self) -> dict[str, Any]:
        """The plain form, for storing and showing."""
        if self.op == "exists" and self.value is None:
            return {"fact": self.name, "op": self.op}
        value = list(self.value) if self.op == "in" else self.value
        return {"fact": self.name, "op": self.op, "value": value}


@dataclass(frozen=True)
class All:
    """Met when every part is met; not met as soon as one is not."""

    parts: tuple["Predicate", ...]

    def judge(self, known: Known) -> Truth:
        """The least true of the parts."""
        return min(
            (part.judge(known) for part in self.parts),
            key=lambda truth: truth.value,
            default=Truth.MET,
        )

    def comparisons(self) -> Iterator[Comparison]:
        """Every comparison inside, in the order written."""
        for part in self.parts:
            yield from part.comparisons()

    def to_data(self) -> dict[str, Any]:
        """The plain form, for storing and showing."""
        return {"all": [part.to_data() for part in self.parts]}


@dataclass(frozen=True)
class Any_:  # noqa: N801 - `Any` is taken by typing
    """Met as soon as one part is met; not met when none is."""

    parts: tuple["Predicate", ...]

    def judge(self, known: Known) -> Truth:
        """The most true of the parts."""
        return max(
            (part.judge(known) for part in self.parts),
            key=lambda truth: truth.value,
            default=Truth.NOT_MET,
        )

    def comparisons(self) -> Iterator[Comparison]:
        """Every comparison inside, in the order written."""
        for part in self.parts:
            yield from part.comparisons()

    def to_data(self) -> dict[str, Any]:
        """The plain form, for storing and showing."""
        return {"any": [part.to_data() for part in self.parts]}


@dataclass(frozen=True)
class Not:
    """The reverse; unknown stays unknown."""

    part: "Predicate"

    def judge(self, known: Known) -> Truth:
        """Met and not met exchanged."""
        return Truth(2 - self.part.judge(known).value)

    def comparisons(self) -> Iterator[Comparison]:
        """Every comparison inside."""
        yield from self.part.comparisons()

    def to_data(self) -> dict[str, Any]:
        """The plain form, for storing and showing."""
        return {"not": self.part.to_data()}


Predicate = Comparison | All | Any_ | Not

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "contains": lambda values, value: value in values,
}
OPERATORS = (*COMPARE, "!=", "in", "exists")


def read_predicate(data: Any, where: str = "condition") -> Predicate:
    """Read the plain form.

    Raises:
        PredicateError: The data is not a predicate; the message names ``where``.
    """
    if not isinstance(data, Mapping):
        raise PredicateError(f"{where}: expected a table, found {data!r}.")
    for key, kind in (("all", All), ("any", Any_)):
        if set(data) == {key}:
            parts = data[key]
            if not isinstance(parts, list) or not parts:
                raise PredicateError(f"{where}: '{key}' needs a list of conditions.")
            return kind(tuple(read_predicate(part, where) for part in parts))
    if set(data) == {"not"}:
        return Not(read_predicate(data["not"], where))
    return _read_comparison(data, where)


def _read_comparison(data: Mapping[str, Any], where: str) -> Comparison:
    names = [key for key in ("fact", "item") if key in data]
    name = data[names[0]] if len(names) == 1 else None
    if not isinstance(name, str) or not set(data) <= {*names, "op", "value"}:
        raise PredicateError(
            f"{where}: a condition is all, any, not, or a comparison of a fact or "
            f"item; found {dict(data)!r}."
        )
    op = data.get("op", "=")
    value: Any = data.get("value")
    if op not in OPERATORS:
        raise PredicateError(f"{where}: unknown operator {op!r} on {name}.")
    if not _fits(op, value):
        raise PredicateError(f"{where}: {value!r} does not fit {op} on {name}.")
    return Comparison(name, op, tuple(value) if op == "in" else value)


def _fits(op: str, value: Any) -> bool:
    if op == "exists":
        return value is None or isinstance(value, bool)
    if op == "in":
        return isinstance(value, list | tuple) and bool(value)
    if op in ("=", "!="):
        return value is not None
    return value is not None and not _is_state(value)


def _is_state(value: Any) -> bool:
    return isinstance(value, str) and value in CHOSEN_STATES
