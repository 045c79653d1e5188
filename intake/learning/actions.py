"""What a patient says of their own reading, and their answers."""

from typing import Any

from intake.audit import actions as audit
from intake.education.models import ArticlePage
from intake.education.translating.shown import LANGUAGES, MAIN, words_for
from intake.patients import vault
from intake.patients.models import Patient
from intake.practice.models import Organisation

from .content import Question
from .models import Step

PURPOSE = "learning.step"


class NoSuchPage(LookupError):
    """No published page has this code."""


class NotAsShown(Exception):
    """The page says something else now than what was on the screen, or nothing."""


@audit.recorded
def mark_read(
    *, patient: Patient, code: str, edition: int, language: str = MAIN, by
) -> None:
    """Note that the patient has read this edition of a page; once in each language.

    The edition is the one under which the button stood. A translation needs no number:
    which one readers saw at a time is kept with it.

    Raises:
        NoSuchPage: it is not there, or no more.
        NotAsShown: there is a newer edition, or readers cannot see it now.
    """
    page = _page(code)
    if edition != _latest(page) or not _can_be_read(page, language):
        raise NotAsShown(code)
    known = {"page": code, "edition": edition, "language": language}
    if known not in [read for _at, read in steps_of(patient, Step.Kind.READ)]:
        _add(patient, Step.Kind.READ, known)
        audit.record("learning.read", by=by, patient=patient)


@audit.recorded
def answer(*, patient: Patient, question: Question, option: str, by) -> bool:
    """Note an answer.

    Returns:
        Whether it was right.
    """
    chosen = question.option(option)
    if chosen is None:
        raise LookupError(option)
    told = {"question": question.code, "option": option, "right": chosen.right}
    told |= {"page": question.page, "edition": _latest(_page(question.page))}
    _add(patient, Step.Kind.ANSWERED, told)
    audit.record("learning.answered", by=by, patient=patient)
    return chosen.right


def steps_of(patient: Patient, kind: Step.Kind | None = None) -> list[tuple[Any, dict]]:
    """When, and what, oldest first."""
    steps = patient.learning_steps.filter(kind=kind) if kind else _all(patient)
    return [
        (step.at, vault.open_value(patient, PURPOSE, step.sealed)) for step in steps
    ]


def _all(patient: Patient):
    return patient.learning_steps.all()


def _add(patient: Patient, kind: Step.Kind, value: dict[str, Any]) -> None:
    sealed = vault.close(patient, PURPOSE, value)
    Step.objects.create(patient=patient, kind=kind, sealed=sealed)


def _page(code: str) -> ArticlePage:
    pages = ArticlePage.objects.live().filter(article_code=code)
    page = pages.first() if code.isalnum() else None
    if page is None:
        raise NoSuchPage(code)
    return page


def _latest(page: ArticlePage) -> int:
    latest = page.editions.order_by("-number").first()
    if latest is None:
        raise NoSuchPage(page.article_code)
    return latest.number


def _can_be_read(page: ArticlePage, language: str) -> bool:
    if page.is_withheld(Organisation.current().today()):
        return False
    is_there = language in LANGUAGES and words_for(page, language) is not None
    return language == MAIN or is_there
