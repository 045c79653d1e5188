"""Asks the links once a week, beside the other work of the worker.

A server that does not answer takes ten seconds, and messages to people must not wait
behind it: the links are asked in a thread of their own, which ends with the process.
"""

import logging
from datetime import datetime, timedelta
from threading import Thread

from django.conf import settings
from django.db import connection
from django.utils import timezone

from . import actions
from .asking import Asker

DAY = timedelta(days=1)
log = logging.getLogger(__name__)


class WeeklyCheck:
    """Begins it, and knows when it did."""

    def __init__(self) -> None:
        self.begun_at: datetime | None = None

    def begin_if_due(self) -> None:
        """Start asking what was not asked for a week, and once a day at most.

        A look costs two small queries.
        """
        now = timezone.now()
        is_new = self.begun_at is not None and now - self.begun_at < DAY
        if is_new or not settings.CHECK_LINKS or not actions.is_due(now):
            return
        self.begun_at = now
        Thread(target=ask_again, name="links", daemon=True).start()


def ask_again() -> None:
    """Ask what was not asked for a week; whatever fails is told and stops nobody."""
    try:
        since = timezone.now() - actions.WEEK
        for _link in actions.check(Asker(site=settings.SITE_URL).ask, since):
            pass
    except Exception:
        log.exception("job failed", extra={"job": "links"})
    finally:
        connection.close()
