"""What is known of a patient from one response: the facts, with their sources."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache

from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.facts import Fact, derive
from intake.domain.questionnaire.origins import origins
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
    on what was answered to it, and those that are new; the rules of the version that
    the patient filled in find all others. No rule reads an answer to another question.
    """
    person, on = person_of(now.response.patient, organisation), organisation.today()
    found: dict[str, Fact] = {}
    for view in now.top.versions:
        facts = derive(view.definition, view.sheet, person, on, finished=finished)
        found |= {
            name: fact
            for name, fact in facts.items()
            if name not in found or _rests_on_told(view, name)
        }
    return found


def _rests_on_told(view: Filled, name: str) -> bool:
    """The rule of a fact reads something that was answered to this version."""
    rule = view.definition.facts[name]
    return not view.told.isdisjoint(origins(view.definition, rule))


def safety_facts(
    now: Filled, *, finished: bool, begun: Collection[Filled] = ()
) -> Mapping[str, Fact]:
    """The facts that the safety level is made of, where the questionnaire has them.

    Args:
        now: The answers.
        finished: What is missing counts.
        begun: The later versions of which an unanswered fact counts too.
    """
    person, on = (
        person_of(now.response.patient, now.organisation),
        now.organisation.today(),
    )
    found: dict[str, Fact] = {}
    for view in now.versions:
        part = safety_part(view.response.version_id)
        facts = derive(part, view.sheet, person, on, finished=finished)
        is_first = view is now.versions[0]
        found |= {
            name: fact
            for name, fact in facts.items()
            if is_first
            or _rests_on_told(view, name)
            or (name not in found and view in begun)
        }
    return found


@lru_cache(maxsize=64)
def safety_part(version_id: int) -> Definition:
    """The definition with no other facts: every save of a page asks for these."""
    whole = definition_of(version_id)
    facts = {name: whole.facts[name] for name in SAFETY_FACTS if name in whole.facts}
    return replace(whole, facts=facts)
