"""Which words of help are due after a risk answer."""

from intake.questionnaires.concern import graded
from intake.questionnaires.filled import Filled

EMERGENCY, PRESSURE, OTHERS, OWN_SAFETY = "emergency", "pressure", "others", "page"


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
