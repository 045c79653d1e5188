"""How long alerts waited: until they were taken on, until somebody was reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from intake.accounts.models import User
from intake.domain.durations import Summary, summary
from intake.domain.safety import Level

from .models import Alert, AlertEvent

BY_THE_BODY = ("medical_emergency", "medical_same_day")
# As the report shows them: the most urgent first.
KINDS = (BY_THE_BODY[0], *map(str, sorted(Level, reverse=True)[:-2]), BY_THE_BODY[1])


class Step(StrEnum):
    """What is counted from the moment an alert opens."""

    ACKNOWLEDGE = "acknowledge"
    CONTACT = "contact"


@dataclass(frozen=True)
class Waited:
    """One alert with its times; a step that is not done has none."""

    alert: Alert
    kind: str
    acknowledged_at: datetime | None
    contacted_at: datetime | None

    def time(self, step: Step) -> timedelta | None:
        """From the opening to the first time that it was done."""
        at = {
            Step.ACKNOWLEDGE: self.acknowledged_at,
            Step.CONTACT: self.contacted_at,
        }[step]
        return None if at is None else max(at - self.alert.opened_at, timedelta(0))

    @property
    def to_acknowledge(self) -> timedelta | None:
        return self.time(Step.ACKNOWLEDGE)

    @property
    def to_contact(self) -> timedelta | None:
        return self.time(Step.CONTACT)

    @property
    def to_close(self) -> timedelta | None:
        closed = self.alert.closed_at
        return closed and closed - self.alert.opened_at


@dataclass(frozen=True)
class Line:
    """What a report says of one kind of alert, or of all."""

    kind: str
    alerts: int
    acknowledge: Summary
    contact: Summary
    still_open: int

    @property
    def unacknowledged(self) -> int:
        return self.alerts - self.acknowledge.count

    @property
    def uncontacted(self) -> int:
        return self.alerts - self.contact.count


def waited_in(user: User, start: datetime, end: datetime) -> list[Waited]:
    """The alerts of the user's sites that opened in this time, the latest first.

    Drills are not among them.
    """
    alerts = Alert.objects.counted_for(user).real()
    opened = alerts.filter(opened_at__gte=start, opened_at__lt=end)
    return waited(opened.order_by("-opened_at"))


def waited(alerts: Iterable[Alert]) -> list[Waited]:
    """Each with its times, which its events tell."""
    known = list(alerts)
    happened: dict = {alert.pk: [] for alert in known}
    for event in AlertEvent.objects.filter(alert__in=known).order_by("at", "pk"):
        happened[event.alert_id].append(event)
    return [_times(alert, happened[alert.pk]) for alert in known]


def _times(alert: Alert, events: Iterable[AlertEvent]) -> Waited:
    kinds = (_KIND.ACKNOWLEDGED, _KIND.CONTACT)
    taken = [e.happened_at or e.at for e in events if e.kind in kinds]
    if alert.acknowledged_at is not None:
        taken.append(alert.acknowledged_at)
    reached = [e.happened_at or e.at for e in events if e.result == _REACHED]
    return Waited(
        alert=alert,
        kind=_kind(alert, events),
        acknowledged_at=min(taken, default=None),
        contacted_at=min(reached, default=None),
    )


_KIND, _REACHED = AlertEvent.Kind, AlertEvent.Result.REACHED


def _kind(alert: Alert, events: Iterable[AlertEvent]) -> str:
    """The most urgent that the alert ever was, also where it was lowered later."""
    if alert.medical == Alert.Medical.EMERGENCY:
        return BY_THE_BODY[0]
    reached = max((Level(event.level) for event in events), default=Level.NONE)
    level = max(Level(alert.level), reached)
    return str(level) if str(level) in KINDS else BY_THE_BODY[1]


def lines(found: Iterable[Waited]) -> list[Line]:
    """One line for every kind there is, the most urgent first."""
    by_kind: dict[str, list[Waited]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    return [line(kind, by_kind[kind]) for kind in KINDS if kind in by_kind]


def line(kind: str, found: Iterable[Waited]) -> Line:
    known = list(found)
    summaries: Mapping[Step, Summary] = {
        step: summary(time for one in known if (time := one.time(step)) is not None)
        for step in Step
    }
    return Line(
        kind=kind,
        alerts=len(known),
        acknowledge=summaries[Step.ACKNOWLEDGE],
        contact=summaries[Step.CONTACT],
        still_open=sum(one.alert.is_open for one in known),
    )
