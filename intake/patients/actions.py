"""Everything that changes a patient's record."""

from django.db import IntegrityError, transaction

from intake.accounts import actions as accounts
from intake.accounts import codes
from intake.accounts.models import User
from intake.audit import actions as audit
from intake.practice.models import Location

from . import vault
from .identity import PURPOSE, Identity, identity_of
from .models import Acceptance, IdentityRecord, Patient, PrivacyNotice


def sign_in(*, asked: codes.Asked, digits: str) -> User:
    """Check a code and give the account of its address, made on the first use.

    Raises:
        codes.WrongCode, codes.SpentCode: as the code says.
    """
    address = codes.prove(asked=asked, digits=digits)
    index = vault.email_index(address)
    try:
        patient = find_or_create(address)
    except IntegrityError:  # another browser was first
        patient = Patient.objects.get(email_index=index)
    audit.record("patient.signed_in", by=patient.user, patient=patient)
    return patient.user


@audit.recorded
def find_or_create(address: str) -> Patient:
    index = vault.email_index(address)
    found = Patient.objects.select_related("user").filter(email_index=index).first()
    if found is not None:
        return found
    with transaction.atomic():
        user = accounts.create_patient_account()
        patient = Patient(user=user, email_index=index)
        vault.give_key(patient)
        patient.sealed_email = vault.close(patient, "email", address)
        patient.save(force_insert=True)
    audit.record("patient.created", by=user, subject=patient, patient=patient)
    return patient


def hold(patient: Patient) -> None:
    """Let others who want to change this patient wait until the transaction ends."""
    Patient.objects.select_for_update(no_key=True).only("pk").get(pk=patient.pk)


@audit.recorded
def save_identity(
    *, patient: Patient, identity: Identity, site: Location, by: User
) -> Patient:
    """Record who the patient is; the former record is kept.

    The same again has no effect.
    """
    hold(patient)
    patient.refresh_from_db()
    if patient.site_id == site.pk and identity_of(patient) == identity:
        return patient
    record = IdentityRecord.objects.create(
        patient=patient,
        sealed=vault.close(patient, PURPOSE, identity.to_data()),
        by=by,
    )
    patient.identity = record
    patient.site = site
    patient.phone_index = vault.phone_index(identity.phone)
    patient.surname_birth_index = vault.surname_birth_index(
        identity.last_name, identity.born_on.isoformat()
    )
    patient.save()
    audit.record("patient.identity_saved", by=by, subject=patient, patient=patient)
    return patient


@audit.recorded
def accept_notice(*, patient: Patient, notice: PrivacyNotice, by: User) -> Acceptance:
    """Record that the patient accepted this version; twice has one effect."""
    acceptance, new = Acceptance.objects.get_or_create(patient=patient, notice=notice)
    if new:
        audit.record(
            "notice.accepted",
            by=by,
            subject=notice,
            patient=patient,
            number=notice.number,
        )
    return acceptance


@audit.recorded
def forget(*, patient: Patient) -> None:
    """Take back an account that has said nothing yet: a child's.

    Nothing is left of it: the codes that were sent hold the address, and go too. Only
    for a patient without identity and answers; anything else is protected by the
    database.
    """
    user = patient.user
    patient.delete()
    user.delete()
    codes.forget(address_index=patient.email_index)
