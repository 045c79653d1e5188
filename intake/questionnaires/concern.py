"""From the answers of a response to what they say about safety."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.domain.answer import NOT_ASKED, Answer, answered, to_data
from intake.domain.questionnaire.branching import ScreenState, screen_state, urgent
from intake.domain.questionnaire.facts import Fact
from intake.domain.questionnaire.rules import Urgent
from intake.domain.safety import NEEDS_CRISIS_PAGE, Level, level
from intake.safety.actions import Concern
from intake.safety.models import Alert

from .filled import Filled
from .knowledge import SAFETY_FACTS, safety_facts

# What counts for a fact that the questionnaire does not ask for.
CALM = {"item9": answered(0), "asq": answered("negative")}
MEDICAL = {"emergency": Alert.Medical.EMERGENCY}
OTHERS = "harm_others_now"


@dataclass(frozen=True)
class Graded:
    """A concern, and how far the screen behind it is.

    ``threatens_others`` and ``threatens_self`` say whose safety the answers put in
    doubt; ``alarms`` are the kinds of medical warnings that are due.
    """

    concern: Concern
    screen: ScreenState
    is_final: bool
    threatens_self: bool
    threatens_others: bool
    alarms: frozenset[str]

    @property
    def screen_is_open(self) -> bool:
        return self.screen is ScreenState.OPEN and not self.is_final


def graded(now: Filled, *, left: bool) -> Graded:
    """Grade the answers.

    While the screen is in progress the answers given are graded alone; once it is
    finished, or the person has left it, what is missing counts too.
    """
    screen = screen_state(now.definition, now.sheet)
    final = left or screen is ScreenState.FINISHED
    facts = safety_facts(now, finished=final)
    grades = _Grades(now, facts, final)
    alarms = urgent(now.definition, now.sheet)
    causes = _names(facts[name] for name in facts if grades.is_cause(name))
    causes |= {part.name for alarm in alarms for part in alarm.when.comparisons()}
    return Graded(
        concern=Concern(
            level=grades.of(SAFETY_FACTS),
            medical=_medical(alarms),
            link_ids=tuple(sorted(causes)),
            answers=_as_stored(now, causes),
            source_id=now.response.pk,
            earlier_ids=now.earlier_ids,
            unfinished=left and screen is not ScreenState.FINISHED,
        ),
        screen=screen,
        is_final=final,
        threatens_self=grades.of(set(SAFETY_FACTS) - {OTHERS}) in NEEDS_CRISIS_PAGE,
        threatens_others=grades.is_cause(OTHERS),
        alarms=frozenset(alarm.kind for alarm in alarms),
    )


class _Grades:
    """The level of some of the facts, as if the others were calm."""

    def __init__(self, now: Filled, facts: Mapping[str, Fact], final: bool):
        self.answers = {name: fact.answer for name, fact in facts.items()}
        screen = {name: now.active.answers[name] for name in now.definition.screen}
        self.base = CALM | screen
        self.final = final
        self.strict = now.organisation.asq_strict

    def of(self, names: Iterable[str]) -> Level:
        known = {name: self.answers[name] for name in names if name in self.answers}
        return level(self.base | known, finished=self.final, strict=self.strict)

    def is_cause(self, name: str) -> bool:
        return self.of([name]) > Level.NOT_ASSESSED


def _medical(alarms: Iterable[Urgent]) -> str:
    found = {MEDICAL.get(alarm.kind, Alert.Medical.SAME_DAY) for alarm in alarms}
    if Alert.Medical.EMERGENCY in found:
        return Alert.Medical.EMERGENCY
    return next(iter(found), Alert.Medical.NONE)


def _names(facts: Iterable[Fact]) -> set[str]:
    return {source.link_id for fact in facts for source in fact.sources}


def _as_stored(now: Filled, names: Iterable[str]) -> dict[str, dict]:
    answers: Mapping[str, Answer] = now.active.answers
    return {name: to_data(answers.get(name, NOT_ASKED)) for name in sorted(names)}
