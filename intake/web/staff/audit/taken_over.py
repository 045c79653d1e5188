"""Addresses that staff wrote down on a record, and that somebody signed in with.

That is how people who phone or write come to their page. It would also be how somebody
who works here becomes a patient.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from intake.accounts.models import User
from intake.audit.models import Event

from .lines import id_of, references_of

MOST = 200
WITH_THE_RECORD = "patient.enrolled"
WRITTEN = (WITH_THE_RECORD, "patient.email_saved", "patient.email_confirmed")


@dataclass(frozen=True)
class TakenOver:
    """One record: who wrote the address down, and when somebody came with it."""

    patient_id: str
    reference: str
    person: User | None
    written_at: datetime
    taken_at: datetime
    is_later: bool  # not when the record was made


def taken_over(events: QuerySet[Event]) -> list[TakenOver]:
    """Those of these lines, records that were there before the address first."""
    claimed = list(
        events.filter(action="patient.claimed", outcome=Event.Outcome.DONE)[:MOST]
    )
    ids = {event.patient_id for event in claimed}
    written = Event.objects.filter(
        action__in=WRITTEN, outcome=Event.Outcome.DONE, patient_id__in=ids
    ).order_by("number")
    wrote = {}
    for event in written:
        wrote.setdefault(event.patient_id, []).append(event)
    people = User.objects.staff().in_bulk(
        {id_of(event.actor_id) for event in written} - {""}
    )
    known = {str(pk): person for pk, person in people.items()}
    references = references_of(ids)
    found = []
    for event in claimed:
        before = [e for e in wrote.get(event.patient_id, ()) if e.number < event.number]
        if before:
            found.append(
                TakenOver(
                    patient_id=event.patient_id,
                    reference=references.get(event.patient_id, ""),
                    person=known.get(before[-1].actor_id),
                    written_at=before[-1].at,
                    taken_at=event.at,
                    is_later=before[-1].action != WITH_THE_RECORD,
                )
            )
    return sorted(found, key=lambda one: not one.is_later)
