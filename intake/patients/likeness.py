"""Records that may be of the same person, found before a second one is made."""

from dataclasses import dataclass

from django.db.models import Q

from intake.accounts.models import User
from intake.sealing import Index

from . import indexes
from .identity import Identity, identity_of
from .models import Patient

MOST = 10
EMAIL, PHONE, NAME = "email", "phone", "name"
WHAT = {"phone_index": PHONE, "surname_birth_index": NAME, "email_index": EMAIL}


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
    found_by = indexes.of(email, identity)
    same = Q()
    for field, index in found_by.items():
        same |= Q(**{f"{field}__in": index.all})
    visible = Patient.objects.visible_to(by).select_related("identity", "site")
    found = visible.filter(same).order_by("-created_at")[:MOST]
    shown = [Alike(p, identity_of(p), _shared(p, found_by)) for p in found]
    return sorted(shown, key=lambda record: -len(record.shared))


def _shared(patient: Patient, found_by: dict[str, Index]) -> tuple[str, ...]:
    return tuple(
        WHAT[field]
        for field, index in found_by.items()
        if (stored := getattr(patient, field)) is not None and index.has(stored)
    )
