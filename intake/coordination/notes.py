"""Notes on a case, and the colleagues who are asked to read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.review.models import Case
from intake.review.views import reviewers

from .entries import begun, stored, tell
from .models import Mention, Note


class CannotRead(Exception):
    """Somebody who was mentioned may not see the case; nothing was stored."""


class IsCorrected(Exception):
    """The note was corrected already: correct the newer one."""


class NotTheirs(Exception):
    """Only who wrote a note corrects it."""


@dataclass(frozen=True)
class Written:
    """A note as it was written, for whose eyes, on which form."""

    words: str
    key: UUID
    mentions: Sequence[User] = ()


def readers(case: Case, besides: User) -> QuerySet[User]:
    """The colleagues who may read a note on this case."""
    return reviewers([case.patient.site_id]).exclude(pk=besides.pk)


@audit.recorded
def write(*, case: Case, written: Written, by: User) -> Note:
    """Add a note and tell those who are mentioned; the same form twice is one note.

    Raises:
        CannotRead: somebody who is mentioned may not see the case.
    """
    return begun(Note, case, written.key) or _write(case, written, by, None)


@audit.recorded
def correct(*, note: Note, written: Written, by: User) -> Note:
    """Replace a note of one's own by another one; the first stays to be read.

    Raises:
        NotTheirs: somebody else wrote it.
        IsCorrected: it has been replaced before.
        CannotRead: somebody who is mentioned may not see the case.
    """
    known = begun(Note, note.case, written.key)
    if known is not None:
        return known
    if note.by_id != by.pk:
        raise NotTheirs
    if Note.objects.filter(corrects=note).exists():
        raise IsCorrected
    return _write(note.case, written, by, note)


def _write(case: Case, written: Written, by: User, corrects: Note | None) -> Note:
    people = set(written.mentions)
    if people - set(readers(case, by)):
        raise CannotRead
    note = Note(case=case, key=written.key, by=by, corrects=corrects)
    stored(note, written.words)
    told = sorted(people, key=lambda person: person.name)
    Mention.objects.bulk_create(Mention(note=note, person=person) for person in told)
    audit.record(
        "note.corrected" if corrects else "note.written",
        by=by,
        subject=note,
        patient=case.patient,
        mentions=len(told),
    )
    tell(told)
    return note


@audit.recorded
def see(*, note: Note, by: User) -> bool:
    """They have read what they were asked to; False when it was noted before."""
    mine = Mention.objects.filter(note=note, person=by, seen_at=None)
    if not mine.update(seen_at=timezone.now()):
        return False
    audit.record("note.seen", by=by, subject=note, patient=note.case.patient_id)
    return True
