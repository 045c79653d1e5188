"""Records that staff make and correct for patients who phone, write or come in."""

from django.db import IntegrityError, transaction

from intake.accounts import actions as accounts
from intake.accounts.models import User
from intake.audit import actions as audit
from intake.practice.models import Location

from . import vault
from .actions import hold, save_identity
from .addresses import AddressTaken, write_unproved
from .identity import Identity, email_of
from .models import Patient


class AddressProved(Exception):
    """The patient signs in with their address; only they can change it."""


class NotTheirSite(Exception):
    """Only those who work at a patient's site move the patient to another."""


@audit.recorded
def enrol(*, identity: Identity, site: Location, email: str, by: User) -> Patient:
    """Make the record of a person, with or without an address.

    Raises:
        AddressTaken: nothing was stored.
    """
    user = accounts.create_patient_account()
    patient = Patient(user=user)
    vault.give_key(patient)
    write_unproved(patient, email, by=by)
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
        AddressTaken, AddressProved, NotTheirSite: nothing was stored.
    """
    hold(patient)
    patient.refresh_from_db()
    if site.pk != patient.site_id and patient.site_id not in by.site_ids():
        raise NotTheirSite
    save_identity(patient=patient, identity=identity, site=site, by=by)
    is_proved = patient.email_index is not None and not patient.email_unproved_since
    if is_proved and email != email_of(patient):
        raise AddressProved
    if not is_proved:
        _replace_address(patient, email, by)
    return patient


def _replace_address(patient: Patient, email: str, by: User) -> None:
    changed = email != email_of(patient)
    write_unproved(patient, email, by=by)
    try:
        with transaction.atomic():
            patient.save()
    except IntegrityError:
        raise AddressTaken from None
    if changed:
        audit.record("patient.email_saved", by=by, subject=patient, patient=patient)
