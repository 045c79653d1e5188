"""Who at the clinic has looked at a patient's record, told to the patient."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, Max
from django.db.models.functions import TruncDate

from intake.accounts.models import User
from intake.audit.models import Event
from intake.practice.models import Organisation

from .models import Patient


class What(StrEnum):
    """What somebody did, as coarsely as a patient needs to know it."""

    CASE = "case"
    ANSWERS = "answers"
    IDENTITY = "identity"
    SAFETY = "safety"
    SHEET = "sheet"
    FILE = "file"
    EMERGENCY = "emergency"
    TRAIL = "trail"
    WORK = "work"
    FOUND = "found"


READING = {
    "case.read": What.CASE,
    "case.downloaded": What.CASE,
    "case.change_read": What.CASE,
    "response.read": What.ANSWERS,
    "patient.read": What.IDENTITY,
    "patient.found": What.FOUND,
    "alert.read": What.SAFETY,
    "plan.read": What.SAFETY,
    "sheet.read": What.SHEET,
    "sheet.downloaded": What.SHEET,
    "decision.read": What.CASE,
    "letter.downloaded": What.CASE,
    "appeal.read": What.CASE,
    "second_reading.read": What.CASE,
    "attachment.downloaded": What.FILE,
    "emergency.opened": What.EMERGENCY,
    "emergency.read": What.TRAIL,
    "emergency.reviewed": What.TRAIL,
    "trail.read": What.TRAIL,
    "trail.exported": What.TRAIL,
}


@dataclass(frozen=True)
class Look:
    """One person on one day, with what they did and how often, most often first."""

    on: date
    person: User
    did: tuple[tuple[What, int], ...]


def looks(patient: Patient) -> list[Look]:
    """Everybody but the patient and the software itself, the latest day first."""
    rows = list(_by_others(patient))
    people = User.objects.staff().in_bulk({row["actor_id"] for row in rows})
    known = {str(pk): person for pk, person in people.items()}
    found: dict[tuple[date, str], Counter[What]] = {}
    for row in rows:
        if row["actor_id"] in known:
            counted = found.setdefault((row["on"], row["actor_id"]), Counter())
            counted[READING.get(row["action"], What.WORK)] += row["times"]
    return [
        Look(on, known[actor], tuple(counted.most_common()))
        for (on, actor), counted in found.items()
    ]


def _by_others(patient: Patient) -> Iterable[dict[str, Any]]:
    """How often each did each thing on each of the clinic's days, the latest first."""
    about = Event.objects.about(patient.pk).exclude(outcome=Event.Outcome.REFUSED)
    theirs = about.exclude(actor_id__in=["", str(patient.user_id)])
    day = TruncDate("at", tzinfo=Organisation.current().zone)
    by_day = theirs.order_by().values("actor_id", "action", on=day)
    return by_day.annotate(times=Count("pk"), last=Max("pk")).order_by("-last")
