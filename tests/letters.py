"""Messages that wait in the outbox, as the people they go to will read them."""

from datetime import UTC, datetime

from django.core import mail

from intake.messaging import actions

LATER = datetime(2100, 1, 1, tzinfo=UTC)


def letters() -> list[tuple[str, str]]:
    """Deliver all that waits; address and text of everything sent in this test."""
    actions.deliver_due(now=LATER)
    return [(sent.to[0], f"{sent.subject}\n{sent.body}") for sent in mail.outbox]
