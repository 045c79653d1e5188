"""Work on many rows, each by itself: one that fails is reported and stops no other."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

log = logging.getLogger(__name__)


def each(work: Callable[[T], R], rows: Iterable[T], *, failed: str) -> list[R]:
    """Do the work for every row; what fails is told with the row's key and no message.

    Args:
        work: A unit of work of its own, so that what fails leaves nothing behind.
        rows: Rows, or their keys.
        failed: What to say in the log of one that failed.

    Returns:
        What the work gave for those that did not fail, in their order.
    """
    done = []
    for row in rows:
        try:
            done.append(work(row))
        except Exception as problem:  # noqa: BLE001 - whatever it is, the others are due too
            key, kind = str(getattr(row, "pk", row)), type(problem).__name__
            log.error(failed, extra={"row": key, "problem": kind})  # noqa: TRY400 - no data
    return done
