"""The outbox: sealed while waiting, sent, put off, given up."""

import contextlib
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from intake.messaging import actions
from intake.messaging.models import Outbox
from intake.sealing import CannotOpen, new_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def deaf_server(monkeypatch):
    """A mail server that takes nothing."""

    def refuse(_message, **_options):
        raise ConnectionRefusedError("kim@example.com was refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


def queue(to="kim@example.com", **context):
    return actions.send_later(
        to=to,
        template="invitation",
        language="en",
        context={"link": "https://clinic.example/x", "days": 3, **context},
    )


def minutes_until_next_try(message, now):
    message.refresh_from_db()
    return (message.next_try_at - now) / timedelta(minutes=1)


def test_a_queued_message_is_sent_when_due():
    queue()

    assert actions.deliver_due() == 1

    assert mail.outbox[0].to == ["kim@example.com"]
    assert "https://clinic.example/x" in mail.outbox[0].body


def test_a_message_is_sent_once():
    queue()
    actions.deliver_due()

    assert actions.deliver_due() == 0
    assert len(mail.outbox) == 1


def test_what_was_sent_leaves_nothing_to_read():
    message = queue()
    actions.deliver_due()

    message.refresh_from_db()

    assert (message.state, message.sealed, message.last_error) == ("sent", None, "")
    assert message.sent_at is not None


def test_a_waiting_message_cannot_be_read_in_its_row():
    message = queue(link="https://clinic.example/secret-token")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sealed, row_to_json(o)::text FROM messaging_outbox o WHERE id = %s",
            [message.pk],
        )
        sealed, row = cursor.fetchone()

    for private in ("kim@example.com", "secret-token", "clinic.example"):
        assert private.encode() not in bytes(sealed)
        assert private not in row


def test_a_seal_moved_to_another_row_does_not_open():
    message = queue()
    other = Outbox.objects.create(template="invitation", sealed=message.sealed)
    Outbox.objects.filter(pk=message.pk).delete()

    with contextlib.suppress(CannotOpen):
        actions.deliver_due()

    other.refresh_from_db()
    assert other.state == "waiting"
    assert mail.outbox == []


def test_a_message_is_not_queued_when_its_transaction_fails():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert not Outbox.objects.exists()


def test_messages_go_out_oldest_first():
    for place, to in enumerate(["b@example.com", "a@example.com", "c@example.com"]):
        message = queue(to=to)
        message.next_try_at = timezone.now() - timedelta(minutes=place + 1)
        message.save()

    actions.deliver_due()

    assert [message.to[0][0] for message in mail.outbox] == ["c", "a", "b"]


def test_no_more_are_sent_at_a_time_than_asked_for():
    for _number in range(3):
        queue()

    assert actions.deliver_due(most=2) == 2
    assert len(mail.outbox) == 2


def test_a_refused_message_waits_and_keeps_its_words(deaf_server):
    message = queue()

    actions.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.tries) == ("waiting", 1)
    assert message.sealed is not None
    assert Outbox.objects.failing().get() == message


def test_what_the_server_said_about_the_address_is_not_kept(deaf_server):
    message = queue()

    actions.deliver_due()

    message.refresh_from_db()
    assert message.last_error == "ConnectionRefusedError"


def test_pauses_grow_from_a_minute_to_four_hours(deaf_server):
    message, now = queue(), timezone.now()

    pauses = []
    for _try in range(8):
        actions.deliver_due(now=now)
        pauses.append(minutes_until_next_try(message, now))
        now = message.next_try_at

    assert pauses == [1, 2, 5, 15, 60, 240, 240, 240]


def test_a_message_is_not_tried_before_its_time(deaf_server):
    queue()
    now = timezone.now()
    actions.deliver_due(now=now)

    assert actions.deliver_due(now=now + timedelta(seconds=59)) == 0
    assert actions.deliver_due(now=now + timedelta(seconds=60)) == 1


def test_after_thirty_tries_a_person_has_to_look(deaf_server):
    message = queue()
    message.tries = 29
    message.save()

    actions.deliver_due()

    message.refresh_from_db()
    assert message.state == "given_up"
    assert Outbox.objects.failing().get() == message
    assert actions.deliver_due(now=timezone.now() + timedelta(days=1)) == 0


def test_a_message_goes_out_when_the_server_is_back(monkeypatch):
    message, now = queue(), timezone.now()
    with monkeypatch.context() as down:
        down.setattr(
            "django.core.mail.EmailMessage.send",
            Mock(side_effect=OSError),
        )
        actions.deliver_due(now=now)

    actions.deliver_due(now=now + timedelta(minutes=1))

    message.refresh_from_db()
    assert (message.state, message.tries) == ("sent", 2)
    assert not Outbox.objects.failing().exists()


def test_one_refused_message_does_not_hold_up_the_next(monkeypatch):
    queue(to="first@example.com")
    queue(to="second@example.com")
    send = mail.EmailMessage.send

    def refuse_first(message, **options):
        if message.to == ["first@example.com"]:
            raise OSError
        return send(message, **options)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse_first)

    actions.deliver_due()

    assert [message.to for message in mail.outbox] == [["second@example.com"]]


def test_messages_sealed_with_an_earlier_key_are_still_sent(settings):
    queue()
    settings.MASTER_KEYS = [new_key(), *settings.MASTER_KEYS]

    actions.deliver_due()

    assert len(mail.outbox) == 1


def test_the_database_keeps_no_words_of_a_sent_message():
    message = queue()

    with pytest.raises(IntegrityError, match="sent_is_emptied"), transaction.atomic():
        Outbox.objects.filter(pk=message.pk).update(
            state="sent", sent_at=timezone.now()
        )


def test_a_message_that_cannot_be_opened_does_not_stop_the_others(db, mailoutbox):
    broken = actions.send_later(to="a@x.example", template="news", language="en")
    Outbox.objects.filter(pk=broken.pk).update(sealed=b"not sealed by us")
    actions.send_later(to="b@x.example", template="news", language="en")

    actions.deliver_due()

    assert [message.to for message in mailoutbox] == [["b@x.example"]]
    assert Outbox.objects.get(pk=broken.pk).last_error == "CannotOpen"
