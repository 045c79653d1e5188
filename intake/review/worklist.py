"""What waits for staff, in the order in which it should be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from intake.accounts.models import User
from intake.patients.identity import Identity, identity_of
from intake.practice.models import Organisation
from intake.safety.models import Alert

from .models import Call, Case
from .views import EVERYTHING, Order, View, cases_in, order_of

PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
STAMPED = ("pk", "stage", "urgency", "assignee", "promised_on", "replied_at")
MOST_URGENT = 99  # one more than any urgency


@dataclass(frozen=True)
class Waiting:
    """One case as the worklist shows it."""

    case: Case
    identity: Identity | None
    is_late: bool
    waits_for: int  # whole days


@dataclass(frozen=True)
class Cursor:
    """Where a page of the worklist ended: the next one begins after it.

    It holds what any order sorts by, so that the order may change on the way.
    """

    urgency: int
    promised_on: date
    received_at: datetime
    pk: UUID

    def __str__(self):
        at = (self.received_at - EPOCH) // MICROSECOND
        return f"{self.urgency}_{self.promised_on.toordinal()}_{at}_{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """A cursor from an address; nonsense is no cursor."""
        try:
            urgency, day, at, case_id = text.split("_")
            return cls(
                urgency=min(int(urgency), MOST_URGENT),
                promised_on=date.fromordinal(int(day)),
                received_at=EPOCH + int(at) * MICROSECOND,
                pk=UUID(case_id),
            )
        except (ValueError, OverflowError):
            return None


def alerts_for(user: User) -> Sequence[Alert]:
    """Open alerts of the user's sites, the worst first."""
    return list(
        Alert.objects.visible_to(user)
        .open()
        .by_urgency()
        .select_related(
            "patient__identity", "patient__site", "acknowledged_by", "assigned_to"
        )
    )


def calls_for(user: User) -> Sequence[tuple[Call, Identity | None]]:
    """Who has to be called, because no mail reaches them; the oldest news first."""
    due = Call.objects.visible_to(user).due()
    related = due.select_related("case__patient__identity").order_by("due_at", "pk")
    return [(call, identity_of(call.case.patient)) for call in related[:PAGE]]


def cases_for(
    user: User, view: View = EVERYTHING, *, after: Cursor | None = None
) -> tuple[list[Waiting], Cursor | None]:
    """One page of a view, and the cursor of the next page if there is one.

    Open cases stand in order of urgency, then of waiting time, unless the view says
    otherwise. Urgency comes from answers, so those who may not see answers get the
    order of waiting time. Closed cases are the newest first.
    """
    order = order_of(view, user)
    cases = cases_in(view, user).select_related("patient__identity", "assignee")
    if after is not None:
        cases = cases.filter(_beyond(after, order))
    found = list(cases.order_by(*order.value)[: PAGE + 1])
    now, today = timezone.now(), Organisation.current().today()
    shown = [_waiting(case, now, today) for case in found[:PAGE]]
    return shown, _cursor(found[PAGE - 1]) if len(found) > PAGE else None


def stamp_of(
    user: User, view: View = EVERYTHING, *, after: Cursor | None = None
) -> tuple:
    """What a page of a view shows, without saying who anybody is.

    Another page shown would give another stamp. Nothing sealed is opened.
    """
    order = order_of(view, user)
    cases = cases_in(view, user)
    if after is not None:
        cases = cases.filter(_beyond(after, order))
    rows = cases.order_by(*order.value)[: PAGE + 1]
    alerts = Alert.objects.visible_to(user).open().order_by("pk")
    return (
        *rows.values_list(
            "pk", "stage", "urgency", "assignee", "promised_on", "replied_at", "tags"
        ),
        *alerts.values_list("pk", "level", "medical", "assigned_to", "due_at"),
        *Call.objects.visible_to(user).due().order_by("pk").values_list("pk"),
        Organisation.current().today(),
    )


def _beyond(after: Cursor, order: Order) -> Q:
    """What comes after a case: worse in one field, and equal in those before it."""
    beyond, same = Q(), Q()
    for part, name in zip(order.value, order.names, strict=True):
        value = getattr(after, name)
        worse = "lt" if part.startswith("-") else "gt"
        beyond |= same & Q(**{f"{name}__{worse}": value})
        same &= Q(**{name: value})
    return beyond


def _cursor(case: Case) -> Cursor:
    return Cursor(case.urgency, case.promised_on, case.received_at, case.pk)


def _waiting(case: Case, now: datetime, today: date) -> Waiting:
    return Waiting(
        case=case,
        identity=identity_of(case.patient),
        is_late=not case.is_closed and case.promised_on < today,
        waits_for=(now - case.received_at).days,
    )
