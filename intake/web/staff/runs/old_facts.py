"""What was told so long ago that it should be asked again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from intake.domain.answer import State
from intake.domain.eligibility.declaration import FactDeclaration
from intake.domain.eligibility.protocol import Protocol
from intake.domain.questionnaire.facts import Fact
from intake.questionnaires.filled import Filled
from intake.review.models import Case
from intake.web.staff.asking.askable import ask_query
from intake.web.staff.reading import answer_to


def old_facts(
    rules: Protocol, facts: Mapping[str, Fact], now: Filled
) -> list[dict[str, Any]]:
    """Facts older today than the protocol's days for them.

    Returns:
        For each ``{fact, label, value, unit, as_of, age, after, items}``: the age and
        the limit in days, the link ids that gave it.
    """
    on = now.organisation.today()
    found = (
        _old(facts[name], declared, now, on)
        for name, declared in rules.facts.items()
        if name in facts
    )
    return [one for one in found if one]


def _old(
    fact: Fact, declared: FactDeclaration, now: Filled, on: date
) -> dict[str, Any] | None:
    value, after = _value(fact, now), declared.old_after
    if after is None or fact.as_of is None or value is None:
        return None
    age = (on - fact.as_of).days
    if age <= after:
        return None
    return {
        "fact": fact.name,
        "label": declared.label[:1].upper() + declared.label[1:],
        "value": value,
        "unit": declared.unit,
        "as_of": fact.as_of,
        "age": age,
        "after": after,
        "items": [source.link_id for source in fact.sources],
    }


def _value(fact: Fact, now: Filled) -> Any:
    """What counts, or what was told and is too old to count."""
    if fact.answer.state is State.ANSWERED:
        return fact.answer.value
    return (answer_to(now, fact.sources[0].link_id) or None) if fact.sources else None


def ask_for_old(case: Case, now: Filled, old: list[dict[str, Any]]) -> str:
    """Where the patient is asked for all of them at once; empty if that cannot be."""
    query = ask_query(now, dict.fromkeys(item for one in old for item in one["items"]))
    if not query or case.stage == Case.Stage.WITHDRAWN:
        return ""
    return f"{reverse('staff:case_ask', args=[case.reference])}?{query}"
