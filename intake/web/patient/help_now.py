"""The page that comes before everything else after a risk answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intake.domain.answer import answered
from intake.domain.questionnaire.branching import urgent
from intake.domain.safety import NEEDS_CRISIS_PAGE
from intake.practice.models import Organisation
from intake.questionnaires.concern import level_without
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.knowledge import facts_of

from .opening import open_response
from .saving import next_address

EMERGENCY, PRESSURE, OTHERS, OWN_SAFETY = "emergency", "pressure", "others", "page"


@never_cache
@require_safe
def now(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Help first, then the way to go on."""
    response = open_response(request, response_id)
    kinds = kinds_of(filled(response))
    medical = OWN_SAFETY not in kinds and OTHERS not in kinds
    context = {
        "kinds": kinds,
        "crisis_kind": "emergency" if medical else "page",
        "next_url": next_address(response),
    }
    return render(request, "patient/now.html", context)


def kinds_of(now: Filled) -> list[str]:
    """Which words are due; those on the person's own safety when nothing else is."""
    facts = facts_of(now, Organisation.current())
    alarms = {alarm.kind for alarm in urgent(now.definition, now.sheet)}
    harm_others = facts.get("harm_others_now")
    threatens = harm_others is not None and harm_others.answer == answered("yes")
    own = level_without(facts, "harm_others_now") in NEEDS_CRISIS_PAGE
    due = {
        EMERGENCY: "emergency" in alarms,
        PRESSURE: bool(alarms - {"emergency"}),
        OTHERS: threatens,
        OWN_SAFETY: own,
    }
    return [kind for kind, is_due in due.items() if is_due] or [OWN_SAFETY]
