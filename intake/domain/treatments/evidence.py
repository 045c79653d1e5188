"""How well a fact of a treatment history is known: on whose word it stands.

People forget trials, and a dose or a date from memory is often wrong; a list of a
pharmacy knows what was dispensed, a record what was prescribed and how it went.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Where a fact comes from, the weakest first."""

    PATIENT_REPORTED = "patient_reported"
    STAFF_ENTERED = "staff_entered"
    PHARMACY_LIST = "pharmacy_list"
    RECORD_VERIFIED = "record_verified"

    @property
    def is_checked(self) -> bool:
        """Somebody held it against a source outside the patient's memory."""
        return self in (Status.PHARMACY_LIST, Status.RECORD_VERIFIED)


@dataclass(frozen=True)
class Evidence:
    """A status with who stated it and when.

    Attributes:
        status: Where the fact comes from.
        who: The name of the member of staff; empty where the patient wrote it.
        on: The day, in the time zone of the clinic; ``None`` when it is not stored.
        source: What was looked at, in words; empty where nothing was.
    """

    status: Status
    who: str = ""
    on: date | None = None
    source: str = ""
