"""Whether the keys that are configured are those of this database.

With another key the application would seal what nobody could open later, and take
everybody who signs in again for somebody new. So it asks before it does anything.
"""

from django.db import transaction

from intake.sealing import MARK, CannotOpen

from . import vault
from .models import KeyProof

TEXT = b"a key of this database"
BOUND = "proof of a master key"
LOOK_UPS = b"L"  # before the mark of a key of look-ups


class WrongKeys(Exception):
    """A key is missing, or of another database; the words say which."""


def verify() -> None:
    """Compare, and write nothing.

    Raises:
        WrongKeys: nothing may be sealed or opened with what is configured.
    """
    proofs = {bytes(row.mark): bytes(row.proof) for row in KeyProof.objects.all()}
    of_master = {mark for mark in proofs if len(mark) == MARK}
    made = vault.index_keys().index("proof", TEXT.decode())
    for mark in proofs.keys() - of_master:
        if not made.has(proofs[mark]):
            raise WrongKeys(_lacks("CLINIC_INDEX_KEY", mark.removeprefix(LOOK_UPS)))
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
        f"needs. Put it back, at the end of {variable}. Nothing was changed."
    )
