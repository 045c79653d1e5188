"""A questionnaire as a blank form on paper: boxes to tick and lines to write on.

Everything that a condition decides on the screen is said in words here: the person
decides whether a question is theirs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.predicate import Predicate
from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.items import (
    CHOICES,
    NOT_ASKING,
    NUMBERS,
    OTHER,
    Item,
    ItemType,
    Option,
    in_language,
)
from intake.domain.questionnaire.pages import Page
from intake.domain.questionnaire.risk import safety_items

from .condition_words import Words, condition_words
from .question_fields import STATE_WORDS

FEW_QUESTIONS = 4  # in a row of a list that fits several times on a sheet
ENTRIES = {True: 6, False: 3}  # blank rows of a list, by whether they are short
LINES = {ItemType.STRING: 1, ItemType.URL: 1, ItemType.TEXT: 5, ItemType.TIME: 1}
PARTS: Mapping[str, Sequence[Promise]] = {
    "date": (gettext_lazy("Month"), gettext_lazy("Day"), gettext_lazy("Year")),
    "month": (gettext_lazy("Month"), gettext_lazy("Year")),
    "dateTime": (
        gettext_lazy("Month"),
        gettext_lazy("Day"),
        gettext_lazy("Year"),
        gettext_lazy("Time"),
    ),
    "height": (gettext_lazy("Feet"), gettext_lazy("Inches")),
    "height_si": (gettext_lazy("Centimeters"),),
    "weight": (gettext_lazy("Pounds"),),
    "weight_si": (gettext_lazy("Kilograms"),),
}

Conditions = tuple[Predicate | None, ...]


@dataclass(frozen=True)
class Asked:
    """One question, or a stem or note, as it is printed.

    ``boxes`` are answers to tick, ``other`` one of them with a line beside it, ``ways``
    those of not answering. ``blanks`` are named places for numbers, in rows of which
    one is enough. Where it ``offers_help``, the crisis numbers follow.
    """

    text: str
    number: int | None = None
    help: str = ""
    why: str = ""
    hint: str = ""
    only_if: Words | None = None
    boxes: Sequence[str] = ()
    are_short: bool = False
    other: str = ""
    ways: Sequence[str] = ()
    blanks: Sequence[Sequence[str]] = ()
    lines: int = 0
    inside: Sequence["Asked"] = ()
    offers_help: bool = False

    @property
    def ruled(self) -> range:
        return range(self.lines)


@dataclass(frozen=True)
class Sheet:
    """What stands together under one heading; of a list, one blank entry."""

    title: str
    section: str
    intro: str
    why: str
    only_if: Words | None
    asked: Sequence[Asked]
    entries: Sequence[int] = ()
    is_short: bool = False
    ways: Sequence[str] = ()
    attribution: Sequence[str] = ()


@dataclass(frozen=True)
class Paper:
    """Lays out a definition in one language."""

    definition: Definition
    language: str
    numbers: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        asked = (item for item in self.definition.walk() if _is_printed(item))
        numbers = {item.link_id: n for n, item in enumerate(asked, start=1)}
        object.__setattr__(self, "numbers", numbers)

    def sheets(self) -> Iterator[Sheet]:
        """What the pages of one group ask stands together; a list by itself.

        A section is said where it begins, a heading that is interrupted once.
        """
        heading, section = "", ""
        for _group, run in groupby(self.definition.pages, lambda page: id(page.group)):
            pages = list(run)
            first = pages[0]
            title = self._words(first.title)
            begun = self._words(self.definition.sections[first.link_id])
            sheet = self._sheet(first, _merged(page.items for page in pages))
            yield replace(
                sheet,
                title="" if title == heading else title,
                section="" if begun == section else begun,
            )
            heading, section = title, begun

    def _sheet(self, page: Page, items: Sequence[Item]) -> Sheet:
        codes = dict.fromkeys(part.instrument for item in items for part in item.walk())
        return Sheet(
            title="",
            section="",
            intro=self._help(page.group),
            why=self._words(page.why),
            only_if=self._only_if(page.group),
            asked=self._asked(items, (page.group.enable_when,)),
            entries=self._entries(page),
            is_short=_is_short(page),
            ways=self._list_ways(page),
            attribution=self._attribution(codes),
        )

    @cached_property
    def _offering(self) -> frozenset[str]:
        """The last question about danger under each heading."""
        risky = safety_items(self.definition)
        last: dict[int, str] = {}
        for page in self.definition.pages:
            for item in page.questions:
                if item.link_id in risky:
                    last[id(page.group)] = item.link_id
        return frozenset(last.values())

    def _entries(self, page: Page) -> Sequence[int]:
        if not page.is_list:
            return ()
        return range(1, ENTRIES[_is_short(page)] + 1)

    def _list_ways(self, page: Page) -> Sequence[str]:
        if not page.is_list:
            return ()
        return (_("I have none of these"), *self._ways(page.group))

    def _attribution(self, codes: Iterable[str | None]) -> Sequence[str]:
        kept = (self.definition.instruments.get(code, {}) for code in codes)
        return [self._words(k["attribution"]) for k in kept if k.get("attribution")]

    def _asked(self, items: Sequence[Item], around: Conditions) -> list[Asked]:
        """The items, each with its condition unless one around it says the same."""
        return [self._one(item, around) for item in items if _is_laid_out(item)]

    def _one(self, item: Item, around: Conditions) -> Asked:
        text = self._words(item.text)
        if item.type in NOT_ASKING:
            inside = self._asked(item.items, (*around, item.enable_when))
            return Asked(text, only_if=self._only_if(item, around), inside=inside)
        return Asked(
            text,
            number=self.numbers[item.link_id],
            help=self._help(item),
            why=self._words(item.why),
            hint=_hint(item),
            only_if=self._only_if(item, around),
            boxes=self._boxes(item),
            are_short=item.type is ItemType.BOOLEAN,
            other=self._other(item),
            ways=self._ways(item),
            blanks=_blanks(item),
            lines=_lines(item),
            offers_help=item.link_id in self._offering,
        )

    def _only_if(self, item: Item, around: Conditions = ()) -> Words | None:
        if item.enable_when is None or item.enable_when in around:
            return None
        return condition_words(
            self.definition, item.enable_when, self.language, self._name
        )

    def _name(self, link_id: str) -> str:
        """How a condition calls a question: by its number, a list by its heading."""
        if link_id in self.numbers:
            return _("question {n}").format(n=self.numbers[link_id])
        item = self.definition.by_link_id.get(link_id)
        return _("“{words}”").format(words=self._words(item.text) if item else link_id)

    def _boxes(self, item: Item) -> list[str]:
        if item.type is ItemType.BOOLEAN:
            return [_("Yes"), _("No")]
        return [self._words(o.text) for o in item.options if not _is_own_words(item, o)]

    def _other(self, item: Item) -> str:
        """The words before the line for an answer in one's own words."""
        if item.type is not ItemType.OPEN_CHOICE:
            return ""
        texts = [self._words(o.text) for o in item.options if _is_own_words(item, o)]
        return texts[0] if texts else _("Something else")

    def _ways(self, item: Item) -> list[str]:
        own = item.state_texts
        return [
            self._words(own[state]) if state in own else str(STATE_WORDS[state])
            for state in item.states
        ]

    def _help(self, item: Item) -> str:
        return self._words(item.on_paper or item.help)

    def _words(self, wording: Mapping[str, str]) -> str:
        return in_language(wording, self.language)


def paper_page(
    request: HttpRequest, definition: Definition, *, name: str
) -> HttpResponse:
    """The whole form as one page to print; ``name`` says which version it is."""
    paper = Paper(definition, request.LANGUAGE_CODE)
    context = {
        "name": name,
        "title": in_language(definition.title, request.LANGUAGE_CODE),
        "sheets": paper.sheets(),
    }
    return render(request, "ui/paper/page.html", context)


def _is_laid_out(item: Item) -> bool:
    """A row that is recognised in what is written elsewhere is not asked on paper."""
    return not (item.calculate or item.named_by)


def _is_printed(item: Item) -> bool:
    return item.asks and _is_laid_out(item)


def _is_short(page: Page) -> bool:
    return page.is_list and len(page.questions) <= FEW_QUESTIONS


def _hint(item: Item) -> str:
    """How many boxes to tick; an instrument is printed without words of ours."""
    if item.type not in CHOICES or item.catalogue or item.instrument:
        return ""
    return _("Tick all that apply.") if item.repeats else _("Tick one.")


def _is_own_words(item: Item, option: Option) -> bool:
    return item.type is ItemType.OPEN_CHOICE and option.code == OTHER


def _merged(parts: Iterable[Sequence[Item]]) -> list[Item]:
    """Items of several pages in order; a group cut by a page is whole again."""
    merged: list[Item] = []
    for item in chain.from_iterable(parts):
        before = merged[-1] if merged else None
        if before and item.items and before.link_id == item.link_id:
            merged[-1] = replace(
                before, items=tuple(_merged([before.items, item.items]))
            )
        else:
            merged.append(item)
    return merged


def _blanks(item: Item) -> list[list[str]]:
    if item.type in NUMBERS:
        return [[""]]
    if item.dimension:
        names: tuple[str, ...] = (item.dimension, f"{item.dimension}_si")
    else:
        names = ("month" if item.to_the_month else str(item.type),)
    return [[str(part) for part in PARTS[name]] for name in names if name in PARTS]


def _lines(item: Item) -> int:
    if item.catalogue:
        return 1
    return LINES.get(item.type, 0)
