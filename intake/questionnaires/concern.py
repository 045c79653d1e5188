"""From the answers of a response to what they say about safety."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from intake.domain.answer import answered, to_data
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


def graded(now: Filled, *, left: bool, aside: bool = False) -> Graded:
    """Grade the answers, those given above this response among them.

    While the screen is in progress the answers given are graded alone; once it is
    finished, or the person has left it, what is missing counts too.

    Args:
        now: The answers.
        left: The person has left.
        aside: The answers of this response count by themselves too, although what is
            asked above has taken their place.
    """
    found = _graded(now.top, left)
    if not aside:
        return found
    beside = _graded(now.alone, left=False).concern
    return replace(found, concern=_worse(found.concern, beside))


def _graded(now: Filled, left: bool) -> Graded:
    states = {view: _screen_of(now, view) for view in now.versions}
    screen = _whole(states.values())
    final = left or screen is ScreenState.FINISHED
    begun = [v for v in states if left or states[v] is not ScreenState.NOT_STARTED]
    facts = safety_facts(now, finished=final, begun=begun)
    grades = _Grades(now, facts, final)
    alarms = list(_alarms(now))
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


def _screen_of(now: Filled, view: Filled) -> ScreenState:
    """How far the part of the screen is that one version asks."""
    names = [n for n in view.definition.screen if _asker_of(now, n) is view]
    return screen_state(view.definition, view.sheet, names)


def _asker_of(now: Filled, name: str) -> Filled:
    """The version that asks a question, the latest if there are several."""
    first, *later = now.versions
    asking = (v for v in reversed(later) if v.asks(name) or name in v.told)
    return next(asking, first)


def _whole(states: Collection[ScreenState]) -> ScreenState:
    """How far the screen is; a part that was not shown yet holds up nothing."""
    order = (ScreenState.OPEN, ScreenState.FINISHED)
    found = (state for state in order if state in states)
    return next(found, ScreenState.NOT_STARTED)


def _alarms(now: Filled) -> Iterator[Urgent]:
    """What must be said at once, by the version that the answers were given to."""
    for view in now.versions:
        for alarm in urgent(view.definition, view.sheet):
            names = {part.name for part in alarm.when.comparisons()}
            if any(now.told_in(name) is view for name in names):
                yield alarm


def _worse(one: Concern, other: Concern) -> Concern:
    return replace(
        one,
        level=max(one.level, other.level),
        medical=_worst([one.medical, other.medical]),
        link_ids=tuple(sorted({*one.link_ids, *other.link_ids})),
        answers={**(one.answers or {}), **(other.answers or {})},
    )


class _Grades:
    """The level of some of the facts, as if the others were calm."""

    def __init__(self, now: Filled, facts: Mapping[str, Fact], final: bool):
        self.answers = {name: fact.answer for name, fact in facts.items()}
        names = [name for view in now.versions for name in view.definition.screen]
        self.base = CALM | {name: now.answer_to(name) for name in names}
        self.final = final
        self.strict = now.organisation.asq_strict

    def of(self, names: Iterable[str]) -> Level:
        known = {name: self.answers[name] for name in names if name in self.answers}
        return level(self.base | known, finished=self.final, strict=self.strict)

    def is_cause(self, name: str) -> bool:
        return self.of([name]) > Level.NOT_ASSESSED


def _medical(alarms: Iterable[Urgent]) -> str:
    return _worst([MEDICAL.get(alarm.kind, Alert.Medical.SAME_DAY) for alarm in alarms])


def _worst(medical: Collection[str]) -> str:
    if Alert.Medical.EMERGENCY in medical:
        return Alert.Medical.EMERGENCY
    return max(medical, default=Alert.Medical.NONE)


def _names(facts: Iterable[Fact]) -> set[str]:
    return {source.link_id for fact in facts for source in fact.sources}


def _as_stored(now: Filled, names: Iterable[str]) -> dict[str, dict]:
    return {name: to_data(now.answer_to(name)) for name in sorted(names)}
