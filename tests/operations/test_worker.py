"""The worker: screens left unfinished first, then messages, round after round."""

import signal
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.utils import timezone

from intake.accounts.models import BrowserSession as Session
from intake.audit import verifying
from intake.messaging import actions as messaging
from intake.messaging import gateway
from intake.messaging.models import Outbox, WorkerBeat
from intake.operations.management.commands import worker
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.filled import filled
from intake.reminders import actions as reminders
from tests.factories.cases import make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def command(monkeypatch):
    """A worker that has just started and keeps the connection of the test."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    return worker.Command()


def waiting(many):
    for number in range(many):
        address = f"patient.{number}@patients.example"
        messaging.send_later(to=address, template="news", language="en")


def test_a_round_sends_what_waits(command):
    waiting(1)

    command.round(0)

    assert [message.to for message in mail.outbox] == [["patient.0@patients.example"]]
    assert Outbox.objects.get().state == Outbox.State.SENT


def test_a_round_says_that_the_worker_is_here(command):
    assert not messaging.worker_is_alive()

    command.round(0)

    assert messaging.worker_is_alive()
    assert WorkerBeat.objects.count() == 1


def test_a_screen_left_unfinished_is_graded(command):
    response = make_response()
    questionnaires.note_screen_shown(filled(response))
    late = timezone.now() - timedelta(seconds=1)
    type(response).objects.filter(pk=response.pk).update(screen_due_at=late)

    command.round(0)

    response.refresh_from_db()
    assert response.screen_due_at is None


def test_sessions_that_are_over_are_deleted_with_what_lies_in_them(command):
    for days in (-1, 1):
        expires = timezone.now() + timedelta(days=days)
        Session.objects.create(digest=f"day {days}", expire_date=expires)

    command.round(0)

    assert [session.digest for session in Session.objects.all()] == ["day 1"]


def test_people_at_risk_do_not_wait_behind_the_mail(command, monkeypatch):
    done = []

    def grade():
        done.append("grade")

    def deliver(most, channel):
        done.append(channel)
        return 0

    monkeypatch.setattr(questionnaires, "grade_unfinished", grade)
    monkeypatch.setattr(messaging, "deliver_due", deliver)

    command.round(0)

    assert done == ["grade", "email", "text"]


def test_a_round_sends_a_few_messages_and_asks_for_another_round(command):
    waiting(worker.BATCH + 1)

    assert command.round(0) is True
    assert len(mail.outbox) == worker.BATCH
    assert command.round(1) is False
    assert len(mail.outbox) == worker.BATCH + 1


def test_screens_are_looked_at_every_few_seconds_and_not_more_often(
    command, monkeypatch
):
    looks = []
    monkeypatch.setattr(questionnaires, "grade_unfinished", lambda: looks.append(1))

    for second in range(int(worker.SWEEP) + 1):
        command.round(float(second))

    assert len(looks) == 2


@pytest.mark.parametrize("problem", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_waited_for(command, monkeypatch, caplog, problem):
    def fail(most, channel):
        raise problem("server closed the connection")

    monkeypatch.setattr(messaging, "deliver_due", fail)
    monkeypatch.setattr(connection, "is_usable", lambda: False)

    assert command.round(0) is False
    assert caplog.records[-1].problem == problem.__name__


@pytest.mark.parametrize("problem", [ValueError, IntegrityError, OperationalError])
def test_a_job_that_fails_stops_no_other_and_is_told(
    command, monkeypatch, caplog, problem
):
    def fail():
        raise problem("what a patient wrote")

    monkeypatch.setattr(reminders, "follow_up", fail)
    trail = []
    monkeypatch.setattr(verifying, "verify_tonight", lambda: trail.append(1))
    waiting(1)

    command.round(0)
    command.round(worker.SWEEP)

    assert len(mail.outbox) == 1
    assert trail == [1, 1]
    assert [record.job for record in caplog.records] == ["reminders", "reminders"]
    assert WorkerBeat.objects.get().failing == ["reminders"]
    assert not messaging.every_job_works()


def test_a_job_that_works_again_is_told_no_more(command, monkeypatch):
    monkeypatch.setattr(reminders, "follow_up", lambda: 1 / 0)
    command.round(0)
    monkeypatch.undo()
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)

    command.round(worker.SWEEP)
    command.round(2 * worker.SWEEP)

    assert messaging.every_job_works()


def test_a_signal_ends_it_after_the_round(command, monkeypatch):
    handlers, rounds = {}, []
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    monkeypatch.setattr(worker, "POLL", 0.0)

    def round_(now):
        rounds.append(now)
        if len(rounds) == 3:
            handlers[signal.SIGTERM](signal.SIGTERM, None)
        return False

    monkeypatch.setattr(command, "round", round_)

    command.handle()

    assert len(rounds) == 3
    assert set(handlers) == {signal.SIGTERM, signal.SIGINT}


def test_e_mail_goes_first_and_a_gateway_is_asked_once_a_round(command, monkeypatch):
    """A gateway that hangs would otherwise hold up the letters behind its texts."""
    order = []
    monkeypatch.setattr(gateway, "send", lambda to, _text: order.append(to))
    monkeypatch.setattr(
        "django.core.mail.EmailMessage.send", lambda mail: order.append(mail.to[0])
    )
    for number in ("+15550100001", "+15550100002"):
        messaging.text_later(to=number, template="alert", language="en")
    waiting(2)

    goes_on = command.round(0)
    command.round(1)

    assert goes_on
    assert order == [
        "patient.0@patients.example",
        "patient.1@patients.example",
        "+15550100001",
        "+15550100002",
    ]
