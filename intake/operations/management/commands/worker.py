"""manage.py worker"""

import logging
import signal
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from intake.messaging import actions as messaging
from intake.questionnaires import actions as questionnaires

log = logging.getLogger(__name__)

POLL = 1.0  # seconds
SWEEP = 15.0  # seconds between looks for unfinished screens


class Command(BaseCommand):
    help = "Sends what waits in the outbox, and grades screens left unfinished."

    def handle(self, **options):
        self.running = True
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        swept_at = 0.0
        while self.running:
            started = time.monotonic()
            sweep = started - swept_at >= SWEEP
            self.work(sweep=sweep)
            swept_at = started if sweep else swept_at
            time.sleep(max(0.0, POLL - (time.monotonic() - started)))

    def stop(self, *_signal):
        self.running = False

    def work(self, *, sweep: bool) -> None:
        """One round; a database that is away is waited for."""
        close_old_connections()
        try:
            messaging.deliver_due()
            if sweep:
                questionnaires.grade_unfinished()
        except DatabaseError as problem:
            log.warning("worker waits", extra={"problem": type(problem).__name__})
            time.sleep(POLL)
