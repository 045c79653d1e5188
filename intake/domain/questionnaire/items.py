"""The questions, notes and groups of which a questionnaire is made.

The words are those of FHIR R4 Questionnaire (item type, enableWhen, answerOption,
repeats, required, maxLength, ordinal value); FHIR itself is read and written elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from intake.domain.answer import State
from intake.domain.predicate import Predicate

Wording = Mapping[str, str]

FALLBACK_LANGUAGE = "en"


def in_language(wording: Wording, language: str) -> str:
    """The words in a language, else in English, else in whichever there is.

    A regional language (``es-us``) falls back to its base (``es``) first. Without any
    words the result is empty.
    """
    for wanted in (language, language.partition("-")[0], FALLBACK_LANGUAGE):
        if wanted in wording:
            return wording[wanted]
    return next(iter(wording.values()), "")


class ItemType(StrEnum):
    """The item types of FHIR R4 that a patient can be asked with."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    DATE_TIME = "dateTime"
    TIME = "time"
    STRING = "string"
    TEXT = "text"
    URL = "url"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    QUANTITY = "quantity"


CHOICES = (ItemType.CHOICE, ItemType.OPEN_CHOICE)
NUMBERS = (ItemType.INTEGER, ItemType.DECIMAL)
NOT_ASKING = (ItemType.GROUP, ItemType.DISPLAY)

OTHER = "other"
"""The code by which an open choice announces the person's own words."""


@dataclass(frozen=True)
class Option:
    """One answer to choose.

    ``exclusive`` options refuse company where several may be chosen. With an
    ``ordinal`` (the points of an instrument) the answer's value is that number,
    otherwise the code.
    """

    code: str
    text: Wording = field(default_factory=dict)
    exclusive: bool = False
    ordinal: int | None = None
    loinc: str = ""

    @property
    def value(self) -> str | int:
        """What an answer holds when this option is chosen."""
        return self.code if self.ordinal is None else self.ordinal


@dataclass(frozen=True)
class Item:
    """One question, note or group.

    ``page`` names the page that a group starts where its own link id will not do;
    ``section`` names the part of the questionnaire that begins with it. ``on_paper``
    stands in place of ``help`` on a printed form, where that speaks of a screen.
    ``states`` are the ways out that are offered beside the answers (unsure, declined,
    does not apply), ``state_texts`` their words where the usual ones do not fit.
    ``soft_required`` items may stay empty, with the advice that this may delay the
    person. ``minimum`` and ``maximum`` are inclusive, for a quantity in meters or
    kilograms (``dimension`` height or weight). ``partial`` dates may leave out the day
    or the month; ``to_the_month`` ones have no day to fill in. ``past`` ones may not
    lie in the future. ``catalogue`` names the table
    from which codes (of a choice) or names (of a text) are picked. What is picked may
    be recognised in the text that it is ``named_by``, and was perhaps chosen before in
    the question that it is ``offered_by``; ``strengths_of`` names the choice
    whose usual strengths are shown beside a dose. A length of time that counts in a
    ``unit`` may be given in others. A group that
    repeats is a list whose ``items`` are asked for every row. ``instrument`` is the
    code of the sealed instrument that a group or item belongs to. An item with
    ``calculate`` is worked out from what ``reads`` names and never asked; the person
    sees it only if it is ``shown``.
    """

    link_id: str
    type: ItemType
    page: str = ""
    section: Wording = field(default_factory=dict)
    text: Wording = field(default_factory=dict)
    help: Wording = field(default_factory=dict)
    why: Wording = field(default_factory=dict)
    on_paper: Wording = field(default_factory=dict)
    required: bool = False
    soft_required: bool = False
    states: tuple[State, ...] = ()
    state_texts: Mapping[State, Wording] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    repeats: bool = False
    enable_when: Predicate | None = None
    items: tuple["Item", ...] = ()
    instrument: str | None = None
    loinc: str = ""
    dimension: str | None = None
    catalogue: str | None = None
    named_by: str | None = None
    offered_by: str | None = None
    strengths_of: str | None = None
    unit: str | None = None
    partial: bool = False
    to_the_month: bool = False
    past: bool = False
    sensitive: bool = False
    calculate: str | None = None
    reads: Mapping[str, Any] = field(default_factory=dict)
    shown: bool = False

    @cached_property
    def asks(self) -> bool:
        """The item takes an answer of its own."""
        return self.type not in NOT_ASKING and self.calculate is None

    @cached_property
    def has_answer(self) -> bool:
        """Conditions and facts may look at it."""
        return self.asks or self.is_list or self.calculate is not None

    @cached_property
    def is_list(self) -> bool:
        """A group that repeats: a list of rows."""
        return self.type is ItemType.GROUP and self.repeats

    @property
    def is_single_choice(self) -> bool:
        """Exactly one option is chosen."""
        return self.type is ItemType.CHOICE and not self.repeats

    @property
    def takes_several(self) -> bool:
        """More than one option may be chosen."""
        return self.type in CHOICES and self.repeats

    @cached_property
    def condition_names(self) -> frozenset[str]:
        """The link ids that the item's own condition looks at."""
        if self.enable_when is None:
            return frozenset()
        return frozenset(part.name for part in self.enable_when.comparisons())

    def option(self, value: object) -> Option | None:
        """The option that an answer's value means, if there is one."""
        for option in self.options:
            if type(option.value) is type(value) and option.value == value:
                return option
        return None

    def walk(self) -> Iterator["Item"]:
        """This item and everything below it, in order."""
        yield self
        for item in self.items:
            yield from item.walk()

    def questions(self) -> Iterator["Item"]:
        """The items in it that take an answer; rows of lists are left out."""
        if self.asks:
            yield self
        elif not self.is_list:
            for item in self.items:
                yield from item.questions()
