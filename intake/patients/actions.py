"""Everything that changes a patient's record."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from intake.accounts import actions as accounts
from intake.accounts import codes
from intake.accounts.models import User
from intake.audit import actions as audit
from intake.practice.models import Location

from . import indexes, vault
from .claims import Claim, NotClaimed, disown
from .identity import Identity, email_of, identity_of
from .models import IdentityRecord, Patient


def sign_in(*, asked: codes.Asked, digits: str) -> User:
    """Check a code and give the account of its address, made on the first use.

    Raises:
        codes.WrongCode, codes.SpentCode: as the code says.
        NotClaimed: staff wrote this address down, and nobody has signed in with it.
    """
    return _signed_in(codes.prove(asked=asked, digits=digits))


def sign_in_by_link(*, token: str) -> User:
    """Spend a link and give the account of its address, made on the first use.

    Raises:
        codes.SpentCode, NotClaimed: as for a code.
    """
    return _signed_in(codes.use_link(token=token))


def _signed_in(address: str) -> User:
    patient = _at(address)
    if patient.email_unproved_since is not None:
        raise NotClaimed(patient)
    audit.record("patient.signed_in", by=patient.user, patient=patient)
    return patient.user


def sign_in_anew(*, claim: Claim) -> User:
    """Give the owner of an address a record of their own, not the one that staff made.

    Raises:
        claims.ClaimIsOver: too late, or staff have changed the address.
    """
    patient = _at(disown(claim=claim))
    audit.record("patient.signed_in", by=patient.user, patient=patient)
    return patient.user


def _at(address: str) -> Patient:
    """The record with this address, made if there is none."""
    try:
        return find_or_create(address)
    except IntegrityError:  # another browser was first
        return Patient.objects.get(email_index__in=vault.email_index(address).all)


@audit.recorded
def find_or_create(address: str) -> Patient:
    found = indexes.with_address(address).select_related("user").first()
    if found is not None:
        return found
    indexes.hold_address(address)
    if (found := indexes.with_address(address).first()) is not None:
        return found
    with transaction.atomic():
        user = accounts.create_patient_account()
        patient = Patient(user=user)
        vault.give_key(patient)
        patient.sealed_email = vault.close(patient, "email", address)
        indexes.write(patient, address, None)
        patient.save(force_insert=True)
    audit.record("patient.created", by=user, subject=patient, patient=patient)
    return patient


@audit.recorded
def create_practice_patient(*, site: Location, identity: Identity, by: User) -> Patient:
    """Nobody, for a drill: no index finds them, and they never sign in."""
    patient = Patient(
        user=accounts.create_patient_account(), site=site, is_practice=True
    )
    vault.give_key(patient)
    patient.save(force_insert=True)
    record = IdentityRecord(patient=patient, by=by)
    patient.identity = vault.add(record, patient, sealed=identity.to_data())
    patient.save(update_fields=["identity"])
    audit.record("patient.created", by=by, subject=patient, patient=patient)
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
    record = IdentityRecord(patient=patient, by=by)
    vault.add(record, patient, sealed=identity.to_data())
    patient.identity = record
    patient.site = site
    indexes.write(patient, email_of(patient), identity)
    patient.save()
    audit.record("patient.identity_saved", by=by, subject=patient, patient=patient)
    return patient


def note_found(people: Iterable[Patient], *, by: User, through: str) -> None:
    """One line for each person whom a search or a list showed; in the caller's unit.

    Args:
        through: where: ``search``, ``comparing``, ``duplicates`` or ``drafts``.
    """
    for person in dict.fromkeys(people):
        audit.record(
            "patient.found", by=by, subject=person, patient=person, through=through
        )


@audit.recorded
def forget(*, patient: Patient) -> None:
    """Take back an account that has said nothing yet: a child's.

    Nothing is left of it: the codes that were sent hold the address, and go too. Only
    for a patient without identity and answers; anything else is protected by the
    database.
    """
    user, index = patient.user, vault.email_index(email_of(patient))
    patient.delete()
    user.delete()
    codes.forget(indexes=index.all)
