"""Where a patient stands: what to read and why, what was read, which answers were hard.

An edition with other words for the same asks nobody again; one that says something new,
or puts something right, does, and tells what changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from intake.domain.answer import Answer
from intake.education.governing.models import Edition
from intake.education.models import ArticlePage
from intake.education.translating.shown import MAIN
from intake.patients.models import Patient
from intake.practice.models import Organisation

from .actions import steps_of
from .content import Question, because, for_everybody, questions

Steps: TypeAlias = list[tuple[datetime, dict[str, Any]]]


@dataclass(frozen=True)
class Reading:
    """A page for somebody; ``news`` is what changed since they read it.

    ``read_language`` is empty where it was not noted; ``is_withheld``: its words are
    away while they are being checked.
    """

    page: ArticlePage
    edition: int
    because: tuple[str, ...] = ()
    read_edition: int | None = None
    read_at: datetime | None = None
    read_language: str = ""
    news: tuple[str, ...] = ()
    is_withheld: bool = False

    @property
    def is_read(self) -> bool:
        return self.read_edition is not None and not self.is_outdated

    @property
    def is_outdated(self) -> bool:
        """It says something else now than when it was read."""
        return bool(self.news)

    @property
    def was_translated(self) -> bool:
        return self.read_language not in ("", MAIN)


@dataclass(frozen=True)
class Understanding:
    """A question with the tries so far: the last one counts.

    It is outdated once its page says something else.
    """

    question: Question
    tries: int = 0
    wrong: int = 0
    is_right: bool = False
    is_outdated: bool = False

    @property
    def is_understood(self) -> bool:
        return self.is_right and not self.is_outdated

    @property
    def was_hard(self) -> bool:
        """Another answer was given at least once."""
        return self.wrong > 0


@dataclass(frozen=True)
class Standing:
    pages: list[Reading] = field(default_factory=list)
    questions: list[Understanding] = field(default_factory=list)

    @property
    def has_begun(self) -> bool:
        tried = any(each.tries for each in self.questions)
        return tried or any(page.read_at for page in self.pages)

    @property
    def to_read(self) -> list[Reading]:
        return [page for page in self.pages if not (page.is_read or page.is_withheld)]

    @property
    def hard(self) -> list[Understanding]:
        return [each for each in self.questions if each.was_hard]


def standing(patient: Patient, known: Mapping[str, Answer]) -> Standing:
    """That of a patient, by what is known from their answers."""
    return _standing(steps_of(patient), known)


def shown_to_clinicians(patient: Patient, known: Mapping[str, Answer]) -> Standing:
    """The same; empty, and without looking at any page, before the first step."""
    steps = steps_of(patient)
    return _standing(steps, known) if steps else Standing()


def _standing(steps: Steps, known: Mapping[str, Answer]) -> Standing:
    reads = {step["page"]: (at, step) for at, step in steps if "question" not in step}
    why = because(known)
    codes = list(dict.fromkeys([*why, *for_everybody(), *reads]))
    asked = {question.page for question in questions()}
    editions = _editions({*codes, *asked})
    pages, today = _pages(codes), Organisation.current().today()
    return Standing(
        [
            replace(
                _reading(pages[code], editions[code], reads.get(code)),
                because=tuple(why.get(code, [])),
                is_withheld=pages[code].is_withheld(today),
            )
            for code in codes
            if code in pages
        ],
        [_understanding(each, steps, editions[each.page]) for each in questions()],
    )


def _pages(codes: Iterable[str]) -> dict[str, ArticlePage]:
    live = ArticlePage.objects.live().filter(article_code__in=codes)
    return {page.article_code: page for page in live}


def _editions(codes: Iterable[str]) -> dict[str, list[Edition]]:
    """Editions of each page, oldest first."""
    found = defaultdict(list)
    rows = Edition.objects.filter(article__article_code__in=codes)
    for edition in rows.select_related("article").order_by("number"):
        found[edition.article.article_code].append(edition)
    return found


def _reading(page, editions: list[Edition], read) -> Reading:
    latest = editions[-1].number if editions else 1
    if read is None:
        return Reading(page, latest)
    at, step = read
    news = tuple(
        edition.what or str(edition.get_kind_display())
        for edition in _newer(editions, step["edition"])
    )
    return Reading(
        page,
        latest,
        read_edition=step["edition"],
        read_at=at,
        read_language=step.get("language", ""),
        news=news,
    )


def _newer(editions: list[Edition], than: int) -> list[Edition]:
    """Editions since, that say something else."""
    return [
        edition
        for edition in editions
        if edition.number > than and edition.kind != Edition.Kind.WORDING
    ]


def _understanding(question: Question, steps: Steps, editions) -> Understanding:
    tries = [(at, step) for at, step in steps if step.get("question") == question.code]
    if not tries:
        return Understanding(question)
    _at, last = tries[-1]
    return Understanding(
        question,
        tries=len(tries),
        wrong=sum(not step["right"] for _at, step in tries),
        is_right=last["right"],
        is_outdated=bool(_newer(editions, last["edition"])),
    )
