"""A condition in words that need no knowledge of how it is written.

What is joined becomes a tree, so that a page can show it as a list: either one text, or
several under the words that join them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.answer import CHOSEN_STATES, Answer, State, answered
from intake.domain.predicate import All, Any_, Comparison, Not, Predicate
from intake.domain.questionnaire.answers import ListState
from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.items import ItemType, in_language

from .answer_words import answer_words
from .list_words import LIST_STATES

ALL = gettext_lazy("all of these hold:")
ANY = gettext_lazy("one of these holds:")
NOT = gettext_lazy("this does not hold:")
SENTENCES: dict[str, Promise] = {
    "=": gettext_lazy("{question} is {answer}"),
    "in": gettext_lazy("{question} is {answer}"),
    "!=": gettext_lazy("{question} is not {answer}"),
    ">": gettext_lazy("{question} is more than {answer}"),
    ">=": gettext_lazy("{question} is {answer} or more"),
    "<": gettext_lazy("{question} is less than {answer}"),
    "<=": gettext_lazy("{question} is {answer} or less"),
    "contains": gettext_lazy("{question} includes {answer}"),
}

Name = Callable[[str], str]


@dataclass(frozen=True)
class Words:
    """One text, or what joins several parts and these parts."""

    text: str
    parts: tuple["Words", ...] = ()


def condition_words(
    definition: Definition,
    condition: Predicate,
    language: str,
    name: Name | None = None,
) -> Words:
    """Put a condition in words.

    Args:
        definition: Where the questions stand that it looks at.
        condition: It may name what does not exist; that is shown as it is.
        language: The language of the questions.
        name: How a question is called, by its link id; by default its own words.
    """
    wording = _Wording(definition, language)
    return _Telling(wording, name or wording.quoted).tell(condition)


@dataclass(frozen=True)
class _Wording:
    definition: Definition
    language: str

    def quoted(self, link_id: str) -> str:
        item = self.definition.by_link_id.get(link_id)
        text = in_language(item.text, self.language) if item else ""
        return _("“{words}”").format(words=text or link_id)

    def answer(self, link_id: str, value: Any) -> str:
        """An answer to a question as people choose it."""
        item = self.definition.by_link_id.get(link_id)
        if item is None or not isinstance(value, str | int | float):
            return str(value)
        if item.is_list and value in tuple(ListState):
            return str(LIST_STATES[ListState(value)])
        if value in CHOSEN_STATES:
            return answer_words(item, Answer(State(value)), self.language)
        if item.type is ItemType.BOOLEAN and value not in ("yes", "no"):
            return str(value)
        return answer_words(item, answered(value), self.language)


@dataclass(frozen=True)
class _Telling:
    wording: _Wording
    name: Name

    def tell(self, condition: Predicate) -> Words:
        if isinstance(condition, Comparison):
            return self._comparison(condition.name, condition.op, [condition.value])
        if isinstance(condition, Not):
            return Words(str(NOT), (self.tell(condition.part),))
        if isinstance(condition, All):
            return _joined(ALL, [self.tell(part) for part in condition.parts])
        return _joined(ANY, list(self._alternatives(condition)))

    def _alternatives(self, condition: Any_) -> Iterator[Words]:
        """Each part; several answers to the same question are one."""
        for name, run in groupby(condition.parts, key=_equated):
            parts = list(run)
            if name is None:
                yield from map(self.tell, parts)
            else:
                yield self._comparison(name, "=", [part.value for part in parts])

    def _comparison(self, name: str, op: str, values: Sequence[Any]) -> Words:
        question = self.name(name)
        if op == "exists":
            has = _("{question} has an answer")
            none = _("{question} has no answer")
            text = none if values[0] is False else has
            return Words(text.format(question=question))
        several = list(values[0]) if op == "in" else values
        said = [self._said(name, value) for value in several]
        answer = _(" or ").join(said)
        return Words(str(SENTENCES[op]).format(question=question, answer=answer))

    def _said(self, name: str, value: Any) -> str:
        words = self.wording.answer(name, value)
        is_number = isinstance(value, int | float) and words == str(value)
        return words if is_number else _("“{words}”").format(words=words)


def _equated(part: Predicate) -> str | None:
    """The question of which a part says that it has one answer."""
    if isinstance(part, Comparison) and part.op == "=":
        return part.name
    return None


def _joined(joint: Promise, parts: Sequence[Words]) -> Words:
    return parts[0] if len(parts) == 1 else Words(str(joint), tuple(parts))
