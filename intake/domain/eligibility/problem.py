"""Reading documents so that every problem is found at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from intake.domain.predicate import Predicate, PredicateError, read_predicate

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a document, and where."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


class DocumentError(ValueError):
    """A document that cannot be used; ``problems`` names everything wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class Table:
    """One table of a document. Notes what is wrong, stands in for it and goes on.

    Stand-ins never leave the reader: a document with a problem is refused as a whole.
    """

    def __init__(self, data: Any, place: str, problems: list[Problem]) -> None:
        self.place = place
        self._problems = problems
        self._asked: set[str] = set()
        if not isinstance(data, Mapping):
            self.note("expected a table.")
            data = {}
        self.data = data

    def note(self, sentence: str) -> None:
        """Remember a problem of this table."""
        self._problems.append(Problem(self.place, sentence))

    def take(self, key: str) -> Any:
        """The raw value, or None."""
        self._asked.add(key)
        return self.data.get(key)

    def text(self, key: str, optional: bool = False) -> str:
        """A text that is not blank; ``""`` stands in for an optional one left out."""
        value = self.take(key)
        if value is None and optional:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.note(f"'{key}' must be a text.")
            return ""
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when left out."""
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.note(f"'{key}' must be true or false.")
        return value is True

    def number(self, key: str) -> int | None:
        """A whole number, or None when left out."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.note(f"'{key}' must be a whole number.")
            return None
        return value

    def code(self, key: str, kind: type[Code]) -> Code:
        """One of the codes of an enumeration; the first stands in for another."""
        codes = list(kind)
        value = self.take(key)
        if value not in codes:
            self.note(f"'{key}' is {value!r}; expected one of {', '.join(codes)}.")
            return codes[0]
        return kind(value)

    def codes(self, key: str, kind: type[Code]) -> tuple[Code, ...]:
        """Several codes of an enumeration; none when left out."""
        values = self.texts(key)
        for value in values:
            if value not in list(kind):
                self.note(f"'{key}' names {value!r}; expected {', '.join(kind)}.")
        return tuple(kind(value) for value in values if value in list(kind))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different texts; none when left out."""
        values = self.take(key)
        if values is None:
            return ()
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            self.note(f"'{key}' must be a list of texts.")
            return ()
        if len(set(values)) < len(values):
            self.note(f"'{key}' names something twice.")
        return tuple(values)

    def predicate(self, key: str) -> Predicate | None:
        """A condition, or None when left out or not readable."""
        data = self.take(key)
        if data is None:
            return None
        try:
            return read_predicate(data, where=key)
        except PredicateError as error:
            self.note(str(error))
            return None

    def table(self, key: str) -> "Table":
        """A table inside this one."""
        return Table(self.take(key), f"{self.place}.{key}", self._problems)

    def tables(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """The named tables inside the table of this key."""
        outer = self.table(key)
        for name, data in outer.data.items():
            yield name, Table(data, f"{outer.place}.{name}", self._problems)

    def rows(self, key: str, name: str = "") -> Iterator["Table"]:
        """The tables of a list; their place is their ``name``, else their number."""
        rows = self.take(key)
        if not isinstance(rows, list) or not rows:
            self.note(f"'{key}' must be a list of tables, and not empty.")
            return
        for number, data in enumerate(rows, start=1):
            called = data.get(name) if isinstance(data, Mapping) else None
            yield Table(data, f"{self.place}.{key}.{called or number}", self._problems)

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.data:
            if key not in self._asked:
                self.note(f"'{key}' is not known here.")
