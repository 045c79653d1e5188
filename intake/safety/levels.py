"""A clinician sets the level of an alert: upwards at will, downwards with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.safety import Level

from . import assigning
from .actions import locked, write_event
from .models import Alert, AlertEvent

# The levels that say how soon a person must act; the others tell of missing answers.
SETTABLE = (Level.ACUTE, Level.HIGH, Level.SAME_DAY, Level.MODERATE, Level.LOW)
BY_CLINICIANS = (AlertEvent.Kind.RAISED, AlertEvent.Kind.LOWERED)


class LevelHasChanged(Exception):
    """The level is not the one that the clinician looked at, or it is set already."""


class ReasonIsMissing(ValueError):
    """Nobody lowers a level without saying why."""


@dataclass(frozen=True)
class NewLevel:
    """The level that a clinician sets, one of ``SETTABLE``.

    ``seen`` is the level that they looked at; the reason is theirs, and is sealed.
    """

    level: Level
    seen: Level
    reason: str = ""

    def to_detail(self) -> dict[str, str]:
        """What the trail says of it."""
        return {"from": str(self.seen), "to": str(self.level)}


@audit.recorded
def raise_level(*, alert: Alert, new: NewLevel, by: User) -> Alert:
    """Set a more urgent level; a reason is welcome and not asked for.

    Raises:
        AlertIsClosed: somebody closed it in the meantime.
        LevelHasChanged: it is not above the level that the alert has.
    """
    about = {"subject": alert, "patient": alert.patient}
    audit.record("alert.level_raised", by=by, **about, **new.to_detail())
    present = _looked_at(alert, new)
    if new.level <= Level(present.level):
        raise LevelHasChanged
    return _set(present, new, AlertEvent.Kind.RAISED, by)


@audit.recorded
def lower_level(*, alert: Alert, new: NewLevel, by: User) -> Alert:
    """Set a less urgent level; the reason stands with the clinician's name.

    The answers that are known now do not raise it again; any new one does.

    Raises:
        ReasonIsMissing: there is no reason.
        AlertIsClosed: somebody closed it in the meantime.
        LevelHasChanged: it is not below the level that the alert has.
    """
    if not new.reason.strip():
        raise ReasonIsMissing
    about = {"subject": alert, "patient": alert.patient}
    audit.record("alert.level_lowered", by=by, **about, **new.to_detail())
    present = _looked_at(alert, new)
    if new.level >= Level(present.level):
        raise LevelHasChanged
    return _set(present, new, AlertEvent.Kind.LOWERED, by)


def _looked_at(alert: Alert, new: NewLevel) -> Alert:
    """The alert as it is now, if it still has the level that was looked at."""
    present = locked(alert)
    if present.level != new.seen:
        raise LevelHasChanged
    return present


def _set(alert: Alert, new: NewLevel, kind: AlertEvent.Kind, by: User) -> Alert:
    alert.level = str(new.level)
    assigning.set_clock(alert, is_worse=kind is AlertEvent.Kind.RAISED)
    alert.save()
    write_event(alert, kind, new.reason, by)
    return alert


def latest_set(events: Iterable[AlertEvent]) -> AlertEvent | None:
    """The latest level that a clinician set; None when nobody has.

    Args:
        events: Those of one alert, the oldest first.
    """
    return max((e for e in events if e.kind in BY_CLINICIANS), key=_when, default=None)


def _when(event: AlertEvent) -> tuple[datetime, int]:
    return event.at, event.pk
