"""The only place where a patient's sealed data is opened or closed.

Every patient has a data key, wrapped by the clinic's master key. A sealed value is
bound to its patient and its purpose: bytes copied to another patient or another use do
not open. What :func:`add` and :func:`put` seal is for one column of one row, and opens
in no other row of the same patient. When the wrapped key is destroyed, nothing of that
patient can be read again; in a backup from before, as soon as the master key of that
time is destroyed too.
"""

import hmac
import json
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, models

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
    "add",
    "add_all",
    "close",
    "close_bytes",
    "email_index",
    "mark",
    "open_bytes",
    "open_value",
    "phone_index",
    "put",
    "read",
]


Row = TypeVar("Row", bound=models.Model)


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


def add(record: Row, patient: Patient, **values: Any) -> Row:
    """Store a new row; these values are sealed in its columns, for this row alone."""
    if record.pk is None:
        [record.pk] = _next_numbers(type(record), 1)
    for column, value in values.items():
        put(record, patient, column, value)
    record.save(force_insert=True)
    return record


def add_all(
    rows: Sequence[tuple[models.Model, Any]], patient: Patient, column: str
) -> None:
    """Store new rows of one kind; each value is sealed in the column of its own row."""
    if not rows:
        return
    model = type(rows[0][0])
    numbers = _next_numbers(model, len(rows))
    for number, (record, value) in zip(numbers, rows, strict=True):
        record.pk = number
        put(record, patient, column, value)
    model._base_manager.bulk_create(record for record, _value in rows)


def put(record: models.Model, patient: Patient, column: str, value: Any) -> None:
    """Seal a JSON value in a column of this row, for the caller to save."""
    place = place_of(record, column)
    setattr(record, column, None if value is None else close(patient, place, value))


def read(record: models.Model, patient: Patient, column: str) -> Any:
    """What is sealed in a column of this row; raises like :func:`open_value`."""
    return open_value(patient, place_of(record, column), getattr(record, column))


def place_of(record: models.Model, column: str) -> str:
    """The purpose that only one column of one row has."""
    return f"{record._meta.label_lower}.{column} {record.pk}"


def _next_numbers(model: type[models.Model], count: int) -> list[int]:
    """The numbers that the database would give the next rows."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s))"
            " FROM generate_series(1, %s)",
            [table, column, count],
        )
        return [number for (number,) in cursor.fetchall()]


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
