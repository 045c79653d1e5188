"""What waits for staff, in the order in which it should be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from intake.accounts.models import User
from intake.patients.identity import Identity, identity_of
from intake.practice.models import Organisation
from intake.safety.models import Alert

from .models import Call, Case

PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MOST_URGENT = 99  # one more than any urgency


class Order(Enum):
    """The orders of the worklist; each has an index of its own."""

    URGENT = ("-urgency", "received_at", "pk")
    OLDEST = ("received_at", "pk")
    NEWEST = ("-received_at", "-pk")


@dataclass(frozen=True)
class Waiting:
    """One case as the worklist shows it."""

    case: Case
    identity: Identity | None
    is_late: bool
    waits_for: int  # whole days


@dataclass(frozen=True)
class Cursor:
    """Where a page of the worklist ended: the next one begins after it."""

    urgency: int
    received_at: datetime
    id: UUID

    def __str__(self):
        return f"{self.urgency}_{(self.received_at - EPOCH) // MICROSECOND}_{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """A cursor from an address; nonsense is no cursor."""
        try:
            urgency, at, case_id = text.split("_")
            received_at = EPOCH + int(at) * MICROSECOND
            return cls(min(int(urgency), MOST_URGENT), received_at, UUID(case_id))
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
    user: User, *, closed: bool = False, after: Cursor | None = None
) -> tuple[list[Waiting], Cursor | None]:
    """One page of cases, and the cursor of the next page if there is one.

    Waiting cases stand in order of urgency, then of waiting time. Urgency comes from
    answers, so those who may not see answers get the order of waiting time alone.
    Closed cases are the newest first.
    """
    visible = Case.objects.visible_to(user).select_related("patient__identity")
    cases = visible.closed() if closed else visible.waiting()
    order = _order(user, closed=closed)
    if after is not None:
        cases = cases.filter(_beyond(after, order))
    found = list(cases.order_by(*order.value)[: PAGE + 1])
    now, today = timezone.now(), Organisation.current().today()
    shown = [_waiting(case, now, today) for case in found[:PAGE]]
    return shown, _cursor(found[PAGE - 1]) if len(found) > PAGE else None


def _order(user: User, *, closed: bool) -> Order:
    if closed:
        return Order.NEWEST
    return Order.URGENT if user.is_clinical else Order.OLDEST


def _beyond(after: Cursor, order: Order) -> Q:
    if order is Order.NEWEST:
        return Q(received_at__lt=after.received_at) | Q(
            received_at=after.received_at, pk__lt=after.id
        )
    later = Q(received_at__gt=after.received_at) | Q(
        received_at=after.received_at, pk__gt=after.id
    )
    if order is Order.OLDEST:
        return later
    return Q(urgency__lt=after.urgency) | Q(urgency=after.urgency) & later


def _cursor(case: Case) -> Cursor:
    return Cursor(case.urgency, case.received_at, case.pk)


def _waiting(case: Case, now: datetime, today: date) -> Waiting:
    return Waiting(
        case=case,
        identity=identity_of(case.patient),
        is_late=not case.is_closed and case.promised_on < today,
        waits_for=(now - case.received_at).days,
    )
