"""The page that comes before everything else after a risk answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intake.questionnaires.concern import graded
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.typed import all_typed, with_typed

from .opening import sitting_of

EMERGENCY, PRESSURE, OTHERS, OWN_SAFETY = "emergency", "pressure", "others", "page"


@never_cache
@require_safe
def now(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Help first, then the way to go on."""
    sitting = sitting_of(request, response_id)
    answers = filled(sitting.response)
    kinds = kinds_of(with_typed(answers, all_typed(answers.response)))
    medical = OWN_SAFETY not in kinds and OTHERS not in kinds
    context = {
        "kinds": kinds,
        "crisis_kind": "emergency" if medical else "page",
        "next_url": sitting.next_url(answers),
    }
    return render(request, "patient/now.html", context)


def kinds_of(answers: Filled) -> list[str]:
    """Which words are due; those on the person's own safety when nothing else is."""
    found = graded(answers, left=False)
    due = {
        EMERGENCY: "emergency" in found.alarms,
        PRESSURE: bool(found.alarms - {"emergency"}),
        OTHERS: found.threatens_others,
        OWN_SAFETY: found.threatens_self,
    }
    return [kind for kind, is_due in due.items() if is_due] or [OWN_SAFETY]
