"""The scores of a case as its page shows them, with the answer to every item.

Those of the patient's own answers, and those that staff entered of something else.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.domain.answer import NOT_ASKED, Answer, State
from intake.domain.questionnaire.items import in_language
from intake.domain.score_entry import EntryForm, entry_forms
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import ScoreRecord
from intake.questionnaires.score_entry import EnteredScore, Given
from intake.questionnaires.scores import open_score
from intake.web.staff.reading import answer_to, page_language, question_words

from .courses_shown import courses
from .score_forms import LANGUAGES, NO_ANSWER, SAID, item_label

ORDER = (
    *("asq", "cssrs", "phq9", "qids", "gad7", "pcptsd5", "pcl5", "mdq"),
    *("auditc", "dast10", "drug1", "wsas", "peg"),
)
MOST = {
    "phq9": 27,
    "gad7": 21,
    "pcptsd5": 5,
    "auditc": 12,
    "peg": 10,
    "pcl5": 80,
    "qids": 27,
    "wsas": 40,
    "dast10": 10,
    "mdq": 13,
}
TIMES = "drug1"  # counts times in the past year
BANDS = {
    "minimal": gettext_lazy("minimal"),
    "mild": gettext_lazy("mild"),
    "moderate": gettext_lazy("moderate"),
    "moderately_severe": gettext_lazy("moderately severe"),
    "severe": gettext_lazy("severe"),
    "very_severe": gettext_lazy("very severe"),
    "none": gettext_lazy("none"),
    "low": gettext_lazy("low"),
    "substantial": gettext_lazy("substantial"),
    "high": gettext_lazy("high"),
    "unknown": gettext_lazy("not completed; counts as high"),
    "subclinical": gettext_lazy("subclinical"),
    "significant": gettext_lazy("significant"),
    "negative": gettext_lazy("negative"),
    "incomplete": gettext_lazy("not completed"),
    "non_acute_positive": gettext_lazy("positive, not acute"),
    "acute_positive": gettext_lazy("acute positive"),
    "acute_unknown": gettext_lazy("positive; thoughts right now not answered"),
}
SCREENS = ("asq", "cssrs")  # the result says whether it is positive
TRUTH = {
    True: gettext_lazy("yes"),
    False: gettext_lazy("no"),
    None: gettext_lazy("depends on what is missing"),
}


def scores_shown(now: Filled) -> list[dict[str, Any]]:
    """Stored scores, what matters most to safety first, then the latest."""
    patient = now.response.patient
    ever = [EnteredScore(r, open_score(r, patient)) for r in _records(now)]
    here = {now.response.pk, *now.earlier_ids}
    opened = [one for one in ever if one.record.response_id in here]
    entered = [one for one in opened if one.record.entered_by_id]
    own = [one for one in opened if not one.record.entered_by_id]
    before = _before(own, now)
    shown = [
        _own(one, now) | {"before": before.get(one.record.instrument, "")}
        for one in own
        if one.record.response_id == now.response.pk
    ]
    shown += _entered(entered)
    shown.sort(key=lambda score: (_place(score["code"]), -score["record"]))
    return _with_courses(shown, courses(ever, MOST))


def _with_courses(
    shown: list[dict[str, Any]], drawn: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The course of an instrument stands with its first score on the page."""
    first: set[str] = set()
    for score in shown:
        is_first = score["code"] not in first
        first.add(score["code"])
        score["course"] = drawn.get(score["code"]) if is_first else None
    return shown


def entered_shown(entered: Iterable[EnteredScore], code: str) -> list[dict[str, Any]]:
    """What staff entered of one instrument, the latest first."""
    same = [one for one in entered if one.record.instrument == code]
    return list(reversed(_entered(same)))


def entered_rows(
    entered: Iterable[EnteredScore], link_ids: Iterable[str]
) -> list[dict[str, str]]:
    """The answers to some items, wherever staff entered them."""
    wanted = set(link_ids)
    return [
        row | {"question": f"{_of_day(shown)}: {row['question']}"}
        for shown in _entered(list(entered))
        for row in shown["rows"]
        if row["id"] in wanted and not shown["is_corrected"]
    ]


def _of_day(shown: Mapping[str, Any]) -> str:
    day = date_format(shown["given_on"], "j F Y")
    return _("{title} of {day}").format(title=shown["title"], day=day)


def _records(now: Filled) -> Iterable[ScoreRecord]:
    """Everything that was ever scored of this patient, by answers or entered."""
    records = ScoreRecord.objects.filter(response__patient=now.response.patient_id)
    return records.select_related("entered_by")


def _before(own: Iterable[EnteredScore], now: Filled) -> dict[str, str]:
    """Scores of answers that were changed since, the last ones before the change."""
    order = {pk: place for place, pk in enumerate((now.response.pk, *now.earlier_ids))}
    latest: dict[str, str] = {}
    former: dict[str, str] = {}
    for one in sorted(own, key=lambda one: order[one.record.response_id]):
        code, points = one.record.instrument, _points(one.record.instrument, one.data)
        if latest.setdefault(code, points) != points:
            former.setdefault(code, points)
    return former


def _place(code: str) -> int:
    return ORDER.index(code) if code in ORDER else len(ORDER)


def _own(one: EnteredScore, now: Filled) -> dict[str, Any]:
    """A score of the patient's own answers."""
    record, score = one.record, one.data
    placed = _placed(now, record.instrument)
    title = in_language(placed.get("title", {}), page_language())
    return _score(one) | {
        "title": title or record.instrument,
        "rows": [_item_shown(link_id, now) for link_id in score["answers"]],
        "version": score.get("version") or placed.get("version", ""),
        "questionnaire_version": score.get(
            "questionnaire_version", now.response.version.number
        ),
    }


def _placed(now: Filled, code: str) -> Mapping[str, Any]:
    """An instrument as the latest version holds it that places it."""
    placed = (view.definition.instruments.get(code) for view in reversed(now.versions))
    return next((found for found in placed if found), {})


def _entered(scores: Iterable[EnteredScore]) -> list[dict[str, Any]]:
    scores = list(scores)
    corrected = {one.data["corrects"] for one in scores}
    return [_entered_one(one, one.record.pk in corrected) for one in scores]


def _entered_one(one: EnteredScore, is_corrected: bool) -> dict[str, Any]:
    record, entry = one.record, entry_forms().get(one.record.instrument)
    title = in_language(entry.title, page_language()) if entry else record.instrument
    return _score(one) | {
        "title": title,
        "rows": _entered_items(one, entry),
        "version": one.data["version"],
        "entered_by": record.entered_by,
        "given": Given(one.data["given"]).label,
        "given_on": one.given_on,
        "is_corrected": is_corrected,
        "is_correction": one.data["corrects"] is not None,
        "reason": one.data["reason"],
    }


def _score(one: EnteredScore) -> dict[str, Any]:
    """What every score shows."""
    record, score = one.record, one.data
    code, band = record.instrument, score["band"]
    return {
        "code": code,
        "record": record.pk,
        "total": score["total"],
        "band": band,
        "points": _points(code, score),
        "band_words": BANDS.get(band, band or ""),
        "positive": score["positive"] and code not in SCREENS,
        "negative": score["positive"] is False and code == "mdq",
        "missing": len(score["missing"]),
        "notes": _notes(code, score),
        "mode": record.mode,
        "mode_words": record.get_mode_display(),
        "language": LANGUAGES.get(record.language, record.language),
        "at": record.at,
    }


def _item_shown(link_id: str, now: Filled) -> dict[str, Any]:
    asked = link_id in now.told_in(link_id).active.shown
    return {
        "id": link_id,
        "question": question_words(now, link_id),
        "answer": answer_to(now, link_id) if asked else _("Not asked"),
    }


def _entered_items(one: EnteredScore, entry: EntryForm | None) -> list[dict[str, Any]]:
    """Every item as it was entered; with a total only what stands beside it."""
    answers = one.answers
    if entry is None:
        return [_row(name, name, answers[name]) for name in answers]
    rows = []
    if entry.total_name in answers:
        rows = [_row(entry.total_name, _("Total"), answers[entry.total_name])]
    return rows + [
        _row(item.link_id, item_label(item), answers.get(item.link_id, NOT_ASKED))
        for item in entry.items
        if not rows or item.link_id in answers
    ]


def _row(link_id: str, question: str, answer: Answer) -> dict[str, Any]:
    words = NO_ANSWER.get(answer.state, _("Not asked"))
    if answer.state is State.ANSWERED:
        words = SAID.get(answer.value, str(answer.value))
    return {"id": link_id, "question": question, "answer": words}


def _points(code: str, score: Mapping[str, Any]) -> str:
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


def _notes(code: str, score: Mapping[str, Any]) -> list[str]:
    """What a clinician should know beside the number."""
    if code == "pcl5":
        return _pcl5_notes(score.get("details", {}))
    if code == "qids" and score["safety"] == "follow_up":
        return [_("Item 12, thoughts of suicide, is above 0.")]
    if code == "qids" and score["safety"] == "unknown":
        return [_("Item 12, thoughts of suicide, has no answer.")]
    if code == "mdq":
        return [_("A negative screen does not exclude bipolar disorder.")]
    return []


def _pcl5_notes(details: Mapping[str, bool | None]) -> list[str]:
    clusters = TRUTH[details.get("clusters")]
    notes = [_("Symptom clusters of the DSM-5 met: {truth}.").format(truth=clusters)]
    if details.get("zone"):
        notes.append(
            _("The total lies between 31 and 33, where published cuts disagree.")
        )
    if details.get("attention"):
        notes.append(
            _("Item 16, taking risks, is at 3 or more. It is no suicide screen.")
        )
    return notes
