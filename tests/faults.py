"""A database that breaks at one statement after the other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import OperationalError, connection

MOST_STATEMENTS = 60


class Broken(OperationalError):
    """The connection failed at this statement."""


@contextmanager
def breaking_at(number: int) -> Iterator[Callable[[], bool]]:
    """Raise instead of the statement with this number; tells whether it came to it."""
    seen = []

    def wrapper(execute, *statement):
        seen.append(statement[0])
        if len(seen) == number:
            raise Broken
        return execute(*statement)

    with connection.execute_wrapper(wrapper):
        yield lambda: len(seen) >= number


def faults(job: Callable[[], object]) -> Iterator[object]:
    """Break a job at its first statement, its second, and so on to the last.

    Yields after each what came of the job, None when it raised, until it goes through
    unbroken.
    """
    for number in range(1, MOST_STATEMENTS):
        result = None
        with breaking_at(number) as came_to_it, suppress(Broken):
            result = job()
        if not came_to_it():
            return
        yield result
    pytest.fail("the job does not end")
