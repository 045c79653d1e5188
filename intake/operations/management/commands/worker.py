"""manage.py worker"""

import logging
import signal
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections

from intake.accounts import presence
from intake.audit import verifying
from intake.education.governing import scheduled
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox
from intake.operations.starting import refuse_wrong_keys
from intake.questionnaires import actions as questionnaires
from intake.reminders import actions as reminders
from intake.reruns import actions as reruns
from intake.rights import retention
from intake.safety import escalation

log = logging.getLogger(__name__)

POLL = 1.0  # seconds
SWEEP = 15.0  # seconds between looks for unfinished screens and alerts past their time
# A mail server that does not answer takes ten seconds a message; people who left a
# safety screen unfinished do not wait behind many of those.
BATCH = 3
# A gateway that hangs may hold up e-mail once a round, and no more often.
TEXTS = 1


class Command(BaseCommand):
    help = (
        "Sends what waits, grades what was left unfinished, reminds, escalates alerts, "
        "publishes pages whose time has come, evaluates cases again when asked to, "
        "verifies the trail once a day."
    )

    def handle(self, **options):
        refuse_wrong_keys()
        self.running = True
        self.swept_at = float("-inf")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while self.running:
            started = time.monotonic()
            if not self.round(started):
                time.sleep(max(0.0, POLL - (time.monotonic() - started)))

    def stop(self, *_signal):
        self.running = False

    def deliver(self) -> bool:
        """E-mail first, whatever becomes of text messages."""
        email, text = Outbox.Channel.EMAIL, Outbox.Channel.TEXT
        mails = messaging.deliver_due(most=BATCH, channel=email)
        texts = messaging.deliver_due(most=TEXTS, channel=text)
        return mails == BATCH or texts == TEXTS

    def evaluate_again(self) -> bool:
        """A few cases at a time, so that messages need not wait."""
        return reruns.work() == reruns.BATCH

    def round(self, now: float) -> bool:
        """Work once; a database that is away is waited for.

        Returns:
            Whether more may be due at once.
        """
        close_old_connections()
        try:
            if now - self.swept_at >= SWEEP:
                messaging.beat()
                questionnaires.grade_unfinished()
                escalation.escalate_due()
                reminders.follow_up()
                presence.forget_ended_sessions()
                scheduled.publish_due()
                retention.run_due()
                verifying.verify_tonight()
                self.swept_at = now
            return any([self.deliver(), self.evaluate_again()])
        except (DatabaseError, InterfaceError) as problem:
            log.warning("worker waits", extra={"problem": type(problem).__name__})
            return False
