"""What a patient may be asked again, section by section, with what was said."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled
from intake.web.staff.reading import answer_to, list_words, page_language, rows_of


@dataclass(frozen=True)
class Askable:
    """One choice: a question, or what is asked as a whole.

    ``items`` are the link ids that it stands for; the first one is its key.
    """

    items: tuple[str, ...]
    question: str
    answer: str
    whole: str = ""

    @property
    def key(self) -> str:
        return self.items[0]

    def __str__(self):
        return self.question


@dataclass(frozen=True)
class Section:
    title: str
    choices: tuple[Askable, ...]


def sections_of(now: Filled) -> list[Section]:
    """Everything that was shown to the patient and is still asked today."""
    by_title: dict[str, list[Askable]] = {}
    seen: set[str] = set()
    for page in now.definition.pages:
        words = now.definition.sections[page.link_id] or page.title
        title = in_language(words, page_language())
        found = _on(page, now, now.active.shown, seen)
        by_title.setdefault(title, []).extend(found)
    return [Section(title, tuple(found)) for title, found in by_title.items() if found]


def choices_of(now: Filled, link_ids: Collection[str]) -> list[Askable]:
    """The choices that these questions belong to, shown at present or not."""
    seen: set[str] = set()
    return [
        choice
        for page in now.definition.pages
        for choice in _on(page, now, link_ids, seen)
    ]


def _on(
    page: Page, now: Filled, wanted: Collection[str], seen: set[str]
) -> Iterator[Askable]:
    if page.is_list:
        if page.link_id in wanted:
            yield _list(page, now)
        return
    for item in page.questions:
        if item.link_id not in wanted:
            continue
        if item.instrument is None:
            question = in_language(item.text, page_language())
            yield Askable((item.link_id,), question, answer_to(now, item.link_id))
        elif item.instrument not in seen:
            seen.add(item.instrument)
            yield _instrument(item.instrument, now)


def _list(page: Page, now: Filled) -> Askable:
    questions = (item.link_id for item in page.questions)
    rows = list(rows_of(now, page.link_id))
    return Askable(
        items=(page.link_id, *questions),
        question=in_language(page.title, page_language()),
        answer=list_words(now, page.link_id, rows),
        whole=_("the whole list"),
    )


def _instrument(code: str, now: Filled) -> Askable:
    placed = now.definition.instruments.get(code, {})
    items = tuple(
        item.link_id
        for item in now.definition.walk()
        if item.instrument == code and item.asks
    )
    count = ngettext("{n} question", "{n} questions", len(items)).format(n=len(items))
    return Askable(
        items=items,
        question=in_language(placed.get("title", {}), page_language()) or code,
        answer="",
        whole=count,
    )


def numbers(now: Filled) -> Mapping[str, int]:
    """A number for every item: an address holds that, and not what is asked."""
    walked = (item.link_id for item in now.definition.walk())
    return {link_id: number for number, link_id in enumerate(walked, start=1)}


def ask_query(now: Filled, link_ids: Iterable[str]) -> str:
    """The part of an address that has these questions chosen when it is opened."""
    known = numbers(now)
    return urlencode([("item", known[name]) for name in link_ids if name in known])


def chosen(sections: Collection[Section], link_ids: Collection[str]) -> list[str]:
    """The keys of the choices that these items belong to."""
    wanted = set(link_ids)
    return [
        choice.key
        for section in sections
        for choice in section.choices
        if wanted & set(choice.items)
    ]
