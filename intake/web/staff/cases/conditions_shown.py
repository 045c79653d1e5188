"""Conditions by part of the protocol: what is there, what is not known, what is not."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from intake.domain.answer import Answer, State
from intake.domain.eligibility.declaration import Kind
from intake.domain.eligibility.protocol import Protocol
from intake.domain.questionnaire.facts import Fact
from intake.questionnaires.filled import Filled
from intake.web.staff.reading import answer_to, item_of, question_words

NO = "no"


def conditions_shown(
    rules: Protocol, facts: Mapping[str, Fact], now: Filled
) -> list[dict[str, Any]]:
    """Yes-or-no facts that the criteria look at, each under its first section.

    Returns:
        For each section with one ``{title, there, unknown, absent}``: what is there or
        not known as ``{fact, label, answers}`` with the patient's own words, what is
        not there as labels.
    """
    shown = []
    for title, names in _by_section(rules).items():
        known = [name for name in names if name in facts]
        if known:
            shown.append(_section(title, known, rules, facts, now))
    return shown


def _by_section(rules: Protocol) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {title: [] for title in rules.sections.values()}
    seen: set[str] = set()
    for criterion in rules.criteria:
        for name in _yes_no(criterion.when.comparisons(), rules):
            if name not in seen:
                seen.add(name)
                found[rules.sections[criterion.section]].append(name)
    return found


def _yes_no(parts: Iterable[Any], rules: Protocol) -> Iterable[str]:
    named = dict.fromkeys(part.name for part in parts)
    return (name for name in named if rules.facts[name].kind is Kind.YES_NO)


def _section(
    title: str,
    names: list[str],
    rules: Protocol,
    facts: Mapping[str, Fact],
    now: Filled,
) -> dict[str, Any]:
    there, unknown, absent = [], [], []
    for name in names:
        fact, label = facts[name], _capital(rules.facts[name].label)
        if _is_no(fact.answer):
            absent.append(label)
        elif fact.answer.state is State.ANSWERED:
            there.append(_row(fact, label, now))
        else:
            unknown.append(_row(fact, label, now))
    return {"title": title, "there": there, "unknown": unknown, "absent": absent}


def _is_no(answer: Answer) -> bool:
    return answer.value == NO or answer.state is State.NOT_APPLICABLE


def _row(fact: Fact, label: str, now: Filled) -> dict[str, Any]:
    items = dict.fromkeys(source.link_id for source in fact.sources if not source.row)
    return {
        "fact": fact.name,
        "label": label,
        "answers": [
            {
                "item": item,
                "question": question_words(now, item),
                "answer": answer_to(now, item) or _("No answer"),
            }
            for item in items
            if _is_plain(item, now)
        ],
    }


def _is_plain(item: str, now: Filled) -> bool:
    found = item_of(now, item)
    return found is not None and not found.is_list


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
