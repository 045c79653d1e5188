"""One after the other, for everything that is done with one address or name."""

from django.db import connection

from intake.sealing import Index


def hold(index: Index) -> None:
    """Let others who hold the same wait until the transaction ends.

    The number does not depend on the order in which keys of look-ups are given.
    """
    number = int.from_bytes(min(index.all)[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
