"""Facts, alarms and pairs of numbers before publishing."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from intake.domain.answer import CHOSEN_STATES
from intake.domain.predicate import Predicate
from intake.domain.treatments.trials import Trial

from .calculations import CALCULATIONS, Setting
from .conditions import Outline, fit_problem, name_problem
from .items import NUMBERS
from .reading import Problem
from .rules import Above, FactRule


def rule_problems(outline: Outline) -> Iterator[Problem]:
    """What is wrong beside the items."""
    for rule in outline.definition.facts.values():
        for sentence in _fact_sentences(outline, rule):
            yield Problem(f"facts.{rule.name}", sentence)
    yield from _urgent_problems(outline)
    for block in ("screen", "watched"):
        for name in getattr(outline.definition, block):
            if missing := name_problem(outline, name):
                yield Problem(block, f"it {missing}")
    for pair in outline.definition.above:
        for sentence in _pair_sentences(outline, pair):
            yield Problem(f"above {pair.item}", sentence)


def _urgent_problems(outline: Outline) -> Iterator[Problem]:
    alarms = outline.definition.urgent
    for urgent in alarms:
        for sentence in _condition_sentences(outline, urgent.when):
            yield Problem(f"urgent {urgent.code}", f"its condition {sentence}")
    for code, count in Counter(urgent.code for urgent in alarms).items():
        if count > 1:
            yield Problem(f"urgent {code}", "the code stands more than once.")


def _pair_sentences(outline: Outline, pair: Above) -> Iterator[str]:
    definition, names = outline.definition, (pair.item, pair.than)
    wrong = [name_problem(outline, name) for name in names]
    if any(wrong):
        yield from (f"it {sentence}" for sentence in wrong if sentence)
        return
    if any(definition.item(name).type not in NUMBERS for name in names):
        yield "both must be numbers."
    if definition.page_of(pair.item) != definition.page_of(pair.than):
        yield "both must be asked on the same page."


def _condition_sentences(outline: Outline, condition: Predicate) -> Iterator[str]:
    for comparison in condition.comparisons():
        sentence = name_problem(outline, comparison.name)
        sentence = sentence or fit_problem(outline, comparison)
        if sentence:
            yield sentence


def _fact_sentences(outline: Outline, rule: FactRule) -> Iterator[str]:
    if rule.calculate:
        yield from _calculation_sentences(outline, rule)
    elif rule.item:
        if sentence := name_problem(outline, rule.item):
            yield f"it {sentence}"
        else:
            yield from _translation_sentences(outline, rule)
    for condition in (rule.when, rule.unsure_when):
        if condition:
            for sentence in _condition_sentences(outline, condition):
                yield f"its condition {sentence}"


def _translation_sentences(outline: Outline, rule: FactRule) -> Iterator[str]:
    item = outline.placed[str(rule.item)].item
    codes = {option.code for option in item.options}
    for said in rule.translate:
        if said not in {"yes", "no", *CHOSEN_STATES, *codes}:
            yield f"it translates '{said}', which nobody can answer."


def _calculation_sentences(outline: Outline, rule: FactRule) -> Iterator[str]:
    calculation = str(rule.calculate)
    if calculation in CALCULATIONS:
        yield from reads_sentences(outline, calculation, rule.reads)
    else:
        yield f"there is no calculation '{calculation}'."


def reads_sentences(
    outline: Outline, calculation: str, reads: Mapping[str, Any]
) -> Iterator[str]:
    """What is wrong with what a calculation, of a fact or an item, is to read."""
    settings = CALCULATIONS[calculation].settings
    optional = CALCULATIONS[calculation].optional
    for name in reads:
        if name not in settings:
            yield f"the calculation has no setting '{name}'."
    checks = _Checks(outline, reads)
    for name, kind in settings.items():
        if name in reads:
            yield from CHECKS[kind](checks, reads[name])
        elif name not in optional:
            yield f"the setting '{name}' is missing."


@dataclass(frozen=True)
class _Checks:
    """Looks at one setting of a calculation, beside the others."""

    outline: Outline
    reads: Mapping[str, Any]

    def question(self, name: Any) -> Iterator[str]:
        if sentence := name_problem(self.outline, str(name)):
            yield f"it {sentence}"
        elif self.outline.placed[name].item.is_list:
            yield f"it reads '{name}', which is a list."

    def height(self, name: Any) -> Iterator[str]:
        yield from self._measure(name, "height")

    def weight(self, name: Any) -> Iterator[str]:
        yield from self._measure(name, "weight")

    def _measure(self, name: Any, dimension: str) -> Iterator[str]:
        yield from self.question(name)
        placed = self.outline.placed.get(str(name))
        if placed and placed.item.dimension != dimension:
            yield f"it reads '{name}', which is no {dimension}."

    def list_(self, name: Any) -> Iterator[str]:
        placed = self.outline.placed.get(str(name))
        if placed is None or not placed.item.is_list:
            yield f"it reads the list '{name}', which does not exist."

    def in_list(self, name: Any) -> Iterator[str]:
        placed = self.outline.placed.get(str(name))
        inside = placed.list_item if placed and placed.item.asks else None
        if inside is None or inside.link_id != self.reads.get("list"):
            yield f"it reads '{name}', which is not asked in the rows of its list."

    def instrument(self, code: Any) -> Iterator[str]:
        placed = {item.instrument for item in self.outline.definition.walk()}
        if code not in placed:
            yield f"the instrument '{code}' is not placed."

    def number(self, value: Any) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            yield f"expected a whole number, found {value!r}."

    def trial(self, row: Any) -> Iterator[str]:
        if not isinstance(row, Mapping):
            yield f"expected a table, found {row!r}."
            return
        for name, link_id in row.items():
            if name not in Trial.__dataclass_fields__:
                yield f"a trial has no '{name}'."
            yield from self.in_list(link_id)

    def meanings(self, data: Any) -> Iterator[str]:
        row = self.reads.get("row")
        if not isinstance(data, Mapping) or not isinstance(row, Mapping):
            yield f"expected a table, found {data!r}."
            return
        for name, meanings in data.items():
            placed = self.outline.placed.get(str(row.get(name)))
            if placed is None or not isinstance(meanings, Mapping):
                yield f"it gives meanings to '{name}', which it does not read."
                continue
            possible = {"yes", "no", *(option.code for option in placed.item.options)}
            for code in meanings:
                if code not in possible:
                    yield f"it gives a meaning to '{code}', which nobody can answer."


CHECKS: Mapping[Setting, Callable[[_Checks, Any], Iterator[str]]] = {
    Setting.QUESTION: _Checks.question,
    Setting.HEIGHT: _Checks.height,
    Setting.WEIGHT: _Checks.weight,
    Setting.LIST: _Checks.list_,
    Setting.IN_LIST: _Checks.in_list,
    Setting.INSTRUMENT: _Checks.instrument,
    Setting.NUMBER: _Checks.number,
    Setting.TRIAL: _Checks.trial,
    Setting.MEANINGS: _Checks.meanings,
}
