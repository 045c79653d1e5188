"""What is read of the clinic once in a request, though many parts ask for it.

A page remembers it from its start to its end; nothing is kept between pages, and
outside a page every question is a query.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)

_remembered: ContextVar[dict[type, models.Model] | None] = ContextVar(
    "remembered", default=None
)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember until the end of the block."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def recall(kind: type[M]) -> M | None:
    """A copy of its own for whoever asks: nobody changes what others read."""
    found = (_remembered.get() or {}).get(kind)
    return copy(found) if isinstance(found, kind) else None


def remember(one: models.Model) -> None:
    """Keep what was read, where a page remembers."""
    known = _remembered.get()
    if known is not None:
        known[type(one)] = copy(one)


def forget(kind: type[models.Model]) -> None:
    """It has changed: it is read again."""
    (_remembered.get() or {}).pop(kind, None)
