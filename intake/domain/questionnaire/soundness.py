"""Items before publishing: names, words, options, ranges, lists."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from .answers import ListState
from .conditions import Outline, Placed
from .definition import Definition
from .items import CHOICES, NUMBERS, Item, ItemType, Wording
from .reading import Problem

PARTS_OF_INPUTS = {
    ItemType.DATE: ("month", "day", "year"),
    ItemType.QUANTITY: ("ft", "in", "cm", "lb", "kg"),
}
RANGED = (*NUMBERS, ItemType.QUANTITY)
WRITTEN = (ItemType.STRING, ItemType.TEXT, ItemType.URL, ItemType.OPEN_CHOICE)
PICKING = (*CHOICES, ItemType.STRING)
NAMING = (ItemType.STRING, ItemType.TEXT)
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}", re.ASCII)


def identity_problems(definition: Definition) -> Iterator[Problem]:
    """Nothing to ask, names used twice, names that no input can have."""
    if not CODE.fullmatch(definition.code):
        sentence = "it has at most 50 of a to z, 0 to 9, - and _, as in an address."
        yield Problem("code", sentence)
    if not definition.pages:
        yield Problem("items", "there is nothing to ask.")
    names = [item.link_id for item in definition.walk()]
    yield from _twice(names, "the link id stands more than once.")
    pages = (page.link_id for page in definition.pages)
    yield from _twice(pages, "the name of the page stands more than once.")
    taken = _names_of_parts(definition)
    for name in names:
        if name.startswith("_"):
            yield Problem(name, "a link id does not begin with '_'.")
        if name in taken:
            yield Problem(name, f"the name is taken by an input of '{taken[name]}'.")


def _twice(names: Iterable[str], sentence: str) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(name, sentence)


def _names_of_parts(definition: Definition) -> Mapping[str, str]:
    """The names of the inputs of answers in several parts, and whose they are."""
    return {
        f"{item.link_id}.{part}": item.link_id
        for item in definition.walk()
        for part in PARTS_OF_INPUTS.get(item.type, ())
    }


def item_problems(item: Item) -> Iterator[Problem]:
    """Settings of an item that do not go together."""
    for is_wrong, sentence in (*_shape(item), *_settings(item)):
        if is_wrong:
            yield Problem(item.link_id, sentence)
    yield from _option_problems(item)


def _shape(item: Item) -> Iterator[tuple[bool, str]]:
    is_group = item.type is ItemType.GROUP
    yield is_group and not item.items, "the group is empty."
    yield not is_group and bool(item.items), "only a group holds items."
    yield (
        item.repeats and not (is_group or item.type in CHOICES),
        (f"a {item.type} cannot repeat; put it in a list."),
    )
    answers = item.asks or item.is_list
    yield (
        (item.required or item.soft_required) and not answers,
        ("nothing can be required where nothing is answered."),
    )
    yield bool(item.states) and not answers, "there is nothing to be unsure of here."
    yield (
        item.is_list and not set(item.states) <= {ListState.UNSURE},
        ("a list offers no other way out than unsure."),
    )
    yield (
        bool(set(item.state_texts) - set(item.states)),
        ("it has words for a way out that it does not offer."),
    )


def _settings(item: Item) -> Iterator[tuple[bool, str]]:
    low, high = item.minimum, item.maximum
    has_range = low is not None or high is not None
    yield has_range and item.type not in RANGED, "only a number has a range."
    yield (
        low is not None and high is not None and low > high,
        (f"its least value {low} is above its greatest {high}."),
    )
    yield (
        item.max_length is not None and item.type not in WRITTEN,
        ("only text has a greatest length."),
    )
    yield (
        item.max_length is not None and item.max_length < 1,
        ("its greatest length leaves no room."),
    )
    yield (
        (item.type is ItemType.QUANTITY) != (item.dimension is not None),
        ("a quantity, and nothing else, has a dimension."),
    )
    yield (
        (item.partial or item.past) and item.type is not ItemType.DATE,
        ("only a date can be partial or past."),
    )
    yield (
        item.to_the_month and not item.partial,
        ("only a partial date can be asked to the month."),
    )
    yield (
        item.unit is not None and item.type is not ItemType.INTEGER,
        ("only a whole number has a unit of time."),
    )
    yield (
        item.named_by is not None and not (item.catalogue and item.is_single_choice),
        ("only one choice from a catalogue is recognised in a text."),
    )
    yield (
        item.catalogue is not None and item.type not in PICKING,
        ("only a choice or a short text picks from a catalogue."),
    )


def _option_problems(item: Item) -> Iterator[Problem]:
    if item.options and item.type not in CHOICES:
        yield Problem(item.link_id, "only a choice has options.")
    if item.type in CHOICES and not (item.options or item.catalogue):
        yield Problem(item.link_id, "the choice has no options.")
    codes = [option.code for option in item.options]
    for code in dict.fromkeys(codes):
        for is_wrong, sentence in (
            (codes.count(code) > 1, "stands more than once."),
            (code in item.states, "is the name of a way out."),
            (not item.options[codes.index(code)].text, "has no text."),
        ):
            if is_wrong:
                yield Problem(item.link_id, f"the option '{code}' {sentence}")


def nesting_problems(outline: Outline) -> Iterator[Problem]:
    """Lists inside lists, and questions that lean on one which is not beside them."""
    for placed in outline.placed.values():
        item = placed.item
        if item.is_list and placed.list_item:
            yield Problem(item.link_id, "a list cannot stand in another list.")
        for name, types in ((item.named_by, NAMING), (item.strengths_of, CHOICES)):
            if name and not _is_beside(outline, placed, name, types):
                yield Problem(item.link_id, f"'{name}' is no such question beside it.")
        offering = outline.placed.get(item.offered_by or "")
        if item.offered_by and not (offering and offering.item.takes_several):
            sentence = f"'{item.offered_by}' is no question with several answers."
            yield Problem(item.link_id, sentence)


def _is_beside(
    outline: Outline, placed: Placed, name: str, types: tuple[ItemType, ...]
) -> bool:
    """On the same page or in the same list there is such a question."""
    other = outline.placed.get(name)
    if other is None or other.item.type not in types:
        return False
    if placed.list_item or other.list_item:
        return placed.list_item == other.list_item
    page_of = outline.definition.page_of
    return page_of(name) == page_of(placed.item.link_id)


def word_problems(definition: Definition) -> Iterator[Problem]:
    """Questions without words, and words that a language lacks.

    Sealed instruments have the languages in which their wording is confirmed.
    """
    if not definition.languages:
        yield Problem("languages", "there is no language.")
    for item in definition.walk():
        if (item.asks or item.is_list) and not item.text:
            yield Problem(item.link_id, "the question has no text.")
        if item.instrument is None:
            yield from _untranslated(item.link_id, _wordings(item), definition)
    yield from _untranslated("title", [definition.title], definition)
    yield from _untranslated("intro", [definition.intro], definition)
    for pair in definition.above:
        yield from _untranslated(f"above {pair.item}", [pair.text], definition)


def _wordings(item: Item) -> Iterator[Wording]:
    yield from (item.section, item.text, item.help, item.why, item.on_paper)
    yield from item.state_texts.values()
    yield from (option.text for option in item.options)


def _untranslated(
    place: str, wordings: Iterable[Wording], definition: Definition
) -> Iterator[Problem]:
    missing = {
        language
        for words in wordings
        for language in definition.languages
        if words and language not in words
    }
    for language in sorted(missing):
        yield Problem(place, f"some of the words in '{language}' are missing.")
