"""What a record is found by: its address, its phone, and its name with the birth date.

All indexes of one record are made by the same key, which ``index_mark`` names; so it is
known which records still need an older one while the key is being changed.
"""

from django.db.models import QuerySet

from intake.accounts.holding import hold
from intake.sealing import Index

from . import vault
from .identity import Identity
from .models import Patient

FIELDS = ("email_index", "phone_index", "surname_birth_index")


def of(email: str, identity: Identity | None) -> dict[str, Index]:
    """The indexes of somebody, by the field in which they are stored."""
    found = {}
    if identity is not None:
        born_on = identity.born_on.isoformat()
        found["phone_index"] = vault.phone_index(identity.phone)
        name = vault.surname_birth_index(identity.last_name, born_on)
        found["surname_birth_index"] = name
    if email:
        found["email_index"] = vault.email_index(email)
    return found


def write(patient: Patient, email: str, identity: Identity | None) -> None:
    """Let a record be found by these, by the newest key; the caller saves the row."""
    found = of(email, identity)
    for field in FIELDS:
        index = found.get(field)
        setattr(patient, field, index.newest if index else None)
    patient.index_mark = vault.index_keys().newest


def with_address(address: str) -> QuerySet[Patient]:
    """The record with this address, under whichever key it is found."""
    return Patient.objects.filter(email_index__in=vault.email_index(address).all)


def hold_address(address: str) -> None:
    """Let others who want to write the same address wait until the transaction ends.

    That an address stands on one record alone is refused by the database only where
    both were written by the same key.
    """
    hold(vault.email_index(address))
