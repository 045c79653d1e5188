"""What is known of a patient from one response: the facts, with their sources."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.facts import Fact, Person, derive
from intake.domain.safety import NOW_FACTS
from intake.patients.identity import identity_of
from intake.practice.models import Organisation

from .filled import Filled
from .models import definition_of

SAFETY_FACTS = ("item9", "asq", *NOW_FACTS)


def facts_of(
    now: Filled, organisation: Organisation, *, finished: bool = True
) -> Mapping[str, Fact]:
    """Derive the facts of a response as of today at the clinic."""
    return derive(
        now.definition,
        now.sheet,
        _person(now, organisation),
        organisation.today(),
        finished=finished,
    )


def safety_facts(now: Filled, *, finished: bool) -> Mapping[str, Fact]:
    """The facts that the safety level is made of, where the questionnaire has them."""
    return derive(
        safety_part(now.response.version_id),
        now.sheet,
        _person(now, now.organisation),
        now.organisation.today(),
        finished=finished,
    )


def _person(now: Filled, organisation: Organisation) -> Person:
    identity = identity_of(now.response.patient)
    return Person(
        born_on=identity.born_on if identity else None,
        sex=identity.sex if identity else None,
        routes_offered=tuple(organisation.routes_offered),
    )


@lru_cache(maxsize=64)
def safety_part(version_id: int) -> Definition:
    """The definition with no other facts: every save of a page asks for these."""
    whole = definition_of(version_id)
    facts = {name: whole.facts[name] for name in SAFETY_FACTS if name in whole.facts}
    return replace(whole, facts=facts)
