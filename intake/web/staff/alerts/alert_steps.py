"""Which steps an alert asks of whoever takes it on."""

from collections.abc import Iterable

from intake.domain.questionnaire.origins import origins
from intake.domain.safety import Level
from intake.questionnaires.concern import OTHERS
from intake.questionnaires.filled import Filled
from intake.safety.actions import causes_of
from intake.safety.models import Alert, AlertEvent

EMERGENCY, BODY, OTHER_PEOPLE, OWN_SAFETY = "emergency", "body", "others", "own"
CALM = (Level.NONE, Level.NOT_ASSESSED)


def steps_due(
    alert: Alert, events: Iterable[AlertEvent], opened: Iterable[Filled]
) -> list[str]:
    """The kinds of steps, the most pressing first.

    An answer that was taken back asks for its steps all the same.
    """
    named = _items_on_others(opened)
    serious = [set(causes_of(e)) for e in events if e.level not in CALM]
    due = {
        EMERGENCY: alert.medical == Alert.Medical.EMERGENCY,
        OTHER_PEOPLE: any(names & named for names in serious),
        OWN_SAFETY: alert.level not in CALM
        and (not serious or any(not names or names - named for names in serious)),
        BODY: alert.medical == Alert.Medical.SAME_DAY,
    }
    return [kind for kind, is_due in due.items() if is_due]


def _items_on_others(opened: Iterable[Filled]) -> set[str]:
    """The questions on harm to others, in every version behind the alert."""
    return {
        name
        for now in opened
        for view in now.top.versions
        if OTHERS in view.definition.facts
        for name in origins(view.definition, view.definition.facts[OTHERS])
    }
