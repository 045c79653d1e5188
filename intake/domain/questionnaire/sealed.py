"""Sealed instruments before publishing: whole, in order, unchanged, named."""

from collections.abc import Iterator
from dataclasses import replace

from intake.domain.instruments import wordless
from intake.domain.scoring import INSTRUMENTS

from .conditions import Outline
from .definition import KEPT, Definition
from .items import Item, ItemType, Wording
from .placing import NO_WORDS, Instruments, read_items
from .reading import Problem, Reader


def sealed_problems(outline: Outline, instruments: Instruments) -> Iterator[Problem]:
    """Instruments that have no words, are incomplete, or that somebody changed."""
    definition = outline.definition
    placed = [item for item in definition.walk() if item.instrument]
    for code in dict.fromkeys(str(item.instrument) for item in placed):
        if code in wordless():
            yield Problem(code, NO_WORDS.format(code=code))
            continue
        items = [item for item in placed if item.instrument == code and not item.items]
        yield from _whole(code, [item.link_id for item in items])
        if code in instruments:
            yield from _unchanged(code, items, instruments)
            yield from _framed(code, outline, instruments)
            yield from _named(code, definition, instruments)


def _whole(code: str, names: list[str]) -> Iterator[Problem]:
    if code not in INSTRUMENTS:
        yield Problem(code, "there is no scoring for this instrument.")
        return
    scored = INSTRUMENTS[code].ITEMS
    missing = [name for name in scored if name not in names]
    if missing:
        yield Problem(
            code,
            f"only a part of the instrument is placed; {', '.join(missing)} missing.",
        )
    elif [name for name in names if name in scored] != list(scored):
        yield Problem(code, "the questions of the instrument are not in their order.")


def _unchanged(
    code: str, items: list[Item], instruments: Instruments
) -> Iterator[Problem]:
    sealed = {
        item.link_id: item
        for item in read_items(Reader(), instruments[code]["items"], {}, code)
    }
    for item in items:
        original = sealed.get(item.link_id)
        if original is None:
            yield Problem(
                item.link_id, f"the instrument '{code}' has no such question."
            )
        elif _words(item) != _words(original):
            yield Problem(item.link_id, f"the words of '{code}' are sealed.")


def _framed(code: str, outline: Outline, instruments: Instruments) -> Iterator[Problem]:
    """Each question stands under the stem, with others of its instrument alone."""
    text = Reader().wording(instruments[code].get("stem", {}), code)
    for place in outline.placed.values():
        item, inside = place.item, place.around[-1:]
        is_group = item.type is ItemType.GROUP
        if is_group and item.instrument == code and _frame(item) != _stem(item, text):
            yield Problem(item.link_id, f"the words above '{code}' are sealed.")
        is_under_stem = any(group.instrument == code for group in inside)
        if is_under_stem and item.instrument != code:
            yield Problem(item.link_id, f"it stands among the questions of '{code}'.")
        if text and not (is_group or is_under_stem) and item.instrument == code:
            yield Problem(item.link_id, f"the words above '{code}' are missing.")


def _frame(group: Item) -> Item:
    return replace(group, items=(), enable_when=None)


def _stem(group: Item, text: Wording) -> Item:
    kind, code = ItemType.GROUP, group.instrument
    return Item(group.link_id, kind, text=text, instrument=code)


def _named(
    code: str, definition: Definition, instruments: Instruments
) -> Iterator[Problem]:
    """Title, version and attribution are those of the instrument."""
    sealed = {name: instruments[code].get(name) for name in KEPT}
    kept = definition.instruments.get(code, {})
    if {name: kept.get(name) for name in KEPT} != sealed:
        yield Problem(code, f"title, version and attribution of '{code}' are sealed.")


def _words(item: Item) -> Item:
    """The item without what its place decides."""
    return replace(
        item, required=False, soft_required=False, enable_when=None, instrument=None
    )
