"""Sealed instruments before publishing: whole, in order, unchanged."""

from collections.abc import Iterator
from dataclasses import replace

from intake.domain.instruments import wordless
from intake.domain.scoring import INSTRUMENTS

from .definition import Definition
from .items import Item
from .placing import NO_WORDS, Instruments, read_items
from .reading import Problem, Reader


def sealed_problems(
    definition: Definition, instruments: Instruments
) -> Iterator[Problem]:
    """Instruments that have no words, are incomplete, or that somebody changed."""
    placed = [item for item in definition.walk() if item.instrument]
    for code in dict.fromkeys(str(item.instrument) for item in placed):
        if code in wordless():
            yield Problem(code, NO_WORDS.format(code=code))
            continue
        items = [item for item in placed if item.instrument == code and not item.items]
        yield from _whole(code, [item.link_id for item in items])
        if code in instruments:
            yield from _unchanged(code, items, instruments)


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


def _words(item: Item) -> Item:
    """The item without what its place decides."""
    return replace(
        item, required=False, soft_required=False, enable_when=None, instrument=None
    )
