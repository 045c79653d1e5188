"""A questionnaire laid out for whoever publishes it: every item, fact and alarm."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.instruments import load_instruments
from intake.domain.predicate import Predicate
from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.items import Item, ItemType, in_language
from intake.domain.questionnaire.origins import origins
from intake.domain.questionnaire.reading import Problem
from intake.domain.questionnaire.risk import safety_items
from intake.domain.questionnaire.rules import FactRule, Urgent
from intake.web.ui.condition_words import Words, condition_words
from intake.web.ui.question_fields import STATE_WORDS

KINDS = {
    ItemType.GROUP: gettext_lazy("Group"),
    ItemType.DISPLAY: gettext_lazy("Words alone"),
    ItemType.BOOLEAN: gettext_lazy("Yes or no"),
    ItemType.DECIMAL: gettext_lazy("Number"),
    ItemType.INTEGER: gettext_lazy("Whole number"),
    ItemType.DATE: gettext_lazy("Date"),
    ItemType.DATE_TIME: gettext_lazy("Date and time"),
    ItemType.TIME: gettext_lazy("Time"),
    ItemType.STRING: gettext_lazy("One line"),
    ItemType.TEXT: gettext_lazy("Several lines"),
    ItemType.URL: gettext_lazy("Web address"),
    ItemType.CHOICE: gettext_lazy("One of these"),
    ItemType.OPEN_CHOICE: gettext_lazy("One of these, or own words"),
    ItemType.QUANTITY: gettext_lazy("Height or weight"),
}
ALARMS = {
    "emergency": gettext_lazy("Call the emergency number at once"),
    "heart": gettext_lazy("Call it if this is happening now, else a doctor today"),
    "reading": gettext_lazy("Rest, measure again, call a doctor today"),
}


@dataclass(frozen=True)
class Outline:
    """Lays out one definition in one language.

    ``problems`` stand at the items that they belong to.
    """

    definition: Definition
    language: str
    problems: Sequence[Problem] = field(default_factory=tuple)

    def shown(self) -> dict[str, Any]:
        """Everything that a page about the definition shows of it."""
        return {
            "title": self.words(self.definition.title),
            "intro": self.words(self.definition.intro),
            "pages": list(self._pages()),
            "facts": [self._fact(rule) for rule in self.definition.facts.values()],
            "alarms": [self._alarm(alarm) for alarm in self.definition.urgent],
            "instruments": [
                self._instrument(code, kept)
                for code, kept in self.definition.instruments.items()
            ],
        }

    def words(self, wording: Mapping[str, str]) -> str:
        return in_language(wording, self.language)

    def name(self, link_id: str) -> str:
        """A question in its own words, by its link id if it has none."""
        item = self.definition.by_link_id.get(link_id)
        return (self.words(item.text) if item else "") or link_id

    def _pages(self) -> Iterator[dict]:
        """The pages with their items; an item that is on none comes last."""
        seen: set[str] = set()
        known = self.definition.by_link_id
        for page in self.definition.pages:
            group = known.get(page.group.link_id)
            tops = [group] if group else []
            inside = [part for item in page.items for part in item.walk()]
            items = self._unseen([*tops, *inside], seen)
            yield {
                "number": page.number,
                "title": self.words(page.title) or _("Page without a title"),
                "is_list": page.is_list,
                "items": items,
            }
        if left := self._unseen(list(self.definition.walk()), seen):
            yield {"number": None, "title": _("On no page"), "items": left}

    def _unseen(self, items: Sequence[Item], seen: set[str]) -> list[dict]:
        shown = []
        for item in items:
            if item.link_id not in seen:
                seen.add(item.link_id)
                shown.append(self._item(item))
        return shown

    def _item(self, item: Item) -> dict:
        condition = item.enable_when
        return {
            "item": item,
            "text": self.words(item.text),
            "help": self.words(item.help),
            "why": self.words(item.why),
            "on_paper": self.words(item.on_paper),
            "kind": _kind(item),
            "options": [self.words(option.text) for option in item.options],
            "states": [self._state(item, state) for state in item.states],
            "condition": condition and self.condition(condition),
            "is_safety": item.link_id in self._safety,
            "problems": self._problems.get(item.link_id, ()),
        }

    @cached_property
    def _safety(self) -> frozenset[str]:
        return safety_items(self.definition)

    @cached_property
    def _problems(self) -> Mapping[str, list[Problem]]:
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.link_id, []).append(problem)
        return found

    def _state(self, item: Item, state: Any) -> str:
        own = item.state_texts.get(state)
        return self.words(own) if own else str(STATE_WORDS[state])

    def condition(self, condition: Predicate) -> Words:
        return condition_words(self.definition, condition, self.language)

    def _fact(self, rule: FactRule) -> dict:
        return {
            "name": rule.name,
            "calculate": rule.calculate,
            "when": rule.when and self.condition(rule.when),
            "unsure_when": rule.unsure_when and self.condition(rule.unsure_when),
            "sources": [
                (link_id, self.name(link_id))
                for link_id in origins(self.definition, rule)
            ],
        }

    def _alarm(self, alarm: Urgent) -> dict:
        kind = ALARMS.get(alarm.kind, alarm.kind)
        return {"code": alarm.code, "kind": kind, "when": self.condition(alarm.when)}

    def _instrument(self, code: str, kept: Mapping[str, Any]) -> dict:
        known = load_instruments().get(code)
        return {
            "code": code,
            "title": self.words(kept.get("title", {})),
            "version": kept.get("version", ""),
            "attribution": self.words(kept.get("attribution", {})),
            "licence": known.licence if known else "",
        }


def _kind(item: Item) -> str:
    if item.calculate:
        return _("Worked out, not asked")
    if item.is_list:
        return _("List")
    if item.takes_several:
        return _("Several of these")
    return str(KINDS[item.type])
