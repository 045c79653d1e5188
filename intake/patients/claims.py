"""The first sign-in with an address that staff wrote down.

Whoever reads a code at an address has proved that it is theirs, not that the record is:
staff may have misheard it. So the first of them also gives the date of birth on record,
with few tries, and sees nothing before. Who says that the address is theirs and the
record is not gets a record of their own.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit

from . import vault
from .identity import email_of, identity_of
from .models import BirthDateTry, Patient

MOST_TRIES = 5  # until staff have looked at address and date of birth again
LIFE = timedelta(minutes=30)


class NotClaimed(Exception):
    """The address is proved; whose record it belongs to is not."""

    def __init__(self, patient: Patient):
        self.claim = Claim.on(patient)


class WrongBirthDate(Exception):
    """Not the date on record; it may be tried again."""


class ClaimIsOver(Exception):
    """Tried too often, too late, or staff have changed the address."""


@dataclass(frozen=True)
class Claim:
    """What the browser's session keeps of a proved address: no address, no name."""

    patient_id: str
    address_index: str
    until: float

    @classmethod
    def on(cls, patient: Patient) -> "Claim":
        until = (timezone.now() + LIFE).timestamp()
        return cls(str(patient.pk), bytes(patient.email_index).hex(), until)

    def to_data(self) -> dict[str, Any]:
        return asdict(self)


def is_over(patient: Patient) -> bool:
    """Whether the date of birth was tried too often since staff looked at it."""
    since = patient.email_unproved_since
    if since is None:
        return False
    return patient.birth_date_tries.filter(at__gt=since).count() >= MOST_TRIES


def claim(*, claim: Claim, born_on: date) -> User:
    """Give the record to whoever knows its date of birth.

    Raises:
        WrongBirthDate, ClaimIsOver: as they say; nothing was shown.
    """
    patient = _try(claim=claim, born_on=born_on)
    if patient is None:
        audit.refused("patient.claimed", patient=claim.patient_id)
        raise WrongBirthDate
    return patient.user


@audit.recorded
def _try(*, claim: Claim, born_on: date) -> Patient | None:
    """The patient, whose address is proved now; None when the date is wrong."""
    patient = _waiting(claim)
    if is_over(patient):
        raise ClaimIsOver
    identity = identity_of(patient)
    if identity is None or identity.born_on != born_on:
        BirthDateTry.objects.create(patient=patient)
        return None
    patient.email_unproved_since = None
    patient.save(update_fields=["email_unproved_since"])
    audit.record("patient.claimed", by=patient.user, subject=patient, patient=patient)
    return patient


@audit.recorded
def disown(*, claim: Claim) -> str:
    """Take the address off a record that its owner says is not theirs.

    Returns:
        The address, which is free now.

    Raises:
        ClaimIsOver: too late, or staff have changed the address.
    """
    patient = _waiting(claim)
    address = email_of(patient)
    patient.sealed_email = patient.email_index = patient.email_unproved_since = None
    patient.save()
    audit.record("patient.email_disowned", subject=patient, patient=patient)
    return address


def _waiting(claim: Claim) -> Patient:
    """The record whose address was proved, held until the transaction ends."""
    waiting = Patient.objects.filter(
        pk=claim.patient_id, email_unproved_since__isnull=False
    )
    related = waiting.select_related("user", "identity")
    patient = related.select_for_update(of=("self",), no_key=True).first()
    if patient is None or timezone.now().timestamp() > claim.until:
        raise ClaimIsOver
    # The key of look-ups may have been changed in between.
    if (
        bytes.fromhex(claim.address_index)
        not in vault.email_index(email_of(patient)).all
    ):
        raise ClaimIsOver
    return patient
