"""How many cases were decided, how, and how fast; and what waits now.

Practice patients have no cases that count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from intake.accounts.models import User
from intake.domain.durations import Summary, summary
from intake.practice.models import Organisation

from .models import Case, Decision


@dataclass(frozen=True)
class Decided:
    """One decision, with what it took where it was the first of its case.

    ``took`` runs from the day that the case was sent complete; ``is_late`` says that
    the promised day was over.
    """

    decision: Decision
    outcomes: Mapping[str, str]
    is_replaced: bool
    took: timedelta | None
    is_late: bool

    @property
    def case(self) -> Case:
        return self.decision.case


@dataclass(frozen=True)
class Waiting:
    """An open case, for how long it has been open, and whether it is late."""

    case: Case
    waits: timedelta
    is_late: bool

    @property
    def waits_for_patient(self) -> bool:
        return self.case.stage == Case.Stage.MORE_INFORMATION


@dataclass(frozen=True)
class Pace:
    """How fast a group of cases was decided for the first time."""

    times: Summary
    late: int

    @property
    def in_time(self) -> int:
        return self.times.count - self.late


def decided_in(user: User, start: datetime, end: datetime) -> list[Decided]:
    """The decisions of the user's sites in this time, the latest first."""
    decisions = Decision.objects.filter(
        case__in=_counted(user), decided_at__gte=start, decided_at__lt=end
    )
    related = decisions.select_related(
        "case__patient__site", "decided_by", "evaluation__protocol", "replaced_by"
    )
    today = Organisation.current().today
    return [
        _decided(decision, today(decision.decided_at))
        for decision in related.prefetch_related("outcomes").order_by("-decided_at")
    ]


def _decided(decision: Decision, on: date) -> Decided:
    case, is_first = decision.case, decision.replaces_id is None
    return Decided(
        decision=decision,
        outcomes={row.route: row.outcome for row in decision.outcomes.all()},
        is_replaced=hasattr(decision, "replaced_by"),
        took=decision.decided_at - case.received_at if is_first else None,
        is_late=is_first and on > case.promised_on,
    )


def waiting_now(user: User, now: datetime) -> list[Waiting]:
    """The open cases of the user's sites, the longest wait first."""
    today = Organisation.current().today()
    cases = _counted(user).waiting().select_related("patient__site", "assignee")
    return [
        Waiting(case, now - case.received_at, case.promised_on < today)
        for case in cases.order_by("received_at", "pk")
    ]


def pace(found: Iterable[Decided]) -> Pace:
    """Of the first decisions among these."""
    first = [one for one in found if one.took is not None]
    return Pace(summary(one.took for one in first), sum(one.is_late for one in first))


def _counted(user: User):
    """Those of erased patients too, of which nothing is opened."""
    here = Case.objects.filter(patient__site__in=user.sites.all())
    return here.filter(patient__is_practice=False)
