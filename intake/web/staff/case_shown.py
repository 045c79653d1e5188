"""A case as its page shows it: findings, scores, trials, medicines."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from intake.domain.eligibility.finding import Severity
from intake.domain.questionnaire.items import in_language
from intake.domain.safety import Level
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import ScoreRecord
from intake.questionnaires.scores import open_score
from intake.review.evaluation import opened
from intake.review.models import Evaluation
from intake.web.ui.answer_words import answer_words

LANGUAGE = "en"


def findings_shown(evaluation: Evaluation, now: Filled) -> list[dict[str, Any]]:
    """The findings of a run in its order, each with the answers that caused it."""
    run = opened(evaluation)
    rules = evaluation.protocol.rules
    shown = []
    for finding in run["findings"]:
        severities = [s for s in finding["severity"].values() if s]
        criterion = rules.by_id.get(finding["id"])
        shown.append(
            {
                "id": finding["id"],
                "words": finding["why"],
                "severity": min(severities, key=lambda s: Severity(s).rank),
                "iv_im": finding["severity"]["iv_im"] or "",
                "in": finding["severity"]["in"] or "",
                "for_now": finding["id"] in run["reversible"],
                "causes": _causes(finding, run, now),
                "action": criterion.action if criterion else "",
                "sources": [_source(source) for source in finding["sources"]],
                "protocol": f"{rules.title} {rules.version}",
            }
        )
    return shown


def _source(source: dict[str, Any]) -> str:
    return " ".join(str(part) for part in source.values() if part)


def _causes(finding: dict, run: dict, now: Filled) -> list[dict[str, Any]]:
    causes = []
    for fact in finding["facts"]:
        for link_id, row_id in run["came_from"].get(fact, []):
            causes.append(
                {
                    "item": link_id,
                    "question": _question(now, link_id),
                    "answer": _answer(now, link_id, row_id) or _("No answer"),
                    "as_of": _date(run["as_of"].get(fact)),
                }
            )
    return causes


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _question(now: Filled, link_id: str) -> str:
    try:
        return in_language(now.definition.item(link_id).text, LANGUAGE)
    except KeyError:
        return link_id


def _answer(now: Filled, link_id: str, row_id: str | None) -> str:
    item = now.definition.by_link_id.get(link_id)
    if item is None:
        return ""
    if item.is_list:
        return _list_words(now, link_id)
    answers = now.sheet.answers
    for rows in now.sheet.lists.values():
        for row in rows.rows:
            if row_id is not None and row.id == row_id:
                answers = row.answers
    return answer_words(item, answers.get(link_id), LANGUAGE)


def _list_words(now: Filled, link_id: str) -> str:
    rows = now.sheet.rows(link_id)
    return _("{count} in the list ({state})").format(
        count=len(rows.rows), state=rows.state
    )


def scores_shown(now: Filled) -> list[dict[str, Any]]:
    """Stored scores, with each item's answer in the words seen."""
    records = ScoreRecord.objects.filter(response=now.response).select_related(
        "response__patient"
    )
    return [_score_shown(record, now) for record in records.order_by("pk")]


def _score_shown(record: ScoreRecord, now: Filled) -> dict[str, Any]:
    score = open_score(record)
    placed = now.definition.instruments.get(record.instrument, {})
    items = [
        {
            "id": link_id,
            "question": _question(now, link_id),
            "answer": _answer(now, link_id, None),
        }
        for link_id in score["answers"]
        if now.definition.by_link_id.get(link_id) is not None
    ]
    return score | {
        "code": record.instrument,
        "title": in_language(placed.get("title", {}), LANGUAGE) or record.instrument,
        "rows": items,
        "at": record.at,
    }


def level_is_grave(level: str) -> bool:
    return Level(level) >= Level.MODERATE
