"""Sessions that know whose they are, so that one account's can be shown and ended.

This module is the ``SESSION_ENGINE``. Ids of sessions open them, so that pages get
digests instead.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from intake.audit import actions as audit

from .models import BrowserSession, User
from .presence import BEGAN, DEVICE, SEEN


class SessionStore(db.SessionStore):
    """Rows of our own, each with its account."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        row = super().create_model_instance(data)
        row.account_id = data.get(SESSION_KEY)
        return row


@dataclass(frozen=True)
class Browser:
    """One browser in which an account is open."""

    mark: str
    device: str
    began: datetime | None
    seen: datetime | None
    is_this: bool


def of(user: User, this: str | None) -> list[Browser]:
    """Where somebody is signed in: this browser first, then the latest seen."""
    shown = [_shown(row, this) for row in _open(user)]
    old = datetime.min.replace(tzinfo=UTC)
    return sorted(shown, key=lambda b: (b.is_this, b.seen or old), reverse=True)


@audit.recorded
def end(*, user: User, mark: str) -> bool:
    """Sign one browser out; False when it is already."""
    keys = [row.pk for row in _open(user) if mark_of(row.pk) == mark]
    return bool(keys) and _delete(user, BrowserSession.objects.filter(pk__in=keys))


@audit.recorded
def end_others(*, user: User, this: str | None) -> bool:
    """Sign every other browser out; False when there was none."""
    return _delete(user, user.browsers.exclude(pk=this))


def end_all(user: User) -> None:
    """Sign this account out of every browser."""
    user.browsers.all().delete()


def mark_of(key: str | None) -> str:
    """What stands for a session on a page, since its own key would open it."""
    return sha256(f"browser {key}".encode()).hexdigest()[:24]


def _open(user: User):
    return user.browsers.filter(expire_date__gt=timezone.now())


def _delete(user: User, rows) -> bool:
    number, _kinds = rows.delete()
    if number:
        audit.record("sessions.ended", by=user, subject=user, number=number)
    return bool(number)


def _shown(row: BrowserSession, this: str | None) -> Browser:
    data = row.get_decoded()
    return Browser(
        mark=mark_of(row.pk),
        device=data.get(DEVICE, ""),
        began=_time(data.get(BEGAN)),
        seen=_time(data.get(SEEN)),
        is_this=row.pk == this,
    )


def _time(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
