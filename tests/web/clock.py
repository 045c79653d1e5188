"""A clock that tests move on; pages, sessions and the worker all read it."""

from datetime import timedelta

from django.utils import timezone


class Clock:
    """Stands still where the test put it, and goes on when told to."""

    def __init__(self, monkeypatch):
        self.now = timezone.now()
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def pass_time(self, **by: float) -> None:
        self.now += timedelta(**by)
