"""What goes when a person is erased: the key, every index, and the way to sign in."""

from contextlib import suppress
from datetime import datetime

from intake.accounts import actions as accounts
from intake.accounts import codes
from intake.audit import actions as audit
from intake.messaging import actions as messaging

from . import vault
from .actions import hold
from .identity import email_of
from .models import Patient


@audit.recorded
def erase_person(*, patient: Patient, at: datetime) -> None:
    """Let nobody ever find, read or be this patient again; rows and counts stay.

    Sealed values stay where they are, and without the key they are noise.
    """
    hold(patient)
    patient.refresh_from_db()
    if patient.erased_at is not None:
        return
    if patient.email_index is not None:
        indexes = {bytes(patient.email_index)}
        with suppress(vault.CannotOpen):  # damaged: it goes all the same
            indexes.update(vault.email_index(email_of(patient)).all)
            messaging.forget(address=email_of(patient))
        codes.forget(indexes=indexes)
    accounts.close_patient_account(patient.user)
    vault.destroy_key(patient)
    patient.sealed_email = patient.email_index = patient.email_unproved_since = None
    patient.phone_index = patient.surname_birth_index = patient.identity = None
    patient.erased_at = at
    patient.save()
