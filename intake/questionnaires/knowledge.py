"""What is known of a patient from one response: the facts, with their sources."""

from collections.abc import Mapping

from intake.domain.questionnaire.facts import Fact, Person, derive
from intake.patients.identity import identity_of
from intake.practice.models import Organisation

from .filled import Filled


def facts_of(
    now: Filled, organisation: Organisation, *, finished: bool = True
) -> Mapping[str, Fact]:
    """Derive the facts of a response as of today at the clinic."""
    identity = identity_of(now.response.patient)
    person = Person(
        born_on=identity.born_on if identity else None,
        sex=identity.sex if identity else None,
        routes_offered=tuple(organisation.routes_offered),
    )
    return derive(
        now.definition,
        now.sheet,
        person,
        organisation.today(),
        finished=finished,
    )
