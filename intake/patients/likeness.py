"""Records that may be of the same person, found before a second one is made."""

from dataclasses import dataclass

from django.db.models import Q

from intake.accounts.models import User

from . import vault
from .identity import Identity, identity_of
from .models import Patient

MOST = 10
EMAIL, PHONE, NAME = "email", "phone", "name"


@dataclass(frozen=True)
class Alike:
    """A record, and what it shares with what was written down."""

    patient: Patient
    identity: Identity | None
    shared: tuple[str, ...]


def alike(identity: Identity, email: str, by: User) -> list[Alike]:
    """Records that this person may see with the same address or phone, or with the
    same surname and date of birth; those that share the most come first.
    """
    indexes = {
        "phone_index": (PHONE, vault.phone_index(identity.phone)),
        "surname_birth_index": (
            NAME,
            vault.surname_birth_index(identity.last_name, identity.born_on.isoformat()),
        ),
    }
    if email:
        indexes["email_index"] = (EMAIL, vault.email_index(email))
    same = Q()
    for field, (_what, index) in indexes.items():
        same |= Q(**{field: index})
    visible = Patient.objects.visible_to(by).select_related("identity", "site")
    found = visible.filter(same).order_by("-created_at")[:MOST]
    shown = [Alike(p, identity_of(p), _shared(p, indexes)) for p in found]
    return sorted(shown, key=lambda record: -len(record.shared))


def _shared(patient: Patient, indexes: dict[str, tuple[str, bytes]]) -> tuple[str, ...]:
    return tuple(
        what
        for field, (what, index) in indexes.items()
        if (stored := getattr(patient, field)) is not None and bytes(stored) == index
    )
