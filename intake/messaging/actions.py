"""Sending of messages: at once for sign-in codes, through the outbox for the rest.

E-mail goes to anybody; text messages go to staff, where a gateway is set.
Messages are discreet: subject, sender and text name no treatment and no person. Whoever
calls has already chosen whether and where the person may be written to.
"""

import json
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from intake.practice.models import Organisation
from intake.sealing import MasterKeys

from . import gateway
from .models import Outbox, WorkerBeat

log = logging.getLogger(__name__)

PAUSES = [timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 240)]
MOST_TRIES = 30  # then a person has to look; about four days
SILENCE = timedelta(minutes=2)  # of a worker that is taken to be down


def send_later(
    *, to: str, template: str, language: str, context: dict[str, Any] | None = None
) -> Outbox:
    """Queue an e-mail in the present transaction."""
    envelope = {"to": to, "language": language, "context": context or {}}
    return _queue(Outbox(template=template), envelope)


def text_later(*, to: str, template: str, language: str) -> Outbox:
    """Queue a text message in the present transaction.

    Args:
        to: A number that the gateway can dial, such as ``+15550100199``.
    """
    message = Outbox(template=template, channel=Outbox.Channel.TEXT)
    return _queue(message, {"to": to, "language": language, "context": {}})


def forget(*, address: str) -> int:
    """Empty what waits to be sent to an address; it is never sent.

    Returns:
        How many messages there were.
    """
    waiting = Outbox.objects.exclude(state=Outbox.State.SENT).exclude(sealed=None)
    found = [row.pk for row in waiting.select_for_update() if _to(row) == address]
    Outbox.objects.filter(pk__in=found).update(
        sealed=None, state=Outbox.State.GIVEN_UP, tries=0
    )
    return len(found)


def empty_given_up(before: datetime) -> int:
    """Empty what was given up on before a time; the address is needed no more.

    Returns:
        How many messages there were.
    """
    given_up = Outbox.objects.filter(state=Outbox.State.GIVEN_UP, created_at__lt=before)
    return given_up.exclude(sealed=None).update(sealed=None)


def _to(message: Outbox) -> str:
    return json.loads(_keys().open(message.sealed, bound_to(message)))["to"]


def can_text() -> bool:
    """Whether text messages can be sent at all."""
    return gateway.Gateway.current() is not None


def send_now(
    *, to: str, template: str, language: str, context: dict[str, Any] | None = None
) -> None:
    """Send at once; raises what the mail server raises."""
    _mail_now(to, template, language, context or {})


def text_now(*, to: str, template: str, language: str) -> None:
    """Send a text message at once.

    Raises:
        gateway.NoGateway, gateway.Refused, gateway.Unreachable: it did not leave.
    """
    _text(to, template, language, {})


def deliver_due(now: datetime | None = None, most: int = 50, channel: str = "") -> int:
    """Send what is due, each in a transaction of its own.

    Args:
        channel: Only what goes by this one; else by any.

    Returns:
        How many messages were sent or put off.
    """
    for done in range(most):
        with transaction.atomic():
            due = Outbox.objects.due(now or timezone.now())
            if channel:
                due = due.by(channel)
            message = due.select_for_update(skip_locked=True).first()
            if message is None:
                return done
            _deliver(message, now or timezone.now())
    return most


def beat(now: datetime | None = None, failing: Collection[str] = ()) -> None:
    """The worker is here; some kinds of work may have failed in its last round."""
    seen = {"at": now or timezone.now(), "failing": sorted(failing)}
    WorkerBeat.objects.update_or_create(pk=1, defaults=seen)


def worker_is_alive(now: datetime | None = None) -> bool:
    """Whether a worker came round lately."""
    since = (now or timezone.now()) - SILENCE
    return WorkerBeat.objects.filter(at__gte=since).exists()


def every_job_works() -> bool:
    """Whether nothing failed in the worker's last round, as far as one is known."""
    return not WorkerBeat.objects.exclude(failing=[]).exists()


def _queue(message: Outbox, envelope: dict[str, Any]) -> Outbox:
    message.sealed = _keys().seal(json.dumps(envelope).encode(), bound_to(message))
    message.save(force_insert=True)
    return message


def _deliver(message: Outbox, now: datetime) -> None:
    message.tries += 1
    try:
        envelope = json.loads(_keys().open(message.sealed, bound_to(message)))
        TRANSPORTS[message.channel](template=message.template, **envelope)
    except Exception as problem:  # noqa: BLE001 - one message never stops the queue
        _put_off(message, now, problem)
    else:
        message.state, message.sent_at, message.sealed = Outbox.State.SENT, now, None
        message.last_error = ""
    message.save()


def _put_off(message: Outbox, now: datetime, problem: Exception) -> None:
    message.last_error = type(problem).__name__
    message.next_try_at = now + PAUSES[min(message.tries, len(PAUSES)) - 1]
    if message.tries >= MOST_TRIES:
        message.state = Outbox.State.GIVEN_UP
    log.warning("message not sent", extra={"message_id": str(message.pk)})


def _text(to: str, template: str, language: str, context: dict[str, Any]) -> None:
    values = {"organisation": Organisation.current(), **context}
    with translation.override(language):
        text = render_to_string(f"texts/{template}.txt", values)
    gateway.send(to, " ".join(text.split()))


def _mail(
    to: str, template: str, language: str, context: dict[str, Any]
) -> EmailMessage:
    organisation = Organisation.current()
    values = {"organisation": organisation, "site_url": settings.SITE_URL, **context}
    with translation.override(language):
        subject = render_to_string(f"emails/{template}.subject.txt", values).strip()
        body = render_to_string(f"emails/{template}.txt", values).strip() + "\n"
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        from_email=formataddr(
            (organisation.discreet_name, settings.DEFAULT_FROM_EMAIL)
        ),
        to=[to],
    )


def _mail_now(to: str, template: str, language: str, context: dict[str, Any]) -> None:
    _mail(to, template, language, context).send()


TRANSPORTS = {Outbox.Channel.EMAIL: _mail_now, Outbox.Channel.TEXT: _text}


def _keys() -> MasterKeys:
    return MasterKeys(settings.MASTER_KEYS)


def bound_to(message: Outbox) -> str:
    return f"outbox {message.pk}"
