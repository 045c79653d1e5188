"""Whether the keys that are configured are those of this database.

With another key the application would seal what nobody could open later, and take
everybody who signs in again for somebody new. So it asks before it does anything.
"""

import hmac

from django.conf import settings
from django.db import transaction

from intake.sealing import CannotOpen, blind_index

from . import vault
from .models import KeyProof, Patient

TEXT = b"a key of this database"
BOUND = "proof of a master key"
OF_LOOK_UPS = b""
PUT_BACK = "Put it back, at the end of CLINIC_MASTER_KEYS. Nothing was changed."
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
    proofs = {bytes(row.mark): row for row in KeyProof.objects.all()}
    if OF_LOOK_UPS not in proofs:
        _verify_by_a_patient()
    elif not hmac.compare_digest(_of_look_ups(), bytes(proofs[OF_LOOK_UPS].proof)):
        raise WrongKeys(OTHER_INDEX)
    keys = vault.master_keys()
    for mark in proofs.keys() - {OF_LOOK_UPS}:
        try:
            keys.open(proofs[mark].proof, BOUND)
        except CannotOpen:
            raise WrongKeys(
                f"CLINIC_MASTER_KEYS lacks the key with the mark {mark.hex()}, which "
                f"this database needs. {PUT_BACK}"
            ) from None


@transaction.atomic
def note() -> None:
    """Compare, and note the keys that are used from now on.

    Raises:
        WrongKeys: see :func:`verify`; nothing was noted.
    """
    verify()
    keys = vault.master_keys()
    known = set(map(bytes, KeyProof.objects.values_list("mark", flat=True)))
    rows = [
        KeyProof(mark=keys.newest, proof=keys.seal(TEXT, BOUND)),
        KeyProof(mark=OF_LOOK_UPS, proof=_of_look_ups()),
    ]
    # Several processes start at once.
    KeyProof.objects.bulk_create(
        [row for row in rows if row.mark not in known], ignore_conflicts=True
    )


def retire_older() -> int:
    """Need no master key but the newest any more; for whoever sealed all anew."""
    spared = [OF_LOOK_UPS, vault.master_keys().newest]
    return KeyProof.objects.exclude(mark__in=spared).delete()[0]


def _of_look_ups() -> bytes:
    return blind_index(settings.INDEX_KEY, "proof", TEXT.decode())


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
            f"database. {PUT_BACK}"
        ) from None
    if vault.email_index(address) != bytes(patient.email_index):
        raise WrongKeys(OTHER_INDEX)
