"""Lines of the trail as an address asks for them, without who a patient is.

An address holds days, a group, an outcome, a member of staff and the random id of a
record; a reference is posted and turned into such an id.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from intake.accounts.models import User
from intake.accounts.roles import Role
from intake.audit.models import Event
from intake.review.models import Case
from intake.web.staff.reports.periods import Period, period_of

from .action_words import GROUPS, actions_of, in_words

PAGE = 50
BY_ITSELF, BY_PATIENTS = "software", "patients"
ACCOUNT = "accounts.user"


@dataclass(frozen=True)
class Asked:
    """What is looked for: each part empty where everything will do."""

    period: Period
    group: str = ""
    outcome: str = ""
    person: str = ""
    record: str = ""

    @property
    def query(self) -> dict[str, str]:
        """Its part of an address."""
        parts = {
            "group": self.group,
            "outcome": self.outcome,
            "person": self.person,
            "record": self.record,
        }
        return self.period.query | {name: part for name, part in parts.items() if part}

    @property
    def address(self) -> str:
        return urlencode(self.query)

    def events(self) -> QuerySet[Event]:
        """The lines, the newest first."""
        found = _within(self.period)
        if self.group:
            found = found.filter(action__in=actions_of(self.group))
        if self.outcome:
            found = found.filter(outcome=self.outcome)
        if self.record:
            found = found.filter(patient_id=self.record)
        if self.person == BY_ITSELF:
            found = found.filter(actor_id="")
        elif self.person == BY_PATIENTS:
            found = found.filter(actor_role="patient")
        elif self.person:
            found = found.filter(actor_id=self.person)
        return found.order_by("-number")


def asked_of(request: HttpRequest) -> Asked:
    """What an address asks for; parts that make no sense ask for nothing."""
    given = request.GET
    person = given.get("person", "")
    return Asked(
        period=period_of(request),
        group=_one_of(given.get("group", ""), GROUPS),
        outcome=_one_of(given.get("outcome", ""), Event.Outcome.values),
        person=person if person in (BY_ITSELF, BY_PATIENTS) else id_of(person),
        record=id_of(given.get("record", "")),
    )


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


def id_of(value: str) -> str:
    """An id as it is written in full; empty when it is none."""
    try:
        return str(UUID(value))
    except ValueError:
        return ""


def _within(period: Period) -> QuerySet[Event]:
    """Numbers follow the clock, so days become numbers, which are quick to find."""
    after = Event.objects.filter(at__gte=period.start).order_by("at", "number")
    until = Event.objects.filter(at__lt=period.end).order_by("-at", "-number")
    first = after.values_list("number", flat=True).first()
    last = until.values_list("number", flat=True).first()
    if first is None or last is None:
        return Event.objects.none()
    return Event.objects.filter(number__range=(first, last))


@dataclass(frozen=True)
class Names:
    """Who and what the lines are about: staff by name, records by reference."""

    people: Mapping[str, User]
    references: Mapping[str, str]

    def who(self, event: Event) -> str:
        if not event.actor_id:
            return _("Nobody signed in, or the software")
        if event.actor_role == "patient":
            return _("The patient") if event.patient_id else _("A patient")
        person = self.people.get(event.actor_id)
        return person.name if person else _("Somebody")

    def whom(self, event: Event) -> str:
        """The colleague whose account it was about."""
        is_account = event.subject_type == ACCOUNT
        person = self.people.get(event.subject_id) if is_account else None
        return person.name if person and event.subject_id != event.actor_id else ""


def names_of(events: Sequence[Event]) -> Names:
    staff = {id_of(one.actor_id) for one in events if one.actor_role != "patient"}
    staff |= {id_of(one.subject_id) for one in events if one.subject_type == ACCOUNT}
    people = User.objects.staff().in_bulk(staff - {""})
    return Names(
        {str(pk): person for pk, person in people.items()},
        references_of({event.patient_id for event in events}),
    )


def references_of(records: Iterable[str]) -> dict[str, str]:
    """The latest reference of each record that has one."""
    ids = {id_of(record) for record in records} - {""}
    cases = Case.objects.filter(patient__in=ids).order_by("received_at")
    found = cases.values_list("patient", "reference")
    return {str(patient): reference for patient, reference in found}


def shown(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Each line in words."""
    names = names_of(events)
    return [
        {
            "event": event,
            "words": in_words(event.action),
            "who": names.who(event),
            "whom": names.whom(event),
            "roles": roles_in_words(event.actor_role),
            "is_staff": bool(event.actor_id) and event.actor_role != "patient",
            "reference": names.references.get(event.patient_id, ""),
            "detail": detail_in_words(event.detail),
        }
        for event in events
    ]


def roles_in_words(roles: str) -> str:
    known = {role.value: str(role.label) for role in Role}
    return ", ".join(known.get(role, role) for role in roles.split(",") if role)


def detail_in_words(detail: Mapping[str, Any]) -> str:
    """Counts, codes and ids, as they were kept."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in detail.items()
    )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return str(value)
