"""Records that staff make and correct for patients who phone, write or come in."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from intake.accounts import actions as accounts
from intake.accounts.models import User
from intake.audit import actions as audit
from intake.practice.models import Location

from . import indexes, vault
from .actions import hold, save_identity
from .identity import Identity, email_of, identity_of
from .models import Patient


class AddressTaken(Exception):
    """Somebody signs in with this address, or another record has it."""


class AddressProved(Exception):
    """The patient signs in with their address; only they can change it."""


@audit.recorded
def enrol(*, identity: Identity, site: Location, email: str, by: User) -> Patient:
    """Make the record of a person, with or without an address.

    Raises:
        AddressTaken: nothing was stored.
    """
    user = accounts.create_patient_account()
    patient = Patient(user=user)
    vault.give_key(patient)
    _write_address(patient, email)
    _insert(patient)
    audit.record("patient.enrolled", by=by, subject=patient, patient=patient)
    return save_identity(patient=patient, identity=identity, site=site, by=by)


def _insert(patient: Patient) -> None:
    try:
        with transaction.atomic():
            patient.save(force_insert=True)
    except IntegrityError:
        raise AddressTaken from None


@audit.recorded
def correct(
    *, patient: Patient, identity: Identity, site: Location, email: str, by: User
) -> Patient:
    """Correct who somebody is, and the address while they have not proved it.

    The date of birth may be tried anew afterwards.

    Raises:
        AddressTaken, AddressProved: nothing was stored.
    """
    save_identity(patient=patient, identity=identity, site=site, by=by)
    hold(patient)
    patient.refresh_from_db()
    is_proved = patient.email_index is not None and not patient.email_unproved_since
    if is_proved and email != email_of(patient):
        raise AddressProved
    if not is_proved:
        _replace_address(patient, email, by)
    return patient


def _replace_address(patient: Patient, email: str, by: User) -> None:
    changed = email != email_of(patient)
    _write_address(patient, email)
    try:
        with transaction.atomic():
            patient.save()
    except IntegrityError:
        raise AddressTaken from None
    if changed:
        audit.record("patient.email_saved", by=by, subject=patient, patient=patient)


def _write_address(patient: Patient, email: str) -> None:
    if email:
        indexes.hold_address(email)
        if indexes.with_address(email).exclude(pk=patient.pk).exists():
            raise AddressTaken
    patient.sealed_email = vault.close(patient, "email", email) if email else None
    indexes.write(patient, email, identity_of(patient))
    patient.email_unproved_since = timezone.now() if email else None
