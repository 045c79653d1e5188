"""Words and marks for the codes that staff and patients see as badges and steps.

Every badge says its meaning in words and carries a mark of its own, so that nothing
is lost in black and white or to a reader who does not see colour.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Badge(NamedTuple):
    """What a code says, the mark beside it, and how strongly it is coloured."""

    label: Promise | str
    mark: str
    tone: str


BADGES: dict[str, dict[str, Badge]] = {
    "severity": {
        "CI": Badge(_("Contraindication"), "×", "stop"),
        "CLR": Badge(_("Needs clearance"), "▲", "warn"),
        "MORE": Badge(_("More information"), "?", "ask"),
        "CAU": Badge(_("Caution"), "!", "care"),
        "INF": Badge(_("For information"), "i", "note"),
        "ok": Badge(_("No finding"), "✓", "calm"),
    },
    "level": {
        "acute": Badge(_("Acute"), "‼", "stop"),
        "high": Badge(_("High"), "!", "stop"),
        "unknown_positive": Badge(_("Positive, not finished"), "?", "stop"),
        "same_day": Badge(_("Same day"), "▲", "warn"),
        "moderate": Badge(_("Moderate"), "◆", "care"),
        "low": Badge(_("Low"), "▽", "note"),
        "unknown": Badge(_("Not answered"), "?", "ask"),
        "not_assessed": Badge(_("Not reached yet"), "–", "note"),
        "none": Badge(pgettext_lazy("safety level", "None"), "✓", "calm"),
    },
    "tier": {
        "urgent_safety_review": Badge(_("Urgent safety review"), "‼", "stop"),
        "contraindication_found": Badge(_("Contraindication found"), "×", "stop"),
        "needs_clearance": Badge(_("Needs clearance"), "▲", "warn"),
        "more_information_needed": Badge(_("More information needed"), "?", "ask"),
        "no_barrier_found": Badge(_("No barrier found"), "✓", "calm"),
    },
    "outcome": {
        "eligible": Badge(_("Eligible"), "✓", "calm"),
        "conditional": Badge(_("Eligible with conditions"), "◆", "care"),
        "more_information": Badge(_("More information needed"), "?", "ask"),
        "not_now": Badge(_("Not now"), "▲", "warn"),
        "not_suitable": Badge(_("Not suitable"), "×", "stop"),
    },
    "requirement": {
        "met": Badge(_("Met"), "✓", "calm"),
        "missing": Badge(_("Missing"), "×", "stop"),
        "unknown": Badge(_("Not known"), "?", "ask"),
        "stated": Badge(_("For you to state"), "✎", "note"),
    },
    "standing": {
        "open": Badge(_("Not confirmed yet"), "?", "ask"),
        "disputed": Badge(_("Disputed"), "×", "stop"),
        "confirmed": Badge(_("Confirmed"), "✓", "calm"),
    },
    "counts": {
        "met": Badge(_("Counts"), "✓", "calm"),
        "missing": Badge(_("Does not count"), "–", "note"),
        "unknown": Badge(_("May count"), "?", "ask"),
    },
}

STAGES: dict[str, Promise] = {
    "received": _("We have your answers"),
    "checking": _("We check that nothing is missing"),
    "more_information": _("We need something more from you"),
    "reviewing": _("A clinician reads your answers"),
    "decided": _("The clinician has decided"),
}


# Said in the language itself, so that its readers find it on a page in another one.
IN_LANGUAGE = {"en": "In English", "es": "En español"}


def badge(kind: str, code: str) -> Badge:
    """The badge of a code; an unknown code is shown as it is, never hidden."""
    return BADGES[kind].get(code) or Badge(code, "?", "ask")
