"""To which item a problem belongs, so that it can be shown beside it."""

from collections.abc import Iterator
from dataclasses import replace

from .conditions import Outline
from .origins import origins
from .reading import Problem


def with_item(outline: Outline, problem: Problem) -> Problem:
    """The problem with the link id of the item that its place means, if it does."""
    known = (n for n in _meant(outline, problem.place) if n in outline.placed)
    return replace(problem, link_id=next(known, ""))


def _meant(outline: Outline, place: str) -> Iterator[str]:
    """The item of this name, page or instrument; else what the rule of it reads."""
    definition = outline.definition
    yield place
    for item in definition.walk():
        if place in (item.page, item.instrument):
            yield item.link_id
    if rule := definition.facts.get(place.removeprefix("facts.")):
        yield from origins(definition, rule)
    block, _space, name = place.partition(" ")
    if block == "above":
        yield name
    for alarm in definition.urgent if block == "urgent" else ():
        if alarm.code == name:
            yield from (part.name for part in alarm.when.comparisons())
