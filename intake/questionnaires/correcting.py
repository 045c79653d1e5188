"""Whether one person may write an address on a record, and correcting who somebody is.

Whoever reads a code at an address of a record and knows the date of birth becomes its
patient. The front desk knows the date; so that nobody there becomes a patient alone, a
clinician confirms an address once the record holds what others said.
"""

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import enrolling
from intake.patients.identity import Identity, email_of
from intake.patients.models import Patient
from intake.practice.models import Location

from .models import SavedPage


class NeedsSecondPerson(Exception):
    """A clinician has to confirm this address."""


def needs_second_person(patient: Patient, by: User) -> bool:
    """Others than this person answered, or the answers were sent."""
    if by.is_clinical:
        return False
    pages = SavedPage.objects.filter(response__patient=patient)
    sent = patient.responses.exclude(completed_at=None)
    return pages.exclude(by=by).exists() or sent.exists()


@audit.recorded
def correct(
    *, patient: Patient, identity: Identity, site: Location, email: str, by: User
) -> Patient:
    """Correct who somebody is, as ``enrolling.correct`` does.

    Raises:
        NeedsSecondPerson: nothing was stored; and what that action raises.
    """
    if email != email_of(patient) and needs_second_person(patient, by):
        raise NeedsSecondPerson
    return enrolling.correct(
        patient=patient, identity=identity, site=site, email=email, by=by
    )
