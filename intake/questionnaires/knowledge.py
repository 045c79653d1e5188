"""What is known of a patient from one response: the facts, with their sources."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.facts import Fact, derive
from intake.domain.safety import NOW_FACTS
from intake.practice.models import Organisation

from .filled import Filled
from .models import definition_of
from .person import person_of

SAFETY_FACTS = ("item9", "asq", *NOW_FACTS)


def facts_of(
    now: Filled, organisation: Organisation, *, finished: bool = True
) -> Mapping[str, Fact]:
    """Derive the facts of a response as of today at the clinic.

    Where a new version asked some questions again, its rules find the facts that rest
    on what it asked and those that are new; the rules of the version that the patient
    filled in find all others.
    """
    person = person_of(now.response.patient, organisation)
    on = organisation.today()

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
        person_of(now.response.patient, now.organisation),
        now.organisation.today(),
        finished=finished,
    )


@lru_cache(maxsize=64)
def safety_part(version_id: int) -> Definition:
    """The definition with no other facts: every save of a page asks for these."""
    whole = definition_of(version_id)
    facts = {name: whole.facts[name] for name in SAFETY_FACTS if name in whole.facts}
    return replace(whole, facts=facts)
