"""Sessions that know whose they are, so that one account's can be shown and ended.

This module is the ``SESSION_ENGINE``. What the browser holds opens a session, so the
database and the pages have a digest of it: neither a copy of the one nor a picture of
the other lets anybody in.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.utils import timezone

from intake.audit import actions as audit

from .models import BrowserSession, User
from .presence import BEGAN, DEVICE, SEEN


def digest_of(key: str) -> str:
    """How a session is found. Keys have 165 random bits, so nothing slow is needed."""
    return sha256(key.encode()).hexdigest()


class SessionStore(db.SessionStore):
    """Rows of our own, each with its account, found by a digest of the key."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        return BrowserSession(
            digest=digest_of(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=data.get(SESSION_KEY),
        )

    def load(self) -> dict[str, Any]:
        row = _of(self.session_key).filter(expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key: str) -> bool:
        return _of(session_key).exists()

    def delete(self, session_key: str | None = None) -> None:
        _of(session_key or self.session_key).delete()

    # Asked without waiting, they do the same: Django's own would look for the key.
    aload, aexists = SessionBase.aload, SessionBase.aexists
    asave, adelete = SessionBase.asave, SessionBase.adelete
    acreate = SessionBase.acreate


def _of(key: str | None) -> QuerySet[BrowserSession]:
    return BrowserSession.objects.filter(digest=digest_of(key or ""))


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
    marked = [row.pk for row in _open(user) if row.digest == mark]
    return bool(marked) and _delete(user, user.browsers.filter(pk__in=marked))


@audit.recorded
def end_others(*, user: User, this: str | None) -> bool:
    """Sign every other browser out; False when there was none."""
    return _delete(user, user.browsers.exclude(digest=digest_of(this or "")))


def end_all(user: User) -> None:
    """Sign this account out of every browser."""
    user.browsers.all().delete()


def _open(user: User) -> QuerySet[BrowserSession]:
    return user.browsers.filter(expire_date__gt=timezone.now())


def _delete(user: User, rows) -> bool:
    number, _kinds = rows.delete()
    if number:
        audit.record("sessions.ended", by=user, subject=user, number=number)
    return bool(number)


def _shown(row: BrowserSession, this: str | None) -> Browser:
    data = row.get_decoded()
    return Browser(
        mark=row.digest,
        device=data.get(DEVICE, ""),
        began=_time(data.get(BEGAN)),
        seen=_time(data.get(SEEN)),
        is_this=row.digest == digest_of(this or ""),
    )


def _time(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
