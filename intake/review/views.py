"""What a worklist shows: which queue, which cases of it, in which order."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, StrEnum

from django.db.models import Count, Q, QuerySet

from intake.accounts.directory import alert_recipients
from intake.accounts.models import User
from intake.practice.models import Organisation

from .models import IS_CLOSED, Case

NOBODY = "nobody"


class Queue(StrEnum):
    """The lists that a case may stand on; every one but the last holds open cases."""

    ALL = "all"
    MINE = "mine"
    FREE = "free"
    PATIENT = "patient"
    OVERDUE = "overdue"
    CLOSED = "closed"


class Order(Enum):
    """The orders of the worklist; each has an index of its own."""

    URGENT = ("-urgency", "received_at", "pk")
    PROMISED = ("promised_on", "received_at", "pk")
    OLDEST = ("received_at", "pk")
    NEWEST = ("-received_at", "-pk")

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that a case is sorted by."""
        return tuple(part.removeprefix("-") for part in self.value)


@dataclass(frozen=True)
class View:
    """One way to look at the worklist; empty parts leave nothing out.

    ``order`` is taken where it shows nothing that the person may not know.
    """

    queue: Queue = Queue.ALL
    stage: str = ""
    tier: str = ""
    site: int | None = None
    who: str = ""  # the id of a person, or NOBODY
    tag: int | None = None
    order: Order | None = None

    @property
    def is_closed(self) -> bool:
        return self.queue is Queue.CLOSED

    @property
    def is_narrowed(self) -> bool:
        """Something of the queue is left out."""
        return bool(self.stage or self.tier or self.site or self.who or self.tag)


EVERYTHING = View()


def cases_in(view: View, user: User) -> QuerySet[Case]:
    """The cases of a view that this person may see, in no order."""
    return visible(user).filter(_rule(view.queue, user)).filter(_narrowed(view, user))


def visible(user: User) -> QuerySet[Case]:
    return Case.objects.visible_to(user)


def order_of(view: View, user: User) -> Order:
    """Urgency comes from answers: whoever may not see those gets the time alone."""
    if view.is_closed:
        return Order.NEWEST
    if view.order is None or view.order is Order.NEWEST:
        return Order.URGENT if user.is_clinical else Order.OLDEST
    if view.order is Order.URGENT and not user.is_clinical:
        return Order.OLDEST
    return view.order


def counts(user: User) -> dict[Queue, int]:
    """How many cases stand in each queue of open cases."""
    open_queues = [queue for queue in Queue if queue is not Queue.CLOSED]
    return (
        visible(user)
        .waiting()
        .aggregate(**{q: Count("pk", filter=_rule(q, user)) for q in open_queues})
    )


def _rule(queue: Queue, user: User) -> Q:
    waits_for_us = ~IS_CLOSED & ~Q(stage=Case.Stage.MORE_INFORMATION)
    match queue:
        case Queue.MINE:
            return ~IS_CLOSED & Q(assignee=user)
        case Queue.FREE:
            return waits_for_us & Q(assignee=None)
        case Queue.PATIENT:
            return Q(stage=Case.Stage.MORE_INFORMATION)
        case Queue.OVERDUE:
            return waits_for_us & Q(promised_on__lt=Organisation.current().today())
        case Queue.CLOSED:
            return IS_CLOSED
    return ~IS_CLOSED


def _narrowed(view: View, user: User) -> Q:
    """The filters; a tier is left out for whoever may not know it."""
    rule = Q()
    if view.stage:
        rule &= Q(stage=view.stage)
    if view.tier and user.is_clinical:
        rule &= Q(tier=view.tier)
    if view.site:
        rule &= Q(patient__site=view.site)
    if view.who:
        rule &= Q(assignee=None if view.who == NOBODY else view.who)
    if view.tag:
        rule &= Q(tags__contains=[view.tag])
    return rule


def reviewers(sites: Collection[int]) -> QuerySet[User]:
    """Clinicians who can sign in and work at one of these sites, by name."""
    return alert_recipients().filter(sites__in=sites).order_by("name", "pk")
