"""Who opened a record, what somebody opened, and what was opened by people apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from intake.accounts.models import User
from intake.audit.models import Event
from intake.patients.models import Patient
from intake.review.models import Case

from .action_words import LOOKED_UP, actions_of
from .lines import id_of, references_of, roles_in_words

MOST = 200
# What shows what a patient said or who they are.
OPENING = ("opened", "taken")
TRIED = ("object.opened", "patient.found")


def _counted(events: QuerySet[Event], by: str) -> Iterable[dict[str, Any]]:
    opening = [action for group in OPENING for action in actions_of(group)]
    found = events.filter(outcome=Event.Outcome.DONE).order_by().values(by)
    opened = found.filter(action__in=opening).annotate(times=Count("number"))
    times = {row[by]: row["times"] for row in opened}
    all_of_it = found.annotate(
        first=Min("at"),
        last=Max("at"),
        lines=Count("number", filter=~Q(action__in=LOOKED_UP)),
    ).order_by("-last")
    return [
        row | {"opened": opens, "worked": row["lines"] - opens}
        for row in all_of_it[:MOST]
        for opens in [times.get(row[by], 0)]
    ]


def people_of_a_record(events: QuerySet[Event]) -> list[dict[str, Any]]:
    """Everybody of the staff in these lines, the latest first, with counts."""
    staff = events.exclude(actor_id="").exclude(actor_role="patient")
    staff = staff.exclude(action__startswith="trail.")  # asking is no looking
    rows = list(_counted(staff, "actor_id"))
    ids = {id_of(row["actor_id"]) for row in rows} - {""}
    people = User.objects.staff().in_bulk(ids)
    known = {str(pk): person for pk, person in people.items()}
    return [
        row
        | {
            "person": known[row["actor_id"]],
            "roles": roles_in_words(known[row["actor_id"]].role_names),
        }
        for row in rows
        if row["actor_id"] in known
    ]


def records_of_a_person(events: QuerySet[Event]) -> list[dict[str, Any]]:
    """Every record in these lines, the latest first, with counts."""
    theirs = events.exclude(patient_id="").exclude(action__in=LOOKED_UP)
    rows = list(_counted(theirs, "patient_id"))
    references = references_of(row["patient_id"] for row in rows)
    return [row | {"reference": references.get(row["patient_id"], "")} for row in rows]


@dataclass
class Apart:
    """One member of staff: how many records, and how many that were not theirs.

    ``tried`` are records that did not open, and addresses of people that were tried.
    """

    person: User
    records: int = 0
    not_assigned: int = 0
    other_sites: int = 0
    tried: int = 0
    last: datetime | None = field(default=None)


def opened_by_people_apart(events: QuerySet[Event]) -> list[Apart]:
    """Who opened records that were neither theirs to work on nor of their sites.

    A record is theirs when a case of it is or was assigned to them, or when they did
    more than open it.
    """
    rows = _pairs(events)
    people = User.objects.staff().prefetch_related("sites")
    known = {str(one.pk): one for one in people.filter(pk__in={a for a, _p in rows})}
    sites = _sites(patient for _a, patient in rows)
    theirs = _assigned(rows)
    found: dict[str, Apart] = {}
    for (actor, patient), row in rows.items():
        if actor not in known or patient not in sites:
            continue
        one = found.setdefault(actor, Apart(known[actor]))
        own = {site.pk for site in known[actor].sites.all()}
        one.records += 1
        one.not_assigned += not row["worked"] and (actor, patient) not in theirs
        one.other_sites += sites[patient] not in own | {None}
        one.last = max(filter(None, (one.last, row["last"])))
    _add_tries(found, events)
    wanted = [
        one
        for one in found.values()
        if one.not_assigned or one.other_sites or one.tried
    ]
    return sorted(
        wanted, key=lambda one: (-one.tried, -one.other_sites, -one.not_assigned)
    )


def _add_tries(found: dict[str, Apart], events: QuerySet[Event]) -> None:
    """Count what did not open, for those too who opened nothing else."""
    tries = events.filter(outcome=Event.Outcome.REFUSED, action__in=TRIED)
    by_person = tries.exclude(actor_id="").exclude(actor_role="patient").order_by()
    counted = by_person.values("actor_id").annotate(
        records=Count("patient_id", distinct=True), last=Max("at")
    )
    rows = {row["actor_id"]: row for row in counted if id_of(row["actor_id"])}
    people = User.objects.staff().in_bulk(rows)
    for person in people.values():
        row = rows[str(person.pk)]
        one = found.setdefault(str(person.pk), Apart(person))
        one.tried = row["records"]
        one.last = max(filter(None, (one.last, row["last"])))


def _pairs(events: QuerySet[Event]) -> dict[tuple[str, str], dict[str, Any]]:
    """Person and record, with the last time, and whether anything was worked on."""
    opening = [action for group in OPENING for action in actions_of(group)]
    done = events.filter(outcome=Event.Outcome.DONE).exclude(action__in=LOOKED_UP)
    staff = done.exclude(actor_id="")
    found = staff.exclude(actor_role="patient").exclude(patient_id="").order_by()
    pairs = found.values("actor_id", "patient_id")
    opened = pairs.filter(action__in=opening).annotate(last=Max("at"))
    worked = pairs.exclude(action__in=opening).distinct()
    done = {(row["actor_id"], row["patient_id"]) for row in worked}
    return {
        key: {"last": row["last"], "worked": key in done}
        for row in opened
        if (key := (row["actor_id"], row["patient_id"])) and all(map(id_of, key))
    }


def _sites(patients: Iterable[str]) -> dict[str, int | None]:
    found = Patient.objects.filter(pk__in=set(patients), is_practice=False)
    return {str(pk): site for pk, site in found.values_list("pk", "site")}


def _assigned(rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Person and record: of cases that are theirs now, or were at some time."""
    patients = {patient for _a, patient in rows}
    cases = Case.objects.filter(patient__in=patients).exclude(assignee=None)
    now = cases.values_list("assignee", "patient")
    given = Event.objects.filter(action="case.assigned", patient_id__in=patients)
    before = given.values_list("detail__to", "patient_id")
    return {(str(person), str(patient)) for person, patient in [*now, *before]}
