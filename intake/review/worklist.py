"""What waits for staff, in the order in which it should be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q
from django.utils import timezone

from intake.accounts.models import User
from intake.patients.identity import Identity, identity_of
from intake.safety.models import Alert

from .models import Case

PAGE = 50


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
    id: str

    def __str__(self):
        return f"{self.urgency}_{self.received_at.timestamp()}_{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """A cursor from an address; nonsense is no cursor."""
        try:
            urgency, at, case_id = text.split("_")
            received_at = datetime.fromtimestamp(float(at), tz=UTC)
            return cls(int(urgency), received_at, case_id)
        except (ValueError, OverflowError):
            return None


def alerts_for(user: User) -> Sequence[Alert]:
    """Open alerts of the user's sites, the worst first."""
    return list(
        Alert.objects.visible_to(user)
        .open()
        .by_urgency()
        .select_related("patient__identity", "patient__site", "acknowledged_by")
    )


def cases_for(
    user: User, *, closed: bool = False, after: Cursor | None = None
) -> tuple[list[Waiting], Cursor | None]:
    """One page of cases, and the cursor of the next page if there is one.

    Waiting cases stand in order of urgency, then of waiting time; closed ones are the
    newest first.
    """
    cases = Case.objects.visible_to(user).select_related(
        "patient__identity", "patient__site"
    )
    stages = [Case.Stage.DECIDED, Case.Stage.WITHDRAWN]
    if closed:
        cases = cases.filter(stage__in=stages).order_by("-received_at", "-pk")
    else:
        cases = cases.waiting().order_by("-urgency", "received_at", "pk")
    if after is not None:
        cases = cases.filter(_beyond(after, closed=closed))
    found = list(cases[: PAGE + 1])
    more = len(found) > PAGE
    now, today = timezone.now(), timezone.localdate()
    shown = [_waiting(case, now, today) for case in found[:PAGE]]
    return shown, _cursor(found[PAGE - 1]) if more else None


def _beyond(after: Cursor, *, closed: bool) -> Q:
    if closed:
        return Q(received_at__lt=after.received_at) | Q(
            received_at=after.received_at, pk__lt=after.id
        )
    later = Q(received_at__gt=after.received_at) | Q(
        received_at=after.received_at, pk__gt=after.id
    )
    return Q(urgency__lt=after.urgency) | Q(urgency=after.urgency) & later


def _cursor(case: Case) -> Cursor:
    return Cursor(case.urgency, case.received_at, str(case.pk))


def _waiting(case: Case, now: datetime, today) -> Waiting:
    return Waiting(
        case=case,
        identity=identity_of(case.patient),
        is_late=case.stage not in (Case.Stage.DECIDED, Case.Stage.WITHDRAWN)
        and case.promised_on < today,
        waits_for=(now - case.received_at).days,
    )
