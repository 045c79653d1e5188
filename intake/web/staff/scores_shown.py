"""The scores of a case as its page shows them, with the answer to every item."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.domain.questionnaire.items import in_language
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import ScoreRecord
from intake.questionnaires.scores import open_score

from .reading import answer_to, page_language, question_words

ORDER = ("asq", "phq9", "gad7", "pcptsd5", "auditc", "drug1", "peg")
MOST = {"phq9": 27, "gad7": 21, "pcptsd5": 5, "auditc": 12, "peg": 10}
TIMES = "drug1"  # counts times in the past year
BANDS = {
    "minimal": gettext_lazy("minimal"),
    "mild": gettext_lazy("mild"),
    "moderate": gettext_lazy("moderate"),
    "moderately_severe": gettext_lazy("moderately severe"),
    "severe": gettext_lazy("severe"),
    "negative": gettext_lazy("negative"),
    "incomplete": gettext_lazy("not completed"),
    "non_acute_positive": gettext_lazy("positive, not acute"),
    "acute_positive": gettext_lazy("acute positive"),
    "acute_unknown": gettext_lazy("positive; thoughts right now not answered"),
}
SAY_POSITIVE = ("non_acute_positive", "acute_positive", "acute_unknown")


def scores_shown(now: Filled) -> list[dict[str, Any]]:
    """Stored scores, what matters most to safety first."""
    records = ScoreRecord.objects.filter(response=now.response)
    shown = [_score_shown(record, now) for record in records.order_by("pk")]
    return sorted(shown, key=lambda score: _place(score["code"]))


def _place(code: str) -> int:
    return ORDER.index(code) if code in ORDER else len(ORDER)


def _score_shown(record: ScoreRecord, now: Filled) -> dict[str, Any]:
    record.response = now.response
    score = open_score(record)
    placed = now.definition.instruments.get(record.instrument, {})
    title = in_language(placed.get("title", {}), page_language())
    return {
        "code": record.instrument,
        "title": title or record.instrument,
        "total": score["total"],
        "band": score["band"],
        "points": _points(record.instrument, score),
        "band_words": BANDS.get(score["band"], score["band"] or ""),
        "positive": score["positive"] and score["band"] not in SAY_POSITIVE,
        "missing": len(score["missing"]),
        "rows": [_item_shown(link_id, now) for link_id in score["answers"]],
    }


def _item_shown(link_id: str, now: Filled) -> dict[str, Any]:
    asked = link_id in now.active.shown
    return {
        "id": link_id,
        "question": question_words(now, link_id),
        "answer": answer_to(now, link_id) if asked else _("Not asked"),
    }


def _points(code: str, score: dict[str, Any]) -> str:
    """The total out of the most there is, or the range that it must lie in."""
    if len(score["missing"]) == len(score["answers"]):
        return _("not answered")
    if score["low"] is None:
        return ""
    if score["total"] is None:
        return _("between {low:g} and {high:g}").format(**score)
    total = score["total"]
    if code == TIMES:
        return ngettext("{n} time", "{n} times", total).format(n=total)
    return _("{total:g} of {most}").format(total=total, most=MOST.get(code, "?"))
