"""Reading items from plain data, the authored form as well as the stored one.

Nothing is guessed: a setting that is not known, a wrong type or a text without words is
a problem with its place and a sentence, and reading goes on, so that all problems of a
file are reported at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from intake.domain.answer import CHOSEN_STATES, State
from intake.domain.predicate import Predicate, PredicateError, read_predicate

from .items import FALLBACK_LANGUAGE, Option, Wording
from .measures import LENGTHS

DIMENSIONS = ("height", "weight")
CATALOGUES = ("agents", "medicines")
LARGEST = 10**12


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where; the item that it belongs to, where there is one."""

    place: str
    sentence: str
    link_id: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


class DefinitionError(ValueError):
    """A questionnaire that cannot be read or published; it lists every problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Reader:
    """Reads values at a place and gathers what is wrong with them."""

    problems: list[Problem] = field(default_factory=list)

    def refuse(self, place: str, sentence: str) -> None:
        """Note a problem and go on."""
        self.problems.append(Problem(place, sentence))

    def problems_in(self, file: str) -> list[Problem]:
        """The problems, their places led by the name of the file."""
        return [
            Problem(
                f"{file}: {problem.place}" if file else problem.place, problem.sentence
            )
            for problem in self.problems
        ]

    def table(self, data: Any, place: str) -> Mapping[str, Any]:
        """A table; anything else is refused and read as an empty one."""
        if isinstance(data, Mapping):
            return data
        self.refuse(place, f"expected a table, found {data!r}.")
        return {}

    def rows(self, data: Any, place: str) -> list[Any]:
        """A list; anything else is refused and read as an empty one."""
        if isinstance(data, list | tuple):
            return list(data)
        self.refuse(place, f"expected a list, found {data!r}.")
        return []

    def known_settings(
        self, data: Mapping[str, Any], known: Sequence[str], place: str
    ) -> None:
        """Refuse settings that nothing reads, which are usually misspelt ones."""
        for name in data:
            if name not in known:
                self.refuse(place, f"there is no setting '{name}'.")

    def values(
        self, readers: Mapping[str, "Read"], data: Mapping[str, Any], place: str
    ) -> dict[str, Any]:
        """The settings that are there, each read by its reader."""
        return {
            name: read(self, data[name], f"{place} {name}")
            for name, read in readers.items()
            if name in data
        }

    def string(self, data: Any, place: str) -> str:
        """Text that is not empty."""
        if isinstance(data, str) and data.strip():
            return data
        self.refuse(place, f"expected some text, found {data!r}.")
        return ""

    def strings(self, data: Any, place: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.string(value, place) for value in self.rows(data, place))

    def texts(self, data: Any, place: str) -> dict[str, str]:
        """A table of texts."""
        return {
            name: self.string(text, f"{place} {name}")
            for name, text in self.table(data, place).items()
        }

    def flag(self, data: Any, place: str) -> bool:
        """True or false, not a word for it."""
        if not isinstance(data, bool):
            self.refuse(place, f"expected true or false, found {data!r}.")
        return data is True

    def number(self, data: Any, place: str) -> float | None:
        """A number, neither NaN nor larger than any that is asked for."""
        is_truth = isinstance(data, bool)
        if isinstance(data, int | float) and not is_truth and abs(data) <= LARGEST:
            return data
        self.refuse(place, f"expected a number, found {data!r}.")
        return None

    def whole(self, data: Any, place: str) -> int | None:
        """A whole number."""
        if isinstance(data, int) and not isinstance(data, bool):
            return data
        self.refuse(place, f"expected a whole number, found {data!r}.")
        return None

    def wording(self, data: Any, place: str) -> Wording:
        """Words: plain text is English, a table holds words by language."""
        if isinstance(data, str):
            return {FALLBACK_LANGUAGE: self.string(data, place)}
        words = self.table(data, place)
        if isinstance(data, Mapping) and not words:
            self.refuse(place, "the words are missing.")
        return {
            language: self.string(text, f"{place} ({language})")
            for language, text in words.items()
        }

    def condition(self, data: Any, place: str) -> Predicate | None:
        """A condition in the one language of conditions."""
        try:
            return read_predicate(data, place)
        except PredicateError as error:
            self.refuse(place, str(error).removeprefix(f"{place}: "))
            return None

    def one_of(self, data: Any, names: Sequence[str], place: str) -> str | None:
        """One of a few names."""
        if data in names:
            return str(data)
        self.refuse(place, f"expected one of {', '.join(names)}; found {data!r}.")
        return None

    def states(self, data: Any, place: str) -> tuple[State, ...]:
        """The ways out that are offered."""
        names = (self.one_of(n, CHOSEN_STATES, place) for n in self.rows(data, place))
        return tuple(State(name) for name in names if name)

    def state_texts(self, data: Any, place: str) -> Mapping[State, Wording]:
        """Own words for ways out."""
        words = self.table(data, place)
        return {
            State(name): self.wording(text, f"{place}, {name}")
            for name, text in words.items()
            if self.one_of(name, CHOSEN_STATES, place)
        }

    def options(self, data: Any, place: str) -> tuple[Option, ...]:
        """The answers to choose from."""
        return tuple(
            self.option(option, f"{place} {number}")
            for number, option in enumerate(self.rows(data, place), start=1)
        )

    def option(self, data: Any, place: str) -> Option:
        """One answer to choose. Its code may be left out beside an ordinal."""
        table = self.table(data, place)
        self.known_settings(table, tuple(OPTION_READERS), place)
        values = self.values(OPTION_READERS, table, place)
        if "code" not in values and values.get("ordinal") is not None:
            values["code"] = str(values["ordinal"])
        if "code" not in values:
            self.refuse(place, "the option has no code.")
        return Option(**{"code": "", **values})


Read = Callable[[Reader, Any, str], Any]

OPTION_READERS: dict[str, Read] = {
    "code": Reader.string,
    "text": Reader.wording,
    "exclusive": Reader.flag,
    "ordinal": Reader.whole,
    "loinc": Reader.string,
}


def _one_of(names: Sequence[str]) -> Read:
    return lambda reader, data, place: reader.one_of(data, names, place)


ITEM_READERS: dict[str, Read] = {
    "page": Reader.string,
    "section": Reader.wording,
    "text": Reader.wording,
    "help": Reader.wording,
    "why": Reader.wording,
    "on_paper": Reader.wording,
    "required": Reader.flag,
    "soft_required": Reader.flag,
    "states": Reader.states,
    "state_texts": Reader.state_texts,
    "options": Reader.options,
    "minimum": Reader.number,
    "maximum": Reader.number,
    "max_length": Reader.whole,
    "repeats": Reader.flag,
    "enable_when": Reader.condition,
    "instrument": Reader.string,
    "loinc": Reader.string,
    "dimension": _one_of(DIMENSIONS),
    "catalogue": _one_of(CATALOGUES),
    "named_by": Reader.string,
    "offered_by": Reader.string,
    "strengths_of": Reader.string,
    "unit": _one_of(tuple(LENGTHS)),
    "partial": Reader.flag,
    "to_the_month": Reader.flag,
    "past": Reader.flag,
    "sensitive": Reader.flag,
    "calculate": Reader.string,
    "reads": Reader.table,
    "shown": Reader.flag,
}
SETTINGS = (*ITEM_READERS, "link_id", "type", "items")
