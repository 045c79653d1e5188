"""Treatments beside medicines, each with what was asked about it, in words.

What is asked about a treatment are the questions of a group that is shown because of
it alone; no question is known by its name here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from intake.domain.answer import NOT_ASKED, Answer, State
from intake.domain.payers.trial_words import NOT_KNOWN, month_in_words
from intake.domain.predicate import Comparison
from intake.domain.questionnaire.items import OTHER, Item, ItemType, in_language
from intake.questionnaires.filled import Filled

LANGUAGE = "en"  # of what goes to a payer
TREATMENTS = {
    "psychotherapy": "Talk therapy",
    "tms": "Transcranial magnetic stimulation",
    "ect": "Electroconvulsive therapy",
    "vns": "Vagus nerve stimulation",
}
STATES = {
    State.UNSURE: "not sure",
    State.DECLINED: "prefers not to say",
    State.NOT_APPLICABLE: "does not apply",
}


def other_treatments(now: Filled, answers: Mapping[str, Answer]) -> Iterator[list[str]]:
    """Each treatment with yes, no or neither, then its questions and answers."""
    for fact, label in TREATMENTS.items():
        yield [label, said(answers.get(fact, NOT_ASKED))]
        for item in _asked_about(now, fact):
            yield [in_language(item.text, LANGUAGE), _answer(now, item)]


def said(answer: Answer) -> str:
    """A plain answer, or that it is not known and why."""
    if answer.state is State.ANSWERED:
        return str(answer.value)
    return STATES.get(answer.state, NOT_KNOWN)


def _asked_about(now: Filled, fact: str) -> Iterator[Item]:
    rule = now.definition.facts.get(fact)
    for group in now.definition.walk():
        because = group.enable_when
        if rule is None or not isinstance(because, Comparison):
            continue
        if because.name == rule.item:
            yield from (item for item in group.items if _is_shown(now, item))


def _is_shown(now: Filled, item: Item) -> bool:
    view = now.told_in(item.link_id)
    return not item.items and item.link_id in view.active.shown


def _answer(now: Filled, item: Item) -> str:
    answer = now.answer_to(item.link_id)
    if answer.state is not State.ANSWERED:
        return said(answer)
    values = answer.value if isinstance(answer.value, list) else [answer.value]
    return ", ".join(_value(item, value) for value in values)


def _value(item: Item, value: Any) -> str:
    if option := item.option(value):
        return in_language(option.text, LANGUAGE)
    if isinstance(value, dict):
        return str(value.get(OTHER, NOT_KNOWN))
    if item.type is ItemType.DATE:
        return month_in_words(str(value)[:7])
    return f"{value:g}" if isinstance(value, float) else str(value)
