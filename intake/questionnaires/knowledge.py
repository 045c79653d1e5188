"""What is known of a patient from one response: the facts, with their sources."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

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
    """Derive the facts of a response as of today at the clinic.

    Where a new version asked some questions again, its rules find the facts that rest
    on what it asked and those that are new; the rules of the version that the patient
    filled in find all others.
    """
    person, on = _person(now, organisation), organisation.today()

    def find(level: Filled) -> dict[str, Fact]:
        if level.base is None:
            return derive(level.definition, now.sheet, person, on, finished=finished)
        earlier = find(level.base)
        if level.base.response.version_id == level.response.version_id:
            return earlier
        facts = derive(level.definition, now.sheet, person, on, finished=finished)
        return earlier | {
            name: fact
            for name, fact in facts.items()
            if name not in earlier or _rests_on(level, name)
        }

    return find(now)


def _rests_on(now: Filled, name: str) -> bool:
    """The rule of a fact names something that was asked again."""
    asked = set(now.response.asked)
    items = (now.definition.item(link_id) for link_id in asked)
    asked |= {item.instrument for item in items if item.instrument}
    return not asked.isdisjoint(_texts(now.definition.facts[name].to_data()))


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for part in data.values():
            yield from _texts(part)
    elif isinstance(data, list | tuple):
        for part in data:
            yield from _texts(part)


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
