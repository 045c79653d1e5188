"""The log of attempts to reach a patient about their case."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.review.models import Case

from .entries import begun, stored
from .models import Contact


@dataclass(frozen=True)
class Attempt:
    """How and when somebody tried, what came of it, and when they will try again."""

    channel: str
    result: str
    at: datetime
    key: UUID
    words: str = ""
    next_try_on: date | None = None


@audit.recorded
def log(*, case: Case, attempt: Attempt, by: User) -> Contact:
    """Write down an attempt; the same form twice is one attempt."""
    if known := begun(Contact, case, attempt.key):
        return known
    contact = Contact(
        case=case,
        key=attempt.key,
        by=by,
        channel=attempt.channel,
        result=attempt.result,
        happened_at=attempt.at,
        next_try_on=attempt.next_try_on,
    )
    stored(contact, attempt.words)
    audit.record(
        "contact.logged",
        by=by,
        subject=contact,
        patient=case.patient,
        channel=attempt.channel,
        result=attempt.result,
    )
    return contact
