"""The findings of a case as its page shows them, each with what caused it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from intake.domain.answer import NOT_ASKED, State
from intake.domain.eligibility.finding import Basis, Severity
from intake.domain.eligibility.protocol import Protocol
from intake.domain.questionnaire.answers import Row
from intake.domain.questionnaire.histories import medicines
from intake.domain.questionnaire.items import ItemType
from intake.domain.questionnaire.rules import FactRule
from intake.questionnaires.concern import SAFETY_FACTS
from intake.questionnaires.filled import Filled
from intake.review.evaluation import Observed
from intake.review.history import Histories
from intake.review.lists import MEDICINES
from intake.review.medicines import KnownMedicine
from intake.review.models import Evaluation
from intake.review.treatments import KnownTrial
from intake.web.staff.fact_words import evidence_words
from intake.web.staff.reading import (
    answer_to,
    item_of,
    list_words,
    question_words,
    rows_of,
)

from .change_words import what_would_change

OPEN = (Severity.CI, Severity.CLR)
CALM = ("no", 0)
FEW = 2  # answers behind one fact that are all shown
CONVENTION = "PROJECT"  # the source that says so of itself


@dataclass(frozen=True)
class Reading:
    """A stored run with what is needed to tell it: rules, answers, observations."""

    rules: Protocol
    version: str
    run: Mapping[str, Any]
    now: Filled
    observed: Mapping[str, Observed]
    histories: Histories


def reading_of(
    evaluation: Evaluation,
    run: Mapping[str, Any],
    now: Filled,
    observations: Iterable[Observed],
    histories: Histories,
) -> Reading:
    latest = {observed.fact: observed for observed in observations}
    protocol = evaluation.protocol
    return Reading(protocol.rules, str(protocol), run, now, latest, histories)


def findings_shown(reading: Reading) -> list[dict[str, Any]]:
    """The findings of a run in its order, the gravest first."""
    return [_shown(finding, reading) for finding in reading.run["findings"]]


def open_findings(reading: Reading) -> list[dict[str, Any]]:
    """What a decision has to take a stand on."""
    return [
        finding for finding in findings_shown(reading) if finding["severity"] in OPEN
    ]


def safety_shown(reading: Reading) -> list[dict[str, Any]]:
    """The answers behind the level of safety: what was asked and is not calm."""
    now, came_from = reading.now, reading.run["came_from"]
    items = dict.fromkeys(
        item for fact in SAFETY_FACTS for item, _row in came_from.get(fact, [])
    )
    return [
        _cause(item, now)
        for item in items
        if item in now.told_in(item).active.shown and not _is_calm(item, now)
    ]


def observations_shown(
    reading: Reading, observations: Iterable[Observed]
) -> list[dict[str, Any]]:
    """What staff observed, the newest first."""
    return [
        {
            "what": _capital(reading.rules.facts[observed.fact].label),
            "answer": _value(observed.answer.value),
            "by": observed.by,
            "at": observed.at,
        }
        for observed in reversed(list(observations))
    ]


def _shown(finding: dict[str, Any], reading: Reading) -> dict[str, Any]:
    criterion = reading.rules.by_id.get(finding["id"])
    severities = [Severity(code) for code in finding["severity"].values() if code]
    return {
        "id": finding["id"],
        "words": criterion.title if criterion else finding["why"],
        "severity": min(severities, key=lambda severity: severity.rank),
        "iv_im": finding["severity"]["iv_im"] or "",
        "in": finding["severity"]["in"] or "",
        "for_now": finding["id"] in reading.run["reversible"],
        "causes": _once(_causes(finding["facts"], reading)),
        "action": criterion.action if criterion else "",
        "change": what_would_change(finding, reading.rules),
        "protocol": reading.version,
        "sources": [_source(source) for source in finding["sources"]],
    }


def _once(causes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each answer once, though it may have given several facts."""
    by_item: dict[str, dict[str, Any]] = {}
    for cause in causes:
        by_item.setdefault(cause["item"], cause)
    return list(by_item.values())


def _causes(facts: Mapping[str, Any], reading: Reading) -> Iterable[dict[str, Any]]:
    for name, value in facts.items():
        sources = reading.run["came_from"].get(name, [])
        if name in reading.observed:
            yield _observed(reading.observed[name], reading)
        elif not sources:
            yield _stated(name, value, reading)
        elif any(row for _item, row in sources) or _is_list(sources, reading):
            yield _listed(sources[0][0], name, value, reading)
        else:
            yield from _answered(name, [item for item, _row in sources], reading)


def _observed(observed: Observed, reading: Reading) -> dict[str, Any]:
    label = reading.rules.facts[observed.fact].label
    return {
        "item": observed.fact,
        "question": _("{what} (observed by {who})").format(
            what=_capital(label), who=observed.by
        ),
        "answer": _value(observed.answer.value),
        "as_of": observed.at,
    }


def _stated(name: str, value: Any, reading: Reading) -> dict[str, Any]:
    """A fact that no question gave, such as the age."""
    fact = reading.rules.facts[name]
    return {
        "item": name,
        "question": _capital(fact.label),
        "answer": f"{_value(value)} {fact.unit}".strip(),
        "as_of": None,
    }


def _is_list(sources: list, reading: Reading) -> bool:
    item = item_of(reading.now, sources[0][0])
    return item is not None and item.is_list


def _listed(link_id: str, name: str, value: Any, reading: Reading) -> dict[str, Any]:
    """The rows of a list that a fact came from; of medicines, those that matter."""
    now = reading.now
    rows, view = list(rows_of(now, link_id)), now.told_in(link_id)
    rule = view.definition.facts.get(name)
    if rule and name in reading.run.get("corrected", ()):
        return _corrected(link_id, rule, value, reading)
    if rule and rule.calculate == MEDICINES and isinstance(value, list):
        rows = _of_classes(rows, set(value), view)
    return {
        "item": link_id,
        "question": question_words(now, link_id),
        "answer": list_words(now, link_id, rows),
        "as_of": None,
    }


def _corrected(
    link_id: str, rule: FactRule, value: Any, reading: Reading
) -> dict[str, Any]:
    """The rows behind a fact as they stand, those that staff checked marked."""
    histories = reading.histories
    if rule.calculate == MEDICINES and isinstance(value, list):
        taken = histories.medicines.taken
        rows = [known for known in taken if known.match.classes & set(value)]
    else:
        rows = list(histories.treatments.trials)
    return {
        "item": link_id,
        "question": question_words(reading.now, link_id),
        "answer": "; ".join(map(_standing, rows)),
        "as_of": None,
        "rests_on": _("This rests on what staff checked against a source."),
    }


def _standing(known: KnownTrial | KnownMedicine) -> str:
    name = known.name or _("Not named")
    if not known.checks:
        return name
    return f"{name} ({evidence_words(known.evidence)})"


def _of_classes(rows: list[Row], classes: set[str], now: Filled) -> list[Row]:
    matched = medicines(now.definition, now.sheet)
    return [
        row for row in rows if row.id in matched and matched[row.id].classes & classes
    ]


def _answered(
    name: str, items: list[str], reading: Reading
) -> Iterable[dict[str, Any]]:
    now = reading.now
    as_of = reading.run["as_of"].get(name)
    dated = date.fromisoformat(as_of) if as_of else None
    for item in _telling(items, now):
        yield _cause(item, now, dated if _is_old(dated, now) else None)


def _cause(item: str, now: Filled, as_of: date | None = None) -> dict[str, Any]:
    return {
        "item": item,
        "question": question_words(now, item),
        "answer": answer_to(now, item) or _("No answer"),
        "as_of": as_of,
    }


def _telling(items: list[str], now: Filled) -> list[str]:
    """Without the date of a reading, and of many answers those that are not calm."""
    asked = [item for item in items if not _is_date(item, now)] or items
    loud = [item for item in asked if not _is_calm(item, now)]
    return loud if loud and len(asked) > FEW else asked


def _is_date(item: str, now: Filled) -> bool:
    found = item_of(now, item)
    return found is not None and found.type is ItemType.DATE


def _is_calm(item: str, now: Filled) -> bool:
    answer = now.told_in(item).sheet.answers.get(item, NOT_ASKED)
    return answer.value in CALM or answer.state is State.NOT_APPLICABLE


def _is_old(dated: date | None, now: Filled) -> bool:
    """Whether an answer is about another day than that of sending."""
    sent = now.response.completed_at
    return dated is not None and (sent is None or dated != timezone.localdate(sent))


def _source(source: Mapping[str, Any]) -> str:
    """A citation with how well it is known, unless it was read itself."""
    remark = {
        Basis.V2: _("read in a secondary copy"),
        Basis.R: _("recalled, to be read again"),
        Basis.P: _("a convention of this project"),
    }.get(source["basis"])
    if remark is None or source["key"] == CONVENTION:
        return source["text"]
    return f"{source['text']} ({remark})"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    words = {None: _("No answer"), "yes": _("Yes"), "no": _("No")}
    return str(words.get(value, value))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
