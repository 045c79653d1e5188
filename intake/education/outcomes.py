"""What became of what ships when it was loaded."""

from collections import Counter
from enum import StrEnum


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # an editor changed it, or took it down


class Outcomes(Counter[Outcome]):
    """How many had which outcome."""

    def __str__(self):
        return ", ".join(f"{number} {outcome}" for outcome, number in self.items())
