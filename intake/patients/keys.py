"""Whether the keys that are configured are those of this database.

With another key the application would seal what nobody could open later, and take
everybody who signs in again for somebody new. So it asks before it does anything.
"""

from django.db import transaction

from intake.sealing import MARK, CannotOpen

from . import vault
from .models import KeyProof, Patient

TEXT = b"a key of this database"
BOUND = "proof of a master key"
LOOK_UPS = b"L"  # before the mark of a key of look-ups
PUT_BACK = "Put it back, at the end of {}. Nothing was changed."
OTHER_INDEX = (
    "CLINIC_INDEX_KEY is not the key of look-ups of this database: patients who sign "
    "in again would not be found. Put the former one back. Nothing was changed."
)


class WrongKeys(Exception):
    """A key is missing, or of another database; the words say which."""


def verify() -> None:
    """Compare, and write nothing.

    Raises:
        WrongKeys: nothing may be sealed or opened with what is configured.
    """
    proofs = {bytes(row.mark): bytes(row.proof) for row in KeyProof.objects.all()}
    of_master = {mark for mark in proofs if len(mark) == MARK}
    if of_look_ups := proofs.keys() - of_master:
        made = vault.index_keys().index("proof", TEXT.decode())
        for mark in of_look_ups:
            if not made.has(proofs[mark]):
                raise WrongKeys(_lacks_index_key(mark))
    else:
        _verify_by_a_patient()
    keys = vault.master_keys()
    for mark in of_master:
        try:
            keys.open(proofs[mark], BOUND)
        except CannotOpen:
            raise WrongKeys(_lacks("CLINIC_MASTER_KEYS", mark)) from None


@transaction.atomic
def note() -> None:
    """Compare, and note the keys that are used from now on.

    Raises:
        WrongKeys: see :func:`verify`; nothing was noted.
    """
    verify()
    master, look_ups = vault.master_keys(), vault.index_keys()
    made = look_ups.index("proof", TEXT.decode()).newest
    known = set(map(bytes, KeyProof.objects.values_list("mark", flat=True)))
    rows = [
        KeyProof(mark=master.newest, proof=master.seal(TEXT, BOUND)),
        KeyProof(mark=LOOK_UPS + look_ups.newest, proof=made),
    ]
    # Several processes start at once.
    KeyProof.objects.bulk_create(
        [row for row in rows if row.mark not in known], ignore_conflicts=True
    )


def retire_older() -> int:
    """Need no key but the newest of each any more; for whoever made all anew."""
    spared = [LOOK_UPS + vault.index_keys().newest, vault.master_keys().newest]
    return KeyProof.objects.exclude(mark__in=spared).delete()[0]


def _lacks(variable: str, mark: bytes) -> str:
    return (
        f"{variable} lacks the key with the mark {mark.hex()}, which this database "
        f"needs. {PUT_BACK.format(variable)}"
    )


def _lacks_index_key(mark: bytes) -> str:
    """Proofs from before keys of look-ups could be changed have no mark."""
    known = mark.removeprefix(LOOK_UPS)
    return _lacks("CLINIC_INDEX_KEY", known) if known else OTHER_INDEX


def _verify_by_a_patient() -> None:
    """A database from before there were proofs is known by its newest patient."""
    known = Patient.objects.exclude(wrapped_key=None).exclude(email_index=None)
    patient = known.order_by("-created_at").first()
    if patient is None:
        return
    try:
        address = vault.open_value(patient, "email", patient.sealed_email)
    except CannotOpen:
        raise WrongKeys(
            "CLINIC_MASTER_KEYS has no key that opens the newest record of this "
            f"database. {PUT_BACK.format('CLINIC_MASTER_KEYS')}"
        ) from None
    if not vault.email_index(address).has(patient.email_index):
        raise WrongKeys(OTHER_INDEX)
