"""The address a patient signs in with: written down, and changed by the patient."""

from datetime import datetime

from django.utils import timezone

from intake.accounts import sessions
from intake.accounts.models import User
from intake.audit import actions as audit
from intake.messaging import actions as messaging

from . import indexes, vault
from .actions import hold
from .identity import identity_of, mail_address_of
from .models import Patient


class AddressTaken(Exception):
    """Somebody signs in with this address, or another record has it."""


class AddressOfStaff(Exception):
    """Somebody who works here has this address."""


@audit.recorded
def change(*, patient: Patient, email: str, this: str | None) -> Patient:
    """Let a patient sign in with another address, which they have just proved.

    The former address is told, and other browsers are signed out.

    Args:
        this: The session of the browser that stays signed in.

    Raises:
        AddressTaken: nothing was changed.
    """
    hold(patient)
    patient.refresh_from_db()
    former, by = mail_address_of(patient), patient.user
    write(patient, email, unproved_since=None, by=by)
    patient.save()
    audit.record("patient.email_changed", by=by, subject=patient, patient=patient)
    sessions.end_others(user=by, this=this)
    if former:
        tell(patient, former, "own_address_changed")
    return patient


def write(
    patient: Patient, email: str, *, unproved_since: datetime | None, by: User
) -> None:
    """Put an address on a record, which the caller holds and saves.

    Raises:
        AddressTaken: it stands on another one.
    """
    if email:
        indexes.hold_address(email)
        _refuse_taken(email, patient, by)
    patient.sealed_email = vault.close(patient, "email", email) if email else None
    indexes.write(patient, email, identity_of(patient))
    patient.email_unproved_since = unproved_since if email else None


def write_unproved(patient: Patient, email: str, *, by: User) -> None:
    """The same for an address that staff wrote down.

    Raises:
        AddressTaken, AddressOfStaff: it cannot be the patient's.
    """
    if email:
        _refuse_staff(email)
    write(patient, email, unproved_since=timezone.now(), by=by)


def refuse(email: str, patient: Patient, *, by: User) -> None:
    """Whether staff could write it down; raises as :func:`write_unproved` does."""
    _refuse_staff(email)
    _refuse_taken(email, patient, by)


def _refuse_taken(email: str, patient: Patient, by: User) -> None:
    theirs = indexes.with_address(email).exclude(pk=patient.pk).first()
    if theirs is not None:  # who tried learns that it is in use
        audit.refused("patient.found", by=by, subject=theirs, patient=theirs)
        raise AddressTaken


def _refuse_staff(email: str) -> None:
    """Nobody becomes a patient by writing down an address of their own."""
    if User.objects.staff().filter(email__iexact=email.strip()).exists():
        raise AddressOfStaff


def tell(patient: Patient, address: str, template: str) -> None:
    """Write discreetly to an address of the patient's, in their language."""
    identity = identity_of(patient)
    language = identity.language if identity else "en"
    messaging.send_later(to=address, template=template, language=language)
