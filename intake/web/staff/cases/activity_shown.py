"""Who did what in a case and when, from the audit trail."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from intake.accounts.models import User
from intake.audit.models import Event
from intake.review.models import Case
from intake.web.staff.audit.action_words import in_words

from .activity_words import LEFT_OUT

MOST = 200  # events that are read


def activity_of(case: Case) -> list[dict[str, Any]]:
    """The latest events of the record, the newest first.

    Returns:
        For each ``{action, words, who, actor_id, is_patient, at, times}``; what the
        same person did again and again without anything between stands there once,
        with the last time and how often.
    """
    events = Event.objects.about(case.patient_id).filter(outcome=Event.Outcome.DONE)
    found = list(events.exclude(action__in=LEFT_OUT)[:MOST])
    people = _people(found)
    return [
        _shown(list(same), people)
        for _key, same in groupby(found, key=lambda one: (one.actor_id, one.action))
    ]


def since(
    activity: Iterable[dict[str, Any]], at: datetime, by: User
) -> list[dict[str, Any]]:
    """What others did after a time; that somebody looked at it is no news."""
    return [
        one
        for one in activity
        if one["at"] > at
        and one["actor_id"] != str(by.pk)
        and not one["action"].endswith((".read", ".evaluated"))
    ]


def _people(events: Sequence[Event]) -> dict[str, User]:
    ids = {event.actor_id for event in events if event.actor_id}
    found = User.objects.filter(pk__in=[UUID(one) for one in ids])
    return {str(user.pk): user for user in found}


def _shown(same: Sequence[Event], people: dict[str, User]) -> dict[str, Any]:
    latest = same[0]
    person = people.get(latest.actor_id)
    return {
        "action": latest.action,
        "words": in_words(latest.action),
        "who": _who(latest.actor_id, person),
        "actor_id": latest.actor_id,
        "at": latest.at,
        "times": len(same),
    }


def _who(actor_id: str, person: User | None) -> str:
    if not actor_id:
        return _("By itself")
    if person is None:
        return _("Somebody")
    return _("The patient") if person.is_patient else str(person)
