"""From a fact back to the questions that it is found from."""

from collections.abc import Iterator, Mapping

from .calculations import CALCULATIONS, Setting
from .definition import Definition
from .rules import FactRule

READ_BY_NAME = (
    Setting.QUESTION,
    Setting.HEIGHT,
    Setting.WEIGHT,
    Setting.LIST,
    Setting.IN_LIST,
)


def origins(definition: Definition, rule: FactRule) -> tuple[str, ...]:
    """The link ids that a fact reads, also those that do not exist."""
    return tuple(dict.fromkeys(_read(definition, rule)))


def _read(definition: Definition, rule: FactRule) -> Iterator[str]:
    if rule.item:
        yield rule.item
    for condition in (rule.when, rule.unsure_when):
        if condition:
            yield from (part.name for part in condition.comparisons())
    if rule.calculate in CALCULATIONS:
        yield from _read_by_calculation(definition, rule)


def _read_by_calculation(definition: Definition, rule: FactRule) -> Iterator[str]:
    for name, kind in CALCULATIONS[str(rule.calculate)].settings.items():
        value = rule.reads.get(name)
        if kind in READ_BY_NAME and isinstance(value, str):
            yield value
        if kind is Setting.TRIAL and isinstance(value, Mapping):
            yield from map(str, value.values())
        if kind is Setting.INSTRUMENT:
            yield from _asked_in(definition, value)


def _asked_in(definition: Definition, instrument: object) -> Iterator[str]:
    for item in definition.walk():
        if item.instrument == instrument and item.asks:
            yield item.link_id
