"""manage.py worker"""

import logging
import signal
import time
from collections.abc import Callable

from django.core.management.base import BaseCommand
from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
)

from intake.accounts import guessing, invitations, presence
from intake.audit import verifying
from intake.education.governing import scheduled
from intake.education.governing.telling import DueTexts
from intake.education.links.weekly import WeeklyCheck
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox
from intake.operations.starting import refuse_what_is_wrong
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
AWAY = (OperationalError, InterfaceError)  # the database; it is waited for


def deliver() -> bool:
    """E-mail first, whatever becomes of text messages; whether more may be due."""
    email, text = Outbox.Channel.EMAIL, Outbox.Channel.TEXT
    mails = messaging.deliver_due(most=BATCH, channel=email)
    texts = messaging.deliver_due(most=TEXTS, channel=text)
    return mails == BATCH or texts == TEXTS


def evaluate_again() -> bool:
    """A few cases at a time, so that messages need not wait; whether more are due."""
    return reruns.work() == reruns.BATCH


class Command(BaseCommand):
    help = (
        "Sends what waits and links that were asked for, grades what was left "
        "unfinished, reminds, escalates alerts, publishes pages whose time has come, "
        "tells of texts to read again, "
        "evaluates cases again when asked to, verifies the trail once a day, asks "
        "links that lead out once a week."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.running = True
        self.swept_at = float("-inf")
        self.failing: set[str] = set()
        self.links = WeeklyCheck()
        self.texts = DueTexts()

    def handle(self, **options):
        refuse_what_is_wrong()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while self.running:
            started = time.monotonic()
            if not self.round(started):
                time.sleep(max(0.0, POLL - (time.monotonic() - started)))

    def stop(self, *_signal):
        self.running = False

    def round(self, now: float) -> bool:
        """Work once; a database that is away is waited for.

        People at risk come first, then the messages, which tell somebody of them.

        Returns:
            Whether more may be due at once.
        """
        close_old_connections()
        sweeps = now - self.swept_at >= SWEEP
        try:
            if sweeps:
                messaging.beat(failing=self.failing)
                self.failing.clear()
                self.do("unfinished screens", questionnaires.grade_unfinished)
                self.do("alerts", escalation.escalate_due)
            self.do("password links", invitations.send_asked)
            more = self.do("messages", deliver)
            if sweeps:
                self.do("reminders", reminders.follow_up)
                self.do("sessions", presence.forget_ended_sessions)
                self.do("guessing", guessing.tell_of_guessing)
                self.do("pages", scheduled.publish_due)
                self.do("due texts", self.texts.tell_if_due)
                self.do("retention", retention.run_due)
                self.do("trail", verifying.verify_tonight)
                self.do("links", self.links.begin_if_due)
                self.swept_at = now
            return bool(self.do("cases", evaluate_again)) or bool(more)
        except AWAY as problem:
            log.warning("worker waits", extra={"problem": type(problem).__name__})
            return False

    def do(self, job: str, work: Callable[[], object]) -> object:
        """One kind of work; whatever fails in it is told and stops no other."""
        try:
            return work()
        except Exception as problem:
            if isinstance(problem, AWAY) and not connection.is_usable():
                raise
            log.exception("job failed", extra={"job": job})
            self.failing.add(job)
            return None
