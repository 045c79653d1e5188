"""How the address that a patient signs in with was changed once it was theirs."""

from dataclasses import dataclass
from datetime import datetime

from intake.audit.models import Event
from intake.patients.models import Patient

OWN, BY_CLINIC = "patient.email_changed", "patient.email_confirmed"


@dataclass(frozen=True)
class Moved:
    """Another address: ``by_clinic`` where two of the staff answered for it.

    ``passkeys`` is how many were forgotten with it.
    """

    at: datetime
    by_clinic: bool
    passkeys: int


def moves_of(patient: Patient) -> tuple[Moved, ...]:
    """The first one first; the addresses themselves are not kept."""
    done = Event.objects.about(patient.pk).filter(
        action__in=(OWN, BY_CLINIC), outcome=Event.Outcome.DONE
    )
    return tuple(
        Moved(
            at=event.at,
            by_clinic=event.action == BY_CLINIC,
            passkeys=event.detail.get("passkeys", 0),
        )
        for event in done.order_by("number")
    )
