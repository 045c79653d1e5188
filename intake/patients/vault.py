"""The only place where a patient's sealed data is opened or closed.

Every patient has a data key, wrapped by the clinic's master key. A sealed value is
bound to its patient and its purpose: bytes copied to another patient or another use do
not open. When the wrapped key is destroyed, nothing of that patient can be read again;
in a backup from before, as soon as the master key of that time is destroyed too.
"""

import hmac
import json
from typing import Any
from uuid import UUID

from django.conf import settings

from intake.sealing import (
    CannotOpen,
    Index,
    IndexKeys,
    MasterKeys,
    new_key,
    open_sealed,
    seal,
)

from .models import Patient

__all__ = [
    "CannotOpen",
    "close",
    "close_bytes",
    "email_index",
    "mark",
    "open_bytes",
    "open_value",
    "phone_index",
]


def give_key(patient: Patient) -> None:
    """Make the patient's data key; the row is saved by the caller."""
    patient.wrapped_key = master_keys().seal(new_key(), key_bound(patient.pk))


def destroy_key(patient: Patient) -> None:
    """Nothing of this patient opens any more; the row is saved by the caller."""
    patient.wrapped_key = None
    patient.__dict__.pop("_opened_key", None)


def close(patient: Patient, purpose: str, value: Any) -> bytes:
    """Seal a JSON value."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return seal(_data_key(patient), plain, _bound(patient, purpose))


def open_value(patient: Patient, purpose: str, sealed: bytes) -> Any:
    """The value again.

    Raises:
        CannotOpen: changed, moved, sealed for another purpose, or the key is gone.
    """
    plain = open_sealed(_data_key(patient), bytes(sealed), _bound(patient, purpose))
    return json.loads(plain)


def close_bytes(patient: Patient, purpose: str, content: bytes) -> bytes:
    """Seal a file."""
    return seal(_data_key(patient), content, _bound(patient, purpose))


def open_bytes(patient: Patient, purpose: str, sealed: bytes) -> bytes:
    """The file again; raises :class:`CannotOpen` like :func:`open_value`."""
    return open_sealed(_data_key(patient), bytes(sealed), _bound(patient, purpose))


def mark(patient: Patient, purpose: str, value: Any) -> str:
    """A keyed digest of a JSON value, in hexadecimal.

    Equal values of one patient have the same; without the patient's key it says
    nothing, not even by guessing.
    """
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
    bound = _bound(patient, f"mark of {purpose}").encode()
    return hmac.digest(_data_key(patient), bound + b"\0" + plain, "sha256").hex()


def email_index(address: str) -> Index:
    return index_keys().index("email", address)


def phone_index(phone: str) -> Index:
    """Numbers are compared by their digits; a leading US 1 does not matter."""
    digits = "".join(character for character in phone if character.isdigit())
    return index_keys().index("phone", digits[-10:])


def surname_birth_index(surname: str, born_on: str) -> Index:
    name = " ".join(surname.split())
    return index_keys().index("surname and birth", f"{name} {born_on}")


def master_keys() -> MasterKeys:
    return MasterKeys(settings.MASTER_KEYS)


def index_keys() -> IndexKeys:
    return IndexKeys(settings.INDEX_KEYS)


def _data_key(patient: Patient) -> bytes:
    opened = patient.__dict__.get("_opened_key")
    if opened is None:
        if patient.wrapped_key is None:
            raise CannotOpen("this patient's key was destroyed")
        opened = master_keys().open(patient.wrapped_key, key_bound(patient.pk))
        patient.__dict__["_opened_key"] = opened
    return opened


def key_bound(patient_id: UUID) -> str:
    return f"key of patient {patient_id}"


def _bound(patient: Patient, purpose: str) -> str:
    return f"patient {patient.pk} {purpose}"
