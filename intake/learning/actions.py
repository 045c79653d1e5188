"""What a patient says of their own reading, and their answers."""

from typing import Any

from intake.audit import actions as audit
from intake.education.models import ArticlePage
from intake.patients import vault
from intake.patients.models import Patient

from .content import Question
from .models import Step

PURPOSE = "learning.step"


class NoSuchPage(LookupError):
    """No published page has this code."""


@audit.recorded
def mark_read(*, patient: Patient, code: str, by) -> None:
    """Note that the patient has read the present edition of a page; once for each.

    Raises:
        NoSuchPage: it is not there, or no more.
    """
    edition = _edition(code)
    known = {"page": code, "edition": edition}
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
    told |= {"page": question.page, "edition": _edition(question.page)}
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


def _edition(code: str) -> int:
    pages = ArticlePage.objects.live().filter(article_code=code)
    page = pages.first() if code.isalnum() else None
    latest = page.editions.order_by("-number").first() if page else None
    if latest is None:
        raise NoSuchPage(code)
    return latest.number
