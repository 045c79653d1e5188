"""Finding somebody by what they say at the telephone; exact matches alone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import vault
from intake.patients.actions import note_found
from intake.patients.identity import Identity, identity_of
from intake.patients.models import Patient

from .models import Case
from .references import as_reference

MOST = 20
FEWEST_DIGITS = 7  # of what may be a phone number


@dataclass(frozen=True)
class Found:
    """A person, with the cases that may be seen, the newest first."""

    patient: Patient
    identity: Identity | None
    cases: tuple[Case, ...]


@audit.recorded
def find(
    *, by: User, text: str = "", surname: str = "", born_on: date | None = None
) -> list[Found]:
    """People of this person's sites, the latest first, at most ``MOST``.

    Args:
        by: who looks.
        text: a reference, an e-mail address or a phone number.
        surname, born_on: together, instead of a text.
    """
    rule = by_text(text) if text else _by_person(surname, born_on)
    cases = Case.objects.visible_to(by).order_by("-received_at")
    people = Patient.objects.visible_to(by).select_related("identity", "site")
    people = people.prefetch_related(Prefetch("cases", cases)).order_by("-created_at")
    found = [
        Found(patient, identity_of(patient), tuple(patient.cases.all()))
        for patient in people.filter(rule)[:MOST]
    ]
    audit.record("patients.searched", by=by, found=len(found))
    note_found([one.patient for one in found], by=by, through="search")
    return found


def by_text(text: str) -> Q:
    """Whose reference, e-mail address or phone number this is, exactly."""
    rule = Q(pk=None)
    if "@" in text:
        rule |= Q(email_index__in=vault.email_index(text).all)
    elif reference := as_reference(text):
        rule |= Q(pk__in=Case.objects.filter(reference=reference).values("patient"))
    if sum(character.isdigit() for character in text) >= FEWEST_DIGITS:
        rule |= Q(phone_index__in=vault.phone_index(text).all)
    return rule


def _by_person(surname: str, born_on: date | None) -> Q:
    if not surname or born_on is None:
        return Q(pk=None)
    index = vault.surname_birth_index(surname, born_on.isoformat())
    return Q(surname_birth_index__in=index.all)
