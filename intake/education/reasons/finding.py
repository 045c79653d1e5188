"""Reasons among what the search looks through."""

from collections.abc import Iterator

from django.db import transaction

from intake.education.finding.models import Passage
from intake.education.finding.passages import passage
from intake.questionnaires.models import Questionnaire
from intake.questionnaires.taking import SCREENING, active_version

from .texts import definition_of, reasons_of


@transaction.atomic
def index() -> None:
    """Make the passages of the open version anew; none while none is open."""
    Passage.objects.filter(article=None).delete()
    version = active_version()
    if version is None:
        return
    languages = definition_of(version.pk).languages
    Passage.objects.bulk_create(
        passage(part, language)
        for language in languages
        for part in _parts(version.pk, language)
    )


def opened(instance: Questionnaire, **_kwargs) -> None:
    """A version was opened, or the last one closed."""
    if instance.code == SCREENING:
        index()


def _parts(version_id: int, language: str) -> Iterator[tuple[str, str, str, str]]:
    """Each question with its reason; an instrument as a whole, by its name."""
    for reason in reasons_of(version_id, language):
        first, questions = reason["questions"][0], reason["questions"]
        if reason["instrument"]:
            unseen = " ".join(each["text"] for each in questions)
            yield first["anchor"], reason["instrument"], reason["why"], unseen
            continue
        for each in questions:
            yield each["anchor"], each["text"], reason["why"], ""
