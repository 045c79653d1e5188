"""From what a person wrote to the medicines and classes it names.

Only exact whole names count, generic or brand, the longest first, and the classes of
all names found are united. A word left over that is not a number, unit, form or time
word keeps the entry also unrecognised; a near miss is only ever a suggestion. Where a
name means different medicines by form (Imitrex tablet or nasal spray) and the form is
not stated, the more cautious row is taken and the form is worth asking.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from .names import words
from .spelling import near, sounds_of
from .table import UNKNOWN, Medicine, load_medicines
from .vocabulary import form_of, forms_in, is_accompanying

MOST_WORDS_SUGGESTED = 8  # looking for near names is slow, and entries are short

Words = tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A name that a left-over word may have meant; never taken by itself."""

    written: str
    name: str
    medicine: Medicine


@dataclass(frozen=True)
class Match:
    """What one entry of a list of medicines names.

    ``classes`` holds ``UNKNOWN`` when nothing was recognised, when a word is left over,
    or when a name is known only in a form that was not stated. ``ask_form`` are the
    names whose form, if stated, would settle which medicine is meant.
    """

    classes: frozenset[str]
    rows: tuple[Medicine, ...]
    left_over: Words
    ask_form: Words

    @property
    def is_clear(self) -> bool:
        """Everything in it is recognised."""
        return UNKNOWN not in self.classes

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What left-over words may have meant; looked for when somebody asks."""
        return _suggestions(self.left_over)


@dataclass(frozen=True)
class _Named:
    """The rows that a name may mean: one by the name alone, others by their form."""

    plain: tuple[Medicine, ...]
    formed: tuple[tuple[str, Medicine], ...]

    def fitting(self, stated: frozenset[str]) -> tuple[Medicine, ...]:
        """The rows possible for the stated forms, the plain one first."""
        if not stated:
            formed = tuple(medicine for _, medicine in self.formed)
            return tuple(dict.fromkeys(self.plain + formed))
        return (
            tuple(medicine for form, medicine in self.formed if form in stated)
            or self.plain
        )


@dataclass(frozen=True)
class _Span:
    """A name among the words, with the forms that the words around it state."""

    start: int
    end: int
    named: _Named
    stated: frozenset[str]

    @property
    def row(self) -> Medicine | None:
        """The most cautious row possible, the plain one if it is as cautious."""
        fitting = self.named.fitting(self.stated)
        return max(fitting, key=lambda medicine: medicine.caution, default=None)

    @property
    def is_open(self) -> bool:
        """Stating the form would settle which row is meant."""
        several = len(self.named.fitting(self.stated)) > 1
        return not self.stated and (several or not self.named.plain)

    @property
    def is_sure(self) -> bool:
        """The name is known without a form, or with the form that is stated."""
        return bool(self.named.plain or self.stated)


def match(text: str) -> Match:
    """Recognise the medicines in one entry, which may also be a row's code."""
    written = words(text)
    spans = [span for span in _find_names(written) if span.row]
    rows = tuple(dict.fromkeys(span.row for span in spans if span.row))
    left_over = tuple(_left_over(written, spans))
    classes = frozenset(code for row in rows for code in row.classes)
    if not rows or left_over or not all(span.is_sure for span in spans):
        classes |= {UNKNOWN}
    return Match(
        classes=classes,
        rows=rows,
        left_over=left_over,
        ask_form=tuple(
            " ".join(written[span.start : span.end]) for span in spans if span.is_open
        ),
    )


def match_as(text: str, picked: str) -> Match:
    """The same, with near misses read as the row that the person says is meant.

    Only the words that suggest the row with the code ``picked`` are read so; what else
    is not recognised stays so. Without any words the code itself is read.
    """
    written = words(text)
    meant = {
        each.written: each.name
        for each in match(text).suggestions
        if each.medicine.code == picked
    }
    if not written or not meant:
        return match(text if written else picked)
    read = " ".join(written)
    for wrong, right in meant.items():
        read = re.sub(rf"\b{re.escape(wrong)}\b", right, read)
    return match(read)


def classes_in(entries: Iterable[str]) -> frozenset[str]:
    """The classes of a whole list, the value of the fact ``med`` once it is confirmed.

    An entry without a name counts as not recognised; a list without entries as none.
    """
    return frozenset(code for entry in entries for code in match(entry).classes)


def _left_over(written: Words, spans: Sequence[_Span]) -> Iterator[str]:
    named = {place for span in spans for place in range(span.start, span.end)}
    for place, word in enumerate(written):
        if place not in named and not is_accompanying(word):
            yield word


def _find_names(written: Words) -> Iterator[_Span]:
    """The names in their order, each with the words up to the next.

    Words before the first name belong to it, too: "nasal sumatriptan".
    """
    places = _longest_names(written)
    nexts = [start for start, _ in places[1:]] + [len(written)]
    begin = 0
    for (start, end), after in zip(places, nexts, strict=False):
        around = written[begin:start] + written[end:after]
        yield _Span(start, end, _index()[written[start:end]], forms_in(around))
        begin = after


def _longest_names(written: Words) -> list[tuple[int, int]]:
    """Where names start and end: the longest first, none overlapping."""
    index = _index()
    places = []
    free = set(range(len(written)))
    for length in range(min(len(written), max(map(len, index))), 0, -1):
        for start in range(len(written) - length + 1):
            end = start + length
            if free.issuperset(range(start, end)) and written[start:end] in index:
                places.append((start, end))
                free.difference_update(range(start, end))
    return sorted(places)


@cache
def _index() -> dict[Words, _Named]:
    """What each name may mean, by its words."""
    plain: dict[Words, list[Medicine]] = {}
    formed: dict[Words, list[tuple[str, Medicine]]] = {}
    for medicine in load_medicines():
        for name in map(words, medicine.names):
            plain.setdefault(name, []).append(medicine)
            form = form_of(name[-1])
            if form and len(name) > 1:
                formed.setdefault(name[:-1], []).append((form, medicine))
    return {
        name: _Named(tuple(plain.get(name, ())), tuple(formed.get(name, ())))
        for name in plain | formed
    }


@cache
def _names() -> dict[str, tuple[str, Medicine]]:
    """Every name by its folded form, with the name as it is spelt and its row."""
    return {
        " ".join(words(name)): (name, medicine)
        for medicine in load_medicines()
        for name in medicine.names
    }


@cache
def _sounds() -> dict[str, list[str]]:
    return sounds_of(_names())


def _suggestions(left_over: Words) -> tuple[Suggestion, ...]:
    names = _names()
    left_over = left_over[:MOST_WORDS_SUGGESTED]
    pairs = (f"{one} {other}" for one, other in pairwise(left_over))
    found: dict[Medicine, Suggestion] = {}
    for written in (*pairs, *left_over):
        for like in near(written, names, _sounds()):
            name, medicine = names[like]
            found.setdefault(medicine, Suggestion(written, name, medicine))
    return tuple(found.values())
