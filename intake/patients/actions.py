"""Everything that changes a patient's record."""

from django.db import IntegrityError, transaction

from intake.accounts import actions as accounts
from intake.accounts import codes
from intake.accounts.models import User
from intake.audit import actions as audit
from intake.practice.models import Location

from . import indexes, vault
from .claims import Claim, NotClaimed, disown
from .identity import PURPOSE, Identity, email_of, identity_of
from .models import Acceptance, IdentityRecord, Patient, PrivacyNotice
from .modes import Mode


def sign_in(*, asked: codes.Asked, digits: str) -> User:
    """Check a code and give the account of its address, made on the first use.

    Raises:
        codes.WrongCode, codes.SpentCode: as the code says.
        NotClaimed: staff wrote this address down, and nobody has signed in with it.
    """
    address = codes.prove(asked=asked, digits=digits)
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
    patient.identity = IdentityRecord.objects.create(
        patient=patient,
        sealed=vault.close(patient, PURPOSE, identity.to_data()),
        by=by,
    )
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
    record = IdentityRecord.objects.create(
        patient=patient,
        sealed=vault.close(patient, PURPOSE, identity.to_data()),
        by=by,
    )
    patient.identity = record
    patient.site = site
    indexes.write(patient, email_of(patient), identity)
    patient.save()
    audit.record("patient.identity_saved", by=by, subject=patient, patient=patient)
    return patient


@audit.recorded
def accept_notice(
    *,
    patient: Patient,
    notice: PrivacyNotice,
    by: User,
    mode: str = Mode.SELF,
    name: str = "",
) -> Acceptance:
    """Record that the patient accepted this version; twice has one effect.

    Args:
        patient: Who accepted.
        notice: What was read, or read out.
        by: The patient, or whoever read it out or took the signed paper.
        mode: How.
        name: What the patient typed as their name on the same page.
    """
    how = {} if mode == Mode.SELF else {"mode": mode, "taken_by": by}
    signed = vault.close(patient, _signing(notice), name) if name else None
    acceptance, new = Acceptance.objects.get_or_create(
        patient=patient, notice=notice, defaults=how | {"sealed_name": signed}
    )
    if new:
        audit.record(
            "notice.accepted",
            by=by,
            subject=notice,
            patient=patient,
            number=notice.number,
            **({"mode": str(mode)} if how else {}),
        )
    return acceptance


def name_accepted(acceptance: Acceptance) -> str:
    """The name under an acceptance, whose patient is opened; empty without one."""
    if acceptance.sealed_name is None:
        return ""
    purpose = _signing(acceptance.notice)
    return vault.open_value(acceptance.patient, purpose, acceptance.sealed_name)


def _signing(notice: PrivacyNotice) -> str:
    return f"name under notice {notice.number}"


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
