"""What is on record of the person beside the questionnaire."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Person:
    """The part of a person's record that calculations read.

    ``sex`` is as recorded for care (``female male other declined``).
    ``routes_offered`` are the routes of the clinic, at least one.
    """

    born_on: date | None = None
    sex: str | None = None
    routes_offered: tuple[str, ...] = ()
