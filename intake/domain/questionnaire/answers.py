"""The answers given so far, and whether a value may be accepted."""

import math
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeGuard

from intake.domain import answer as plain
from intake.domain.answer import CHOSEN_STATES, Answer, State

from .items import OTHER, Item, ItemType
from .measures import MixedUnits, quantity
from .person import Person
from .rules import Above


class ListState(StrEnum):
    """What the person said of a list as a whole; open until one of the others."""

    OPEN = "open"
    NONE = "none"
    DONE = "done"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Row:
    """One row of a list; the id stays when the row is changed."""

    id: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Rows:
    """A list of rows, known only when the person has said that it is complete."""

    state: ListState = ListState.OPEN
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """All answers given so far, by link id, hidden ones among them.

    ``saved_on`` says when a question or list was last saved, where that is known.
    An item that is not here has not been saved yet; one that was left empty is here
    as skipped. ``person`` and ``on``, the day, are what calculated items need beside
    answers; without them some stay unknown.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    lists: Mapping[str, Rows] = field(default_factory=dict)
    saved_on: Mapping[str, date] = field(default_factory=dict)
    person: Person = field(default_factory=Person)
    on: date | None = None

    def rows(self, link_id: str) -> Rows:
        """A list, open and empty when nothing is stored of it."""
        return self.lists.get(link_id, Rows())


def to_data(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """The answers of a page or row as they are stored."""
    return {link_id: plain.to_data(answer) for link_id, answer in answers.items()}


def from_data(data: Mapping[str, Any]) -> dict[str, Answer]:
    """The reverse of :func:`to_data`."""
    return {link_id: plain.from_data(answer) for link_id, answer in data.items()}


class Refusal(StrEnum):
    """Why a value is not accepted; the words are made where it is shown."""

    STATE_NOT_OFFERED = "state_not_offered"
    NOT_OFFERED = "not_offered"
    NOT_ALONE = "not_alone"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    NOT_A_DATE = "not_a_date"
    NEEDS_DAY = "needs_day"
    IN_FUTURE = "in_future"
    NOT_A_TIME = "not_a_time"
    NOT_A_MEASURE = "not_a_measure"
    NOT_A_LINK = "not_a_link"
    NOT_ABOVE = "not_above"


LONGEST = {ItemType.STRING: 255, ItemType.TEXT: 4000, ItemType.URL: 2000}
"""How many characters an item takes that sets no limit of its own."""

LARGEST = 10**9
"""The largest number that an item takes that sets no limit of its own."""

PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

Catalogues = Mapping[str, Container[str]]


@dataclass(frozen=True)
class _Checker:
    item: Item
    on: date | None
    codes: Container[str] | None

    def boolean(self, value: Any) -> Refusal | None:
        return None if value in ("yes", "no") else Refusal.NOT_OFFERED

    def choice(self, value: Any) -> Refusal | None:
        if not self.item.repeats:
            return None if self._is_offered(value) else self._not_offered(value)
        if not isinstance(value, list) or not value:
            return Refusal.NOT_OFFERED
        if not all(self._is_offered(v) and value.count(v) == 1 for v in value):
            return Refusal.NOT_OFFERED
        if len(value) > 1 and any(self._is_exclusive(part) for part in value):
            return Refusal.NOT_ALONE
        return None

    def _is_offered(self, value: Any) -> bool:
        if self.item.option(value):
            return True
        if self.item.catalogue and isinstance(value, str):
            return self.codes is None or value in self.codes
        return self.item.type is ItemType.OPEN_CHOICE and self._is_own_words(value)

    def _not_offered(self, value: Any) -> Refusal:
        """Own words that are too long are told from an answer that is none."""
        words = value.get(OTHER) if isinstance(value, dict) else None
        is_long = isinstance(words, str) and len(words) > self._longest
        return Refusal.TOO_LONG if is_long else Refusal.NOT_OFFERED

    def _is_own_words(self, value: Any) -> bool:
        words = value.get(OTHER) if isinstance(value, dict) else None
        if not isinstance(words, str) or not words.strip():
            return False
        return len(words) <= self._longest and "\0" not in words

    def _is_exclusive(self, value: Any) -> bool:
        option = self.item.option(value)
        return option is not None and option.exclusive

    def integer(self, value: Any) -> Refusal | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return Refusal.NOT_WHOLE
        return self._range(value)

    def decimal(self, value: Any) -> Refusal | None:
        if not is_number(value):
            return Refusal.NOT_A_NUMBER
        return self._range(value)

    def _range(self, value: float) -> Refusal | None:
        low, high = self.item.minimum, self.item.maximum
        if value < (-LARGEST if low is None else low):
            return Refusal.TOO_SMALL
        if value > (LARGEST if high is None else high):
            return Refusal.TOO_LARGE
        return None

    def quantity(self, value: Any) -> Refusal | None:
        given = value.get("given") if isinstance(value, dict) else None
        if not isinstance(given, dict) or not all(map(is_number, given.values())):
            return Refusal.NOT_A_MEASURE
        try:
            exact = quantity(str(self.item.dimension), given)
        except MixedUnits:
            return Refusal.NOT_A_MEASURE
        return self._range(exact["si"]) if value == exact else Refusal.NOT_A_MEASURE

    def date(self, value: Any) -> Refusal | None:
        earliest = earliest_day(value)
        if earliest is None:
            return Refusal.NOT_A_DATE
        if len(value) < len("2024-05-17") and not self.item.partial:
            return Refusal.NEEDS_DAY
        if self.item.past and self.on and earliest > self.on:
            return Refusal.IN_FUTURE
        return None

    def date_time(self, value: Any) -> Refusal | None:
        return _parses(datetime.fromisoformat, value, Refusal.NOT_A_DATE)

    def time(self, value: Any) -> Refusal | None:
        return _parses(time.fromisoformat, value, Refusal.NOT_A_TIME)

    def text(self, value: Any) -> Refusal | None:
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            return Refusal.NOT_TEXT
        return Refusal.TOO_LONG if len(value) > self._longest else None

    def url(self, value: Any) -> Refusal | None:
        if isinstance(value, str) and not re.match(r"https?://[^\s/]", value):
            return Refusal.NOT_A_LINK
        return self.text(value)

    @property
    def _longest(self) -> int:
        return self.item.max_length or LONGEST.get(self.item.type, 255)

    def nothing(self, value: Any) -> Refusal:  # noqa: ARG002 - notes take no answer
        return Refusal.NOT_OFFERED


CHECKS: Mapping[ItemType, Callable[[_Checker, Any], Refusal | None]] = {
    ItemType.GROUP: _Checker.nothing,
    ItemType.DISPLAY: _Checker.nothing,
    ItemType.BOOLEAN: _Checker.boolean,
    ItemType.DECIMAL: _Checker.decimal,
    ItemType.INTEGER: _Checker.integer,
    ItemType.DATE: _Checker.date,
    ItemType.DATE_TIME: _Checker.date_time,
    ItemType.TIME: _Checker.time,
    ItemType.STRING: _Checker.text,
    ItemType.TEXT: _Checker.text,
    ItemType.URL: _Checker.url,
    ItemType.CHOICE: _Checker.choice,
    ItemType.OPEN_CHOICE: _Checker.choice,
    ItemType.QUANTITY: _Checker.quantity,
}


def check(
    item: Item,
    answer: Answer,
    on: date | None = None,
    catalogues: Catalogues | None = None,
) -> Refusal | None:
    """Why an answer is not one that the item accepts, or None.

    An empty answer is always accepted here: whether one is required is a matter of the
    whole questionnaire (:func:`.branching.missing`), and what was posted beside it must
    be kept.

    Args:
        item: The question.
        answer: The value, its type as :class:`~intake.domain.answer.Answer` says. An
            open choice takes own words as ``{"other": words}``.
        on: Today; without it a date in the future is not noticed.
        catalogues: The codes that may be picked, by the name of the catalogue; without
            them any text is accepted where an item picks from a catalogue.
    """
    if answer.state is State.ANSWERED:
        codes = (catalogues or {}).get(item.catalogue or "")
        return CHECKS[item.type](_Checker(item, on, codes), answer.value)
    if answer.state in CHOSEN_STATES and answer.state not in item.states:
        return Refusal.STATE_NOT_OFFERED
    return None


def check_pairs(
    pairs: Iterable[Above], answers: Mapping[str, Answer]
) -> dict[str, Refusal]:
    """Numbers that must be the greater of two and are not, by their link id."""
    return {
        pair.item: Refusal.NOT_ABOVE
        for pair in pairs
        if _number(answers, pair.item) <= _number(answers, pair.than, -math.inf)
    }


def _number(
    answers: Mapping[str, Answer], link_id: str, unknown: float = math.inf
) -> float:
    value = answers[link_id].value if link_id in answers else None
    return value if is_number(value) else unknown


def is_number(value: Any) -> TypeGuard[float]:
    """A finite number; truth values are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or math.isfinite(value)


def earliest_day(value: Any) -> date | None:
    """The first day that a date may mean when its day or month was left out."""
    if not isinstance(value, str) or not PARTIAL_DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return None


def _parses(
    parse: Callable[[str], object], value: Any, refusal: Refusal
) -> Refusal | None:
    try:
        parse(value)
    except (ValueError, TypeError):
        return refusal
    return None
