"""What calculations read of a patient's record."""

from intake.domain.questionnaire.person import Person
from intake.patients.identity import identity_of
from intake.patients.models import Patient
from intake.practice.models import Organisation


def person_of(patient: Patient, organisation: Organisation) -> Person:
    identity = identity_of(patient)
    return Person(
        born_on=identity.born_on if identity else None,
        sex=identity.sex if identity else None,
        routes_offered=tuple(organisation.routes_offered),
    )
