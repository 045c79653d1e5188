"""The parts of a plan for hard times, in words of our own."""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.safety.plans import Plan, plan_of
from intake.safety.records import SafetyPlan


class Part(NamedTuple):
    """What a part is about, and what may stand there."""

    title: Promise
    hint: Promise


PARTS = {
    "warning_signs": Part(
        _("How I notice that a hard time begins"),
        _("Thoughts, feelings, places or days; what my body tells me."),
    ),
    "own_steps": Part(
        _("What helps me for a while that I can do alone"),
        _("Small things that have worked before."),
    ),
    "people": Part(
        _("People whose company does me good"),
        _("Nothing has to be said about how I am. Names and numbers."),
    ),
    "places": Part(
        _("Places where I feel better"),
        _("Where I can go, also in the evening and on Sundays."),
    ),
    "helpers": Part(
        _("Whom I tell, and who helps"),
        _("Friends, family, clinicians, a crisis line: names, numbers and hours."),
    ),
    "surroundings": Part(
        _("How it gets safer around me"),
        _("What is locked away or kept by somebody else, and who helps with that."),
    ),
}


def plan_shown(saved: SafetyPlan | None) -> dict[str, Any] | None:
    """A version as pages show it; parts that were left out are left out."""
    if saved is None:
        return None
    return {"saved": saved, "parts": plan_parts(plan_of(saved))}


def plan_parts(plan: Plan | None) -> list[tuple[Promise, str]]:
    """What stands in a plan, each part with its title."""
    said = {name: getattr(plan, name, "") for name in PARTS}
    return [(PARTS[name].title, text) for name, text in said.items() if text]
