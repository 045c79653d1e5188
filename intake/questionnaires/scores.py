"""Scores of a completed response, stored with what was scored."""

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from intake.domain.answer import Answer, to_data
from intake.domain.questionnaire.definition import canonical_hash
from intake.domain.questionnaire.storing import item_to_data
from intake.domain.scoring import DETAILS, INSTRUMENTS
from intake.domain.scoring.score import Score
from intake.patients import vault
from intake.patients.identity import identity_of
from intake.patients.models import Patient

from .filled import Filled
from .models import Mode, ScoreRecord, definition_of
from .stored import Stored


def placed(now: Filled) -> list[str]:
    """The instruments of the questionnaire that are scored, in order of asking."""
    items = (item for view in now.versions for item in view.definition.walk())
    codes = dict.fromkeys(item.instrument for item in items if item.instrument)
    return [code for code in codes if code in INSTRUMENTS]


def answers_for(now: Filled, instrument: str) -> dict[str, Answer]:
    """The answers that count of one instrument."""
    items = INSTRUMENTS[instrument].ITEMS
    return {item: now.answer_to(item) for item in items if item in _ids(now)}


def score_of(now: Filled, instrument: str) -> Score | None:
    """The score as things stand; None when the instrument was not shown."""
    answers = answers_for(now, instrument)
    if not any(item in now.told_in(item).active.shown for item in answers):
        return None
    identity = identity_of(now.response.patient)
    return INSTRUMENTS[instrument].score(answers, sex=identity and identity.sex)


def record_scores(now: Filled) -> None:
    """Store every score of a response that has just been completed."""
    found = ((code, score_of(now, code)) for code in placed(now))
    rows = [
        (_record(now, code), _data(now, code, score))
        for code, score in found
        if score is not None
    ]
    vault.add_all(rows, now.response.patient, "sealed")


def _data(now: Filled, code: str, score: Score) -> dict[str, Any]:
    """What is sealed of a score."""
    seen = _asked_in(now, code)
    data = asdict(score) | {"answers": _plain(now, code)} | _wording(seen, code)
    if code in DETAILS:
        data["details"] = DETAILS[code](now.active.answers)
    return data


def _record(now: Filled, code: str) -> ScoreRecord:
    response, seen = now.response, _asked_in(now, code)
    pages = _pages(seen, code)
    return ScoreRecord(
        response=response,
        instrument=code,
        wording_digest=wording_digest(seen, code),
        language=pages[0].language if pages else response.language,
        mode=_mode(pages),
    )


def _wording(seen: Filled, code: str) -> dict[str, Any]:
    """Which wording was seen: the instrument's own number, and the questionnaire's."""
    placed = seen.definition.instruments.get(code, {})
    return {
        "version": placed.get("version", ""),
        "questionnaire_version": seen.response.version.number,
    }


def _asked_in(now: Filled, code: str) -> Filled:
    """The version in which the instrument was answered last: its words were seen."""
    return now.told_in(INSTRUMENTS[code].ITEMS[0])


def _pages(now: Filled, code: str) -> list[Stored]:
    """The stored pages on which the questions of an instrument stand."""
    found = (
        now.latest(page.link_id)
        for page in now.definition.pages
        if any(item.instrument == code for item in page.questions)
    )
    return [stored for stored in found if stored is not None]


def _mode(pages: list[Stored]) -> str:
    modes = {stored.mode for stored in pages} or {Mode.SELF}
    return modes.pop() if len(modes) == 1 else Mode.MIXED


def open_score(record: ScoreRecord, patient: Patient | None = None) -> dict[str, Any]:
    """A stored score: total, band and the rest, and its answers by item.

    ``patient`` spares asking for whose it is, where that is known.
    """
    return vault.read(record, patient or record.response.patient, "sealed")


def wording_digest(now: Filled, instrument: str) -> str:
    """The digest of the words of an instrument as they stand in this version."""
    return _digest(now.response.version_id, instrument)


@lru_cache(maxsize=256)
def _digest(version_id: int, instrument: str) -> str:
    """Worked out once in a process, like the definition: a version never changes."""
    items = definition_of(version_id).walk()
    words = [item_to_data(item) for item in items if item.instrument == instrument]
    return canonical_hash({"items": words})


def _plain(now: Filled, instrument: str) -> dict[str, Any]:
    return {name: to_data(a) for name, a in answers_for(now, instrument).items()}


def _ids(now: Filled) -> set[str]:
    return {name for view in now.versions for name in view.active.answers}
