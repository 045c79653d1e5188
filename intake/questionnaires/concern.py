"""From the answers of a response to what they say about safety."""

from dataclasses import dataclass

from intake.domain.questionnaire.branching import ScreenState, screen_state, urgent
from intake.domain.safety import NOW_FACTS, Level, level
from intake.practice.models import Organisation
from intake.safety.actions import Concern
from intake.safety.models import Alert

from .filled import Filled
from .knowledge import facts_of

SAFETY_FACTS = ("item9", "asq", *NOW_FACTS)
MEDICAL = {"emergency": Alert.Medical.EMERGENCY}


@dataclass(frozen=True)
class Graded:
    """A concern, and how far the screen behind it is."""

    concern: Concern
    screen: ScreenState
    is_final: bool

    @property
    def screen_is_open(self) -> bool:
        return self.screen is ScreenState.OPEN and not self.is_final


def concern_of(now: Filled, organisation: Organisation, *, left: bool) -> Graded:
    """Grade the answers.

    While the screen is in progress the answers given are graded alone; once it is
    finished, or the person has left it, what is missing counts too.
    """
    screen = screen_state(now.definition, now.sheet)
    final = left or screen is ScreenState.FINISHED
    facts = facts_of(now, organisation, finished=final)
    known = {name: now.active.answers[name] for name in now.definition.screen}
    known |= {name: facts[name].answer for name in SAFETY_FACTS if name in facts}
    graded = level(known, finished=final, strict=organisation.asq_strict)
    alarms = urgent(now.definition, now.sheet)
    medical = ""
    for alarm in alarms:
        found = MEDICAL.get(alarm.kind, Alert.Medical.SAME_DAY)
        medical = found if medical != Alert.Medical.EMERGENCY else medical
    return Graded(
        concern=Concern(
            level=graded,
            medical=medical,
            link_ids=_causes(facts, alarms),
            source_id=now.response.pk,
            unfinished=left and screen is not ScreenState.FINISHED,
        ),
        screen=screen,
        is_final=final,
    )


def _causes(facts, alarms) -> tuple[str, ...]:
    names = {
        source.link_id
        for name in SAFETY_FACTS
        if name in facts
        for source in facts[name].sources
    }
    for alarm in alarms:
        names |= {comparison.name for comparison in alarm.when.comparisons()}
    return tuple(sorted(names))


def level_without(facts, name: str) -> Level:
    """The level of the answers given, one fact left out of account."""
    names = [fact for fact in SAFETY_FACTS if fact in facts and fact != name]
    return level({fact: facts[fact].answer for fact in names}, finished=False)
