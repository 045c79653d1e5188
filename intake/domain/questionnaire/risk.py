"""Questions whose answers may mean danger, and whether each of them is graded.

An answer acts only through the safety facts and the alarms of a definition. A question
of the suicide screen that none of them reads would be asked and never heard.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.domain.safety import NOW_FACTS
from intake.domain.scoring import asq, phq9

from .conditions import Outline
from .definition import Definition
from .items import Item, ItemType
from .origins import origins
from .reading import Problem
from .rules import FactRule

ITEM9, ASQ = "item9", "asq"
SAFETY_FACTS = (ITEM9, ASQ, *NOW_FACTS)
POINTS = frozenset(range(4))
YES_NO = frozenset({"yes", "no"})


def safety_items(definition: Definition) -> frozenset[str]:
    """The questions and lists that the safety level and the alarms look at."""
    facts = (definition.facts.get(name) for name in SAFETY_FACTS)
    names = {
        *definition.screen,
        *(name for rule in facts if rule for name in origins(definition, rule)),
        *(
            comparison.name
            for alarm in definition.urgent
            for comparison in alarm.when.comparisons()
        ),
    }
    return frozenset(names & definition.by_link_id.keys())


def is_safety_item(definition: Definition, link_id: str) -> bool:
    """Whether a question, or one inside a group, may mean danger."""
    item = definition.by_link_id.get(link_id)
    if item is None:
        return False
    return not safety_items(definition).isdisjoint(part.link_id for part in item.walk())


def risk_problems(outline: Outline) -> Iterator[Problem]:
    """Risk questions that nothing grades, or not so that danger would be seen."""
    grading = _Grading(outline)
    yield from grading.unread()
    yield from grading.unfit()
    yield from grading.outside_the_screen()


@dataclass(frozen=True)
class _Grading:
    outline: Outline

    @property
    def definition(self) -> Definition:
        return self.outline.definition

    def rule(self, name: str) -> FactRule | None:
        return self.definition.facts.get(name)

    def unread(self) -> Iterator[Problem]:
        placed = self.outline.placed
        item9, screen = self.rule(ITEM9), self.rule(ASQ)
        if phq9.SELF_HARM in placed and not (item9 and item9.item == phq9.SELF_HARM):
            yield _unheard(phq9.SELF_HARM, ITEM9)
        first = asq.ITEMS[0]
        if first in placed and not (screen and screen.calculate == ASQ):
            yield _unheard(first, ASQ)

    def unfit(self) -> Iterator[Problem]:
        item9, screen = self.rule(ITEM9), self.rule(ASQ)
        if item9 and not (item9.item and self._values(item9) == POINTS):
            yield Problem(f"facts.{ITEM9}", "its answers must be the points 0 to 3.")
        if screen and screen.calculate != ASQ:
            yield Problem(f"facts.{ASQ}", "it must be the calculation 'asq'.")
        for name in NOW_FACTS:
            rule = self.rule(name)
            if rule and not self._says_yes_or_no(rule):
                yield Problem(f"facts.{name}", "its answers must be yes or no.")

    def outside_the_screen(self) -> Iterator[Problem]:
        rules = (self.rule(ITEM9), self.rule(ASQ))
        graded = [n for rule in rules if rule for n in origins(self.definition, rule)]
        for name in dict.fromkeys(graded):
            if name in self.outline.placed and name not in self.definition.screen:
                sentence = "it belongs to the suicide screen, so 'screen' must name it."
                yield Problem(name, sentence)

    def _says_yes_or_no(self, rule: FactRule) -> bool:
        return rule.when is not None or (
            rule.item is not None and self._values(rule) == YES_NO
        )

    def _values(self, rule: FactRule) -> frozenset[object]:
        """What the fact may be; nothing where there is no such question."""
        placed = self.outline.placed.get(str(rule.item))
        values = _answers(placed.item) if placed else ()
        return frozenset(rule.translate.get(str(v), v) for v in values)


def _answers(item: Item) -> tuple[object, ...]:
    if item.type is ItemType.BOOLEAN:
        return ("yes", "no")
    return tuple(option.value for option in item.options if not item.takes_several)


def _unheard(link_id: str, fact: str) -> Problem:
    return Problem(link_id, f"its answers would raise no alert: no fact '{fact}'.")
