"""From the answers to the facts that eligibility rules know.

The definition says how each fact is found; nothing here knows a particular question. A
fact keeps its answer, the items and rows it came from, and the day it holds for: that
is the answer that caused a finding.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from intake.domain.answer import UNSURE, Answer, State, answered
from intake.domain.predicate import Predicate, Truth
from intake.domain.scoring import INSTRUMENTS, Score

from .answers import Sheet
from .branching import active
from .calculations import CALCULATIONS, Found, Person, Situation, Source, unknown
from .definition import Definition
from .rules import FactRule

__all__ = ["Fact", "Person", "Source", "derive", "scores"]


@dataclass(frozen=True)
class Fact:
    """What is known under one name.

    ``as_of`` is the day of a measurement, else the earliest day on which one of the
    sources was saved, else None.
    """

    name: str
    answer: Answer
    sources: tuple[Source, ...] = ()
    as_of: date | None = None


def derive(
    definition: Definition,
    sheet: Sheet,
    person: Person,
    on: date,
    finished: bool = True,
) -> dict[str, Fact]:
    """Find every fact of the definition.

    Args:
        definition: The questionnaire.
        sheet: The answers given so far; hidden ones do not count.
        person: What is on record beside the questionnaire.
        on: The day for which age and recent measurements are judged, in the time zone
            of the organisation.
        finished: The suicide screen was sent or left. While it is in progress, what is
            not yet shown of it does not count as missing.
    """
    sheet = replace(sheet, person=person, on=on)
    now = active(definition, sheet)
    situation = Situation(
        definition=definition,
        sheet=sheet,
        now=now,
        answers=now.answers,
        person=person,
        on=on,
        finished=finished,
    )
    return {
        name: _fact(name, _find(rule, situation), sheet)
        for name, rule in definition.facts.items()
    }


def scores(definition: Definition, sheet: Sheet, person: Person) -> dict[str, Score]:
    """The scores of the instruments placed, by code, on the answers that count."""
    answers = active(definition, sheet).answers
    return {
        code: INSTRUMENTS[code].score(answers, sex=person.sex)
        for code in definition.instruments
        if code in INSTRUMENTS
    }


def _fact(name: str, found: Found, sheet: Sheet) -> Fact:
    saved = [
        sheet.saved_on[source.link_id]
        for source in found.sources
        if source.link_id in sheet.saved_on
    ]
    as_of = found.as_of or min(saved, default=None)
    return Fact(name, found.answer, found.sources, as_of)


def _find(rule: FactRule, situation: Situation) -> Found:
    if rule.calculate:
        found = CALCULATIONS[rule.calculate].find(situation, rule.reads)
    elif rule.when:
        found = _by_condition(rule.when, rule.unsure_when, situation)
    else:
        link_id = str(rule.item)
        found = Found(situation.answer(link_id), (Source(link_id),))
    return found._replace(answer=_translated(found.answer, rule.translate))


def _translated(answer: Answer, translate: Mapping[str, str]) -> Answer:
    said = answer.value if answer.state is State.ANSWERED else str(answer.state)
    if isinstance(said, str) and said in translate:
        return answered(translate[said])
    return answer


def _by_condition(
    when: Predicate, unsure_when: Predicate | None, situation: Situation
) -> Found:
    """Yes when met, no when not met, else unknown, the reason kept as a state."""
    known = situation.now.answers
    truth = when.judge(known)
    sources = tuple(Source(name) for name in dict.fromkeys(_causes(when, truth, known)))
    if truth is Truth.MET:
        return Found(answered("yes"), sources)
    if unsure_when and unsure_when.judge(known) is Truth.MET:
        unsure = dict.fromkeys(_causes(unsure_when, Truth.MET, known))
        return Found(UNSURE, tuple(Source(name) for name in unsure))
    if truth is Truth.NOT_MET:
        return Found(answered("no"), sources)
    return Found(unknown(known[source.link_id] for source in sources), sources)


def _causes(
    condition: Predicate, truth: Truth, known: Mapping[str, Answer]
) -> Iterator[str]:
    """The items whose comparisons are as true as the whole condition."""
    for comparison in condition.comparisons():
        if comparison.judge(known) is truth:
            yield comparison.name
