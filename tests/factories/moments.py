"""Alerts and their events at the time of a clock that a test sets."""

from intake.safety.models import Alert, AlertEvent


def follow(clock, monkeypatch) -> None:
    """Let what happens with alerts be stored at the clock's time.

    The fields hold the function that tells the time, so that replacing it elsewhere
    does not reach them.
    """
    for field in (
        Alert._meta.get_field("opened_at"),
        AlertEvent._meta.get_field("at"),
    ):
        monkeypatch.setitem(field.__dict__, "_get_default", lambda: clock.now)
