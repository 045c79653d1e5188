"""What all entries of a case share: written once, sealed, told without a word."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.conf import settings

from intake.accounts.models import User
from intake.messaging import actions as messaging
from intake.patients import vault
from intake.review import actions as review
from intake.review.models import Case

from .models import Entry

E = TypeVar("E", bound=Entry)

MESSAGE = "colleague"


def begun(kind: type[E], case: Case, key: UUID) -> E | None:
    """Hold the case; the entry of this form, where it was sent before."""
    review.lock(case)
    return kind.objects.filter(key=key, case=case).first()


def stored(entry: E, words: str) -> E:
    """A new entry in the database, its words sealed for it alone."""
    return vault.add(entry, entry.case.patient, sealed=words)


def words_of(entry: Entry, case: Case) -> str:
    """What an entry of this case says."""
    return vault.read(entry, case.patient, "sealed")


def tell(people: Iterable[User]) -> None:
    """Queue a message that says that something waits, and nothing of anybody."""
    for person in people:
        if person.email:
            messaging.send_later(
                to=person.email, template=MESSAGE, language=settings.LANGUAGE_CODE
            )
