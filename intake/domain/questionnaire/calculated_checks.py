"""Calculated items before publishing: can they be worked out where they stand?"""

from collections.abc import Iterator

from .calculated import FIGURES, inputs
from .conditions import Outline, Placed
from .reading import Problem
from .rule_checks import reads_sentences


def calculated_problems(outline: Outline) -> Iterator[Problem]:
    """What is wrong with items that are worked out."""
    for placed in outline.placed.values():
        for sentence in _sentences(outline, placed):
            yield Problem(placed.item.link_id, sentence)


def _sentences(outline: Outline, placed: Placed) -> Iterator[str]:
    item = placed.item
    if item.calculate is None:
        if item.reads or item.shown:
            yield "only a calculated item has 'reads' or 'shown'."
        return
    figure = FIGURES.get(item.calculate)
    if figure is None:
        yield f"an item has no calculation '{item.calculate}'."
        return
    if item.type not in figure.types:
        yield f"'{item.calculate}' gives no {item.type}."
    if placed.list_item:
        yield "nothing is calculated in the rows of a list."
    if item.shown and not item.text:
        yield "it is shown and has no text."
    yield from reads_sentences(outline, item.calculate, item.reads)
    yield from _order(outline, placed)


def _order(outline: Outline, placed: Placed) -> Iterator[str]:
    """Everything it reads is asked before it, so that nothing goes in a circle."""
    for name in sorted(inputs(placed.item) & outline.placed.keys()):
        read = outline.placed[name]
        if read.item.calculate:
            yield f"it reads '{name}', which is calculated itself."
        elif read.number > placed.number:
            yield f"it reads '{name}', which is asked later."
